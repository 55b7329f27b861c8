"""Checks of the topic `migrations`."""

import shutil
import sqlite3
from contextlib import closing

from bookshop.catalog.models import Book
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from grading import claim, exercise, queries, question, raises, since
from terminal import Project
from django.conf import settings


def changes(before, after):
    """Return the operations that makemigrations would write between two models, given as fields and options."""
    def state(model):
        whole = ProjectState()
        whole.add_model(ModelState("shop", "Book", [("id", models.AutoField(primary_key=True)), *model[0]], model[1]))
        return whole

    found = MigrationAutodetector(state(before), state(after))._detect_changes()
    return [type(step).__name__ for migration in found.get("shop", []) for step in migration.operations]


@claim("`makemigrations` writes files and does not touch tables")
def writes_nothing():
    sent = queries(lambda: call_command("makemigrations", "--check", "--dry-run", verbosity=0))
    assert not any(sql.split()[0] in ("CREATE", "ALTER", "DROP") for sql in sent)


@claim("The table `django_migrations` records")
def recorder():
    assert ("catalog", "0001_initial") in MigrationRecorder(connection).applied_migrations()


@claim("fails if a model change has no migration")
def check():
    call_command("makemigrations", "--check", verbosity=0)  # SystemExit would fail this


@claim("PostgreSQL and SQLite run each migration in a transaction")
def transactional():
    assert connection.features.can_rollback_ddl


@claim("changes what is known of a constraint")
def alter_constraint():
    assert hasattr(migrations, "AlterConstraint")


@claim("may be squashed again before", django=(6, 0))
def resquash():
    import inspect

    from django.core.management.commands import squashmigrations

    assert "cannot squash squashed migrations" not in inspect.getsource(squashmigrations)


@claim("make the folder that you name")
def the_folder():
    import tempfile
    from pathlib import Path

    target = Path(tempfile.mkdtemp()) / "new"
    make = lambda: call_command("startapp", "reviews", str(target), verbosity=0)
    if since(6, 0):
        make()
        assert (target / "migrations" / "__init__.py").exists()
    else:
        assert raises(CommandError, make)


@question("mig-alter-constraint")
def alter(choices):
    def rule(message):
        return models.CheckConstraint(condition=models.Q(n__gt=0), name="n", violation_error_message=message)

    fields = [("n", models.IntegerField())]
    steps = changes((fields, {"constraints": [rule("a")]}), (fields, {"constraints": [rule("b")]}))
    editor = connection.schema_editor(collect_sql=True)
    if since(5, 2):
        migrations.AlterConstraint("book", "n", rule("b")).database_forwards("catalog", editor, None, None)
    return {"notes the change": steps == ["AlterConstraint"], "drops the constraint": "RemoveConstraint" in steps, "It fails": not steps,
            "locks the table": bool(editor.collected_sql)}


@question("mig-db-default-live", commits=True)
def old_code_inserts(choices):
    table = "live_book"

    def works(code):
        field = eval(code, {"models": models})
        state = ProjectState()
        first = migrations.CreateModel("Book", [("id", models.AutoField(primary_key=True)), ("n", models.IntegerField())],
                                       options={"db_table": table})
        add = migrations.AddField("book", "open", field)
        after = state.clone()
        first.state_forwards("live", after)
        last = after.clone()
        add.state_forwards("live", last)
        with connection.schema_editor() as editor:
            first.database_forwards("live", editor, state, after)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} (n) VALUES (1)")
            with connection.schema_editor() as editor:
                add.database_forwards("live", editor, after, last)
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} (n) VALUES (2)")  # the old code
                return True
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE {table}")

    import contextlib

    verdicts = {}
    for choice in choices:
        verdicts[choice] = False
        with contextlib.suppress(Exception):
            verdicts[choice] = works(choice.strip("`"))
    return verdicts


@question("makemigrations-says", database="sqlite")
def made_by_hand(choices):
    def is_found(*, package=False, table=False, meta=False, migrate=False):
        shop = Project("django-admin startproject config .")
        shop.write("config/settings.py", "\nINSTALLED_APPS += ['shelf']\n", to="a")
        shop.write("shelf/__init__.py", "")
        model = "from django.db import models\nclass Shelf(models.Model):\n    n = models.IntegerField()\n"
        shop.write("shelf/models.py", model + ("    class Meta:\n        pass\n" if meta else ""))
        if package:
            shop.write("shelf/migrations/__init__.py", "")
        if migrate or table:
            shop("python manage.py migrate")
        if table:
            with closing(sqlite3.connect(shop.home / "db.sqlite3")) as made:
                made.execute("CREATE TABLE shelf_shelf (id INTEGER PRIMARY KEY, n INTEGER)")
                made.commit()
        return "Create model Shelf" in shop("python manage.py makemigrations")

    return {"The package `migrations`": is_found(package=True) and not is_found(), "A table for": is_found(table=True),
            "A class `Meta`": is_found(meta=True), "A `migrate` for": is_found(migrate=True)}


@question("makemigrations")
def what_it_does(choices):
    sent = queries(lambda: call_command("makemigrations", "--check", "--dry-run", verbosity=0))
    touched = [sql for sql in sent if sql.split()[0] in ("CREATE", "ALTER", "DROP")]
    reads = [sql for sql in sent if "catalog_book" in sql]
    def files():
        return len(list((settings.BASE_DIR / "catalog" / "migrations").glob("0*.py")))

    before = files()
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    return {"changes the tables": bool(touched), "reads the tables": bool(reads), "writes a file": changes(([], {}), ([("n", models.IntegerField(null=True))], {})) == ["AddField"],
            "deletes migrations": files() < before}


@question("django-know-migrations")
def how_it_knows(choices):
    shop = library()
    unapplied = lambda: "[ ]" in shop("python manage.py showmigrations catalog")
    import os

    before = {path.name for path in shop.home.iterdir()} - {"manage.py", "config", "catalog", "db.sqlite3"}
    os.utime(next((shop.home / "catalog" / "migrations").glob("0001*")))  # newer than the database
    by_dates = unapplied()
    return {"By a table in that": MigrationRecorder.Migration._meta.db_table in connection.introspection.table_names(),
            "By the dates": by_dates, "By a file beside": bool(before),
            "the tables that exist": ("catalog", "0001_initial") not in MigrationRecorder(connection).applied_migrations()}


@question("want-see-sql-migration", commits=True)
def the_sql(choices):
    import io
    from contextlib import redirect_stderr, redirect_stdout

    def works(code):
        name, *rest = code.replace("0003", "0001").split()
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            try:
                call_command(name, *rest, stdout=out)
            except (SystemExit, CommandError):
                return False
        return "CREATE TABLE" in out.getvalue()

    return {choice: works(choice.strip("`")) for choice in choices}


@exercise(
    "Add a field `isbn` to a model of yours",
    "python manage.py migrate\npython manage.py migrate catalog 0001\npython manage.py showmigrations catalog\npython manage.py migrate",
    "python manage.py makemigrations\npython manage.py migrate\npython manage.py showmigrations catalog",
    database="sqlite",
)
def there_and_back(answer):
    shop = library()
    shop.write("catalog/models.py", BOOK_MODEL + "    isbn = models.CharField(max_length=13, default='')\n")
    shown = [shop(command) for command in answer.strip().splitlines()]
    last = shop("python manage.py showmigrations catalog").splitlines()[-1]
    between = [text.splitlines()[-1] for text in shown if "[X] 0001" in text]
    return any("[ ] 0002" in line for line in between) and "[X] 0002" in last


def library():
    """Return a project with an app `catalog` whose model `Book` has a title, migrated; the first one is made, others are copies."""
    if not FIRST:
        shop = Project("django-admin startproject config .", "python manage.py startapp catalog")
        shop.write("config/settings.py", "\nINSTALLED_APPS = ['catalog']\n", to="a")  # few tables are soon made
        shop.write("config/urls.py", "urlpatterns = []\n")
        shop.write("catalog/admin.py", "")
        shop.write("catalog/models.py", BOOK_MODEL)
        shop("python manage.py makemigrations"), shop("python manage.py migrate")
        FIRST.append(shop)
    copy = Project()
    shutil.copytree(FIRST[0].home, copy.home, dirs_exist_ok=True)
    return copy


FIRST = []
BOOK_MODEL = "from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n"
ONCE = {"database": "sqlite"}


@claim("Django compares models with the *migration files*", **ONCE)
def not_with_the_database():
    shop = library()
    (shop.home / "db.sqlite3").unlink()
    assert "No changes detected" in shop("python manage.py makemigrations")  # no table is there, and none is missed
    shop("python manage.py migrate")
    with closing(sqlite3.connect(shop.home / "db.sqlite3")) as db:
        db.execute("ALTER TABLE catalog_book ADD COLUMN pages INTEGER")
        db.commit()
    assert "No changes detected" in shop("python manage.py makemigrations")


DATA = """from django.db import migrations
{imported}
def fill(apps, schema_editor):
    for book in {model}.objects.all():
        book.title = book.title.upper()
        book.save()

class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(fill{back})]
"""
IMPORTED = {"imported": "from catalog.models import Book", "model": "Book"}
HISTORIC = {"imported": "", "model": 'apps.get_model("catalog", "Book")'}


def a_year_later(how, back=""):
    """Add a data migration and then a column to the model; return what `migrate` says on a new database, and the project."""
    shop = library()
    shop.write("catalog/migrations/0002_fill.py", DATA.format(**how, back=back))
    shop.write("catalog/models.py", BOOK_MODEL + "    pages = models.IntegerField(default=0)\n")
    shop("python manage.py makemigrations")
    (shop.home / "db.sqlite3").unlink()
    return shop("python manage.py migrate"), shop


@claim("In a data migration use `apps.get_model()`", **ONCE)
def the_model_of_then():
    assert "Error" not in a_year_later(HISTORIC)[0]


@claim("and breaks a year later", **ONCE)
def breaks_later():
    later, shop = a_year_later(IMPORTED)
    assert "no such column: catalog_book.pages" in later
    shop.write("catalog/models.py", BOOK_MODEL)  # the day on which it was written
    (shop.home / "db.sqlite3").unlink()
    next((shop.home / "catalog" / "migrations").glob("0003*")).unlink()
    assert "Error" not in shop("python manage.py migrate")


@claim("`RunPython` takes a second function", **ONCE)
def the_way_back():
    says = lambda back: a_year_later(HISTORIC, back)[1]("python manage.py migrate catalog 0001")
    assert "IrreversibleError" in says("") and "Error" not in says(", migrations.RunPython.noop")


@question("works-today-fails", **ONCE)
def todays_model(choices):
    fails = lambda how, back="": "Error" in a_year_later(how, back)[0]
    bulk = {"imported": IMPORTED["imported"] + "\nfrom django.utils.text import slugify", "model": "Book"}
    return {"uses today's model": fails(IMPORTED) and not fails(HISTORIC), "way back": not fails(IMPORTED, ", migrations.RunPython.noop"),
            "import `slugify`": not fails({"imported": "", "model": "__import__('catalog.models').models.Book"}), "`bulk_update`": not fails(bulk)}


@claim("A field was renamed, and the migration drops", **ONCE)
def renamed():
    shop = library()
    with closing(sqlite3.connect(shop.home / "db.sqlite3")) as db:
        db.execute("INSERT INTO catalog_book (title) VALUES ('Emma')")
        db.commit()
    shop.write("catalog/models.py", BOOK_MODEL.replace("title = models.CharField(max_length=80)", "name = models.CharField(max_length=80, default='')"))
    said = shop("python manage.py makemigrations --no-input")
    assert "Remove field title" in said and "Add field name" in said
    shop("python manage.py migrate")
    with closing(sqlite3.connect(shop.home / "db.sqlite3")) as db:
        assert db.execute("SELECT name FROM catalog_book").fetchall() == [("",)]
    from django.db.migrations.questioner import MigrationQuestioner

    both = [ProjectState(), ProjectState()]
    for state, name in zip(both, ("title", "name")):
        state.add_model(ModelState("shop", "Book", [("id", models.AutoField(primary_key=True)), (name, models.CharField(max_length=80))]))

    def steps(answer):
        found = MigrationAutodetector(*both, MigrationQuestioner({"ask_rename": answer}))._detect_changes()
        return [type(step).__name__ for step in found["shop"][0].operations]

    assert steps(True) == ["RenameField"] and "RenameField" not in steps(False)


def two_branches(shop, first="isbn", second="pages"):
    """Let two branches each write a 0002 on top of the same 0001."""
    (shop.home / "kept").mkdir()
    for field in (first, second):
        shop.write("catalog/models.py", BOOK_MODEL + f"    {field} = models.IntegerField(default=0)\n")
        shop("python manage.py makemigrations")
        made = next((shop.home / "catalog" / "migrations").glob("0002*"))
        made.rename(shop.home / "kept" / made.name)
    for path in (shop.home / "kept").iterdir():
        path.rename(shop.home / "catalog" / "migrations" / path.name)
    shop.write("catalog/models.py", BOOK_MODEL + "".join(f"    {field} = models.IntegerField(default=0)\n" for field in {first, second}))
    return shop


@claim("Two branches both have a 0007", **ONCE)
def two_ends():
    shop = two_branches(library())
    assert "multiple leaf nodes" in shop("python manage.py migrate")
    shop("python manage.py makemigrations --merge --no-input")
    assert "Error" not in shop("python manage.py migrate") and "No changes" in shop("python manage.py makemigrations")


@question("mig-lines-of-plan", **ONCE)
def the_graph_has_two_ends(choices):
    said = lambda shop: "Conflicting migrations detected" in shop("python manage.py migrate")
    edited = library()
    path = edited.home / "catalog" / "migrations" / "0001_initial.py"
    path.write_text(path.read_text().replace("max_length=80", "max_length=90"))
    twice = library()
    with closing(sqlite3.connect(twice.home / "db.sqlite3")) as db:
        db.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('catalog', '0001_initial', '2026-01-01')")
        db.commit()
    same = library()
    same.write("catalog/models.py", BOOK_MODEL + "    a = models.IntegerField(default=0, db_column='n')\nclass Shelf(models.Model):\n    b = models.IntegerField(default=0, db_column='n')\n")
    same("python manage.py makemigrations")
    return {"Two branches": said(two_branches(library())), "A migration was edited": said(edited), "two times": said(twice), "Two models": said(same)}


@question("colleague-reviews-change", **ONCE)
def what_the_pull_request_holds(choices):
    """Give a colleague the files, and look whether their database has the column, by the same migration as everybody's."""
    def arrives(*names):
        mine, theirs = library(), library()
        mine.write("catalog/models.py", BOOK_MODEL + "    pages = models.IntegerField(default=0)\n")
        mine("python manage.py makemigrations")
        made = next((mine.home / "catalog" / "migrations").glob("0002*"))
        files = {"model": "catalog/models.py", "migration": f"catalog/migrations/{made.name}", "dump": "dump.sql"}
        mine.write("dump.sql", "ALTER TABLE catalog_book ADD COLUMN pages INTEGER")
        for name in names:
            theirs.write(files[name], (mine.home / files[name]).read_text())
        theirs("python manage.py migrate")
        with closing(sqlite3.connect(theirs.home / "db.sqlite3")) as db:
            column = "pages" in [row[1] for row in db.execute("PRAGMA table_info(catalog_book)")]
        return column and "No changes detected" in theirs("python manage.py makemigrations --check --dry-run")

    return {"The model and its migration": arrives("model", "migration"), "a dump of the tables": arrives("model", "dump"), "Just the model": arrives("model"),
            "Just the migration": arrives("migration")}


@claim("changes from optional to required", commits=True)
def no_row_is_empty():
    from django.db import Error

    state, steps = ProjectState(), [migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True)), ("n", models.IntegerField(null=True))], options={"db_table": "live_shelf"})]
    after = state.clone()
    steps[0].state_forwards("live", after)
    with connection.schema_editor() as editor:
        steps[0].database_forwards("live", editor, state, after)
    required = migrations.AlterField("shelf", "n", models.IntegerField())
    last = after.clone()
    required.state_forwards("live", last)

    def alter():
        with connection.schema_editor() as editor:
            required.database_forwards("live", editor, after, last)

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO live_shelf (n) VALUES (NULL)")
    try:
        alter()
        refused = False
    except Error:
        refused = True
    with connection.cursor() as cursor:
        cursor.execute("UPDATE live_shelf SET n = 0")
    alter()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE live_shelf")
    assert refused
