"""Checks of the topic `migrations`."""

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
    return {"By a table in that": MigrationRecorder.Migration._meta.db_table in connection.introspection.table_names(),
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
    shop = Project("django-admin startproject config .", "python manage.py startapp catalog")
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['catalog']\n", to="a")
    model = "from django.db import models\nclass Book(models.Model):\n    title = models.CharField(max_length=9)\n"
    shop.write("catalog/models.py", model)
    shop("python manage.py makemigrations"), shop("python manage.py migrate")
    shop.write("catalog/models.py", model + "    isbn = models.CharField(max_length=13, default='')\n")
    shown = [shop(command) for command in answer.strip().splitlines()]
    last = shop("python manage.py showmigrations catalog").splitlines()[-1]
    between = [text.splitlines()[-1] for text in shown if "[X] 0001" in text]
    return any("[ ] 0002" in line for line in between) and "[X] 0002" in last
