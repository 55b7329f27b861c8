"""Checks of the topic `models`."""

from bookshop.catalog.models import Author, Book, Review
from bookshop.orders.models import Order
from bookshop.shelves import fill, person
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import IntegrityError, connection, models
from django.test.utils import isolate_apps
from grading import claim, judged, question, raises, since


class tables:
    """Create the tables of models for a while (in a check that commits)."""

    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        with connection.schema_editor() as editor:
            for kind in self.kinds:
                editor.create_model(kind)

    def __exit__(self, *error):
        with connection.schema_editor() as editor:
            for kind in reversed(self.kinds):
                editor.delete_model(kind)


@claim("its default name is `<app>_<model>`")
def the_table():
    assert Book._meta.db_table == "catalog_book"


@claim("its column is called `<name>_id`")
def the_column():
    assert Book._meta.get_field("author").column == "author_id"
    try:
        models.ForeignKey(Author)
    except TypeError:
        return
    raise AssertionError("on_delete is required")


@claim("Columns are `NOT NULL` unless")
def not_null():
    assert raises(IntegrityError, lambda: Author.objects.create(name=None))


@claim("`save()` does not run validators")
def save_and_full_clean():
    book, ada = fill()["Emma"], person("ada")
    wrong = Review(book=book, writer=ada, stars=9)
    assert raises(ValidationError, wrong.full_clean) and raises(IntegrityError, wrong.save)
    book.slug = "not a slug!"
    book.save()
    assert raises(ValidationError, book.full_clean)


@claim("`choices` are checked by `full_clean()`")
def choices_are_checked():
    from bookshop.orders.models import Order

    order = Order.objects.create(customer=person("ada"), status="lost")
    assert raises(ValidationError, order.full_clean)


@claim("`CheckConstraint` takes `condition=`")
def condition():
    import warnings

    models.CheckConstraint(condition=models.Q(n=1), name="n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            models.CheckConstraint(check=models.Q(n=1), name="n")
            gone = False
        except TypeError:
            gone = True
    assert gone == since(6, 0)


@claim("leaves the work to the database", django=(6, 1), commits=True)
def db_cascade_claim():
    assert deleted_by(models.DB_CASCADE) == (1, {"catalog.Writer": 1})


@claim("makes ids that sort by time", django=(6, 1), commits=True)
@isolate_apps("bookshop.catalog")
def uuid7():
    import sys

    from django.db.models.functions import UUID7

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, db_default=UUID7())
        n = models.IntegerField(default=0)

        class Meta:
            app_label = "catalog"

    class Kept(models.Model):
        data = models.JSONField(null=True)

        class Meta:
            app_label = "catalog"

    with tables(Kept):
        for value in (models.JSONNull(), None):
            Kept.objects.create(data=value)
        assert Kept.objects.filter(data__isnull=True).count() == 1 and Kept.objects.filter(data=models.JSONNull()).count() == 1
    if connection.vendor == "postgresql" and connection.pg_version >= 180000:
        with tables(Note):
            made = [Note.objects.create(n=n).pk for n in range(3)]
            assert made == sorted(made) == list(Note.objects.order_by("n").values_list("pk", flat=True))
    elif connection.vendor == "sqlite" and sys.version_info < (3, 14):
        from django.db import NotSupportedError

        assert raises(NotSupportedError, lambda: Author.objects.annotate(u=UUID7()).count() or list(Author.objects.annotate(u=UUID7())))


@claim("are fresh after `save()`", commits=True)
@isolate_apps("bookshop.catalog")
def generated():
    class Line(models.Model):
        n = models.IntegerField()
        double = models.GeneratedField(
            expression=models.F("n") * 2, output_field=models.IntegerField(), db_persist=True
        )

        class Meta:
            app_label = "catalog"

    with tables(Line):
        line = Line.objects.create(n=1)
        line.n = 5
        line.save()
        assert line.double == (10 if since(6, 0) else 2)


@claim("makes a primary key of several columns", commits=True)
@isolate_apps("bookshop.catalog")
def composite():
    class Line(models.Model):
        pk = models.CompositePrimaryKey("order_id", "line")
        order_id = models.IntegerField()
        line = models.IntegerField()

        class Meta:
            app_label = "catalog"

    with tables(Line):
        Line.objects.create(order_id=1, line=2)
        assert Line.objects.get(pk=(1, 2)).pk == (1, 2)


def deleted_by(on_delete):
    """Return what `delete()` says of a writer with three works."""
    with isolate_apps("bookshop.catalog"):
        class Writer(models.Model):
            class Meta:
                app_label = "catalog"

        class Work(models.Model):
            writer = models.ForeignKey(Writer, on_delete)

            class Meta:
                app_label = "catalog"

        with tables(Writer, Work):
            writer = Writer.objects.create()
            for _ in range(3):
                Work.objects.create(writer=writer)
            told = writer.delete()
            assert Work.objects.count() == 0
            return told


@question("related-name-books-book")
def the_way_back(choices):
    emma = fill()["Emma"]
    return {
        "any book": hasattr(emma, "books"),
        "from an author": list(emma.author.books.all()) == [emma],
        "in SQL": "books" in connection.introspection.table_names(),
        "column": any(field.column == "books" for field in Author._meta.local_fields),
    }


@question("author-still-books-must")
def which_refuses(choices):
    import django.db.models.deletion as deletion

    @isolate_apps("bookshop.catalog")
    def works(code):
        rule = eval(code, {"models": models})
        try:
            from django.db.models.deletion import Collector

            class Writer(models.Model):
                class Meta:
                    app_label = "catalog"

            class Work(models.Model):
                writer = models.ForeignKey(Writer, rule, null=True)

                class Meta:
                    app_label = "catalog"

            rule(Collector("default"), Work._meta.get_field("writer"), [Work()], "default")
        except deletion.ProtectedError as error:
            return error.protected_objects
        return False

    return judged(choices, works)


@question("each-pair-member-poll")
def the_pair(choices):
    book, ada = fill()["Emma"], person("ada")
    Review.objects.create(book=book, writer=ada, stars=4)
    second = lambda: Review.objects.create(book=book, writer=ada, stars=5)
    def checked_before():
        """Let two requests ask before either of them saves; return the number of rows."""
        mine = Order.objects.filter(customer=ada)
        free = [not mine.exists() for _ in range(2)]
        for each in free:
            if each:
                Order.objects.create(customer=ada)
        rows = mine.count()
        mine.delete()
        return rows
    return {"UniqueConstraint": raises(IntegrityError, second), "validator": raises(ValidationError, Review(book=book, writer=ada, stars=5).clean_fields),
            "A query in the method": checked_before() == 1, "An `if` in the view": checked_before() == 1}


@question("all-articles-same-time")
def once_at_import(choices):
    from itertools import count

    from django.utils import timezone

    clock = count()
    now = lambda: next(clock)
    called, passed = models.DateTimeField(default=now()), models.DateTimeField(default=now)
    return {
        "called once": called.get_default() == called.get_default() and passed.get_default() != passed.get_default(),
        "a date without a time": not hasattr(timezone.now(), "hour"),
        "only for new tables": passed.get_default() is None,
        "needs `auto_now`": passed.get_default() == passed.get_default(),
    }


@question("shop-sells-ticket-5-was")
def validators(choices):
    field = models.IntegerField(validators=[MinValueValidator(1)])
    allows = not raises(ValidationError, lambda: field.run_validators(-5))
    book = fill()["Emma"]
    book.slug = "no slug!"
    book.save()
    return {"does not run validators": not allows and Book.objects.get(pk=book.pk).slug == "no slug!", "allows negatives": allows,
            "skips the database": not Book.objects.filter(pk=book.pk).exists(),
            "need a `Meta` class": allows}


@question("model-db-cascade", django=(6, 1), commits=True)
def db_cascade(choices):
    told = str(deleted_by(models.DB_CASCADE)).replace("Writer", "Author")
    assert deleted_by(models.CASCADE)[0] == 4
    return {choice: choice.strip("`") == told for choice in choices}


def family(**meta):
    class Parent(models.Model):
        created = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "catalog"
            abstract = meta.get("abstract", False)

    class Child(Parent):
        size = models.IntegerField()

        class Meta:
            app_label = "catalog"

    return Parent, Child


@question("model-abstract-parent")
@isolate_apps("bookshop.catalog")
def abstract(choices):
    def own(kind):
        return "created" in [field.column for field in kind._meta.local_fields]

    def proxied():
        class Proxy(Book):
            class Meta:
                app_label = "catalog"
                proxy = True

        return Proxy._meta.db_table != "catalog_book"

    class Stamp(models.Model):
        created = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "catalog"

    class Stamped(models.Model):
        stamp = models.OneToOneField(Stamp, models.CASCADE)

        class Meta:
            app_label = "catalog"

    joined = own(family()[1])
    with isolate_apps("bookshop.catalog"):
        alone = own(family(abstract=True)[1])
    return {"abstract = True": alone, "proxy = True": proxied(), "with its own table": joined, "OneToOneField": own(Stamped)}


@question("model-multi-table")
@isolate_apps("bookshop.catalog")
def multi_table(choices):
    from django.db.models import IntegerField

    parent, child = family()
    Indexed = type("Indexed", (parent,), {"__module__": __name__, "size": IntegerField(db_index=True), "Meta": type("Meta", (), {"app_label": "catalog"})})
    still_joined = "parent_ptr_id" in [field.column for field in Indexed._meta.local_fields]
    columns = [field.column for field in child._meta.local_fields]
    return {"joined to that": "parent_ptr_id" in columns, "copies": "created" in columns, "no index": not still_joined, "is abstract": child.__mro__[1]._meta.abstract}


@question("model-full-clean")
def full_clean(choices):
    wrong = Review(book=fill()["Emma"], writer=person("ada"), stars=9)
    seen = None
    try:
        wrong.full_clean()
    except (ValidationError, IntegrityError) as error:
        seen = type(error).__name__
    return {"`ValidationError`": seen == "ValidationError", "`IntegrityError`": seen == "IntegrityError",
            "the business of the database": seen is None, "a validator as well": seen is None}


@question("difference-between-null")
def null_and_blank(choices):
    from django import forms as forms_

    def facts(**options):
        field = models.IntegerField(**options)
        return field.null, not field.formfield().required

    database_by_null = facts(null=True) == (True, False)
    form_by_blank = facts(blank=True) == (False, True)
    return {"for numbers only": raises(TypeError, lambda: models.CharField(null=True)), "`null` is for the database": database_by_null and form_by_blank and bool(forms_),
            "`null` is for forms": facts(null=True)[1], "no difference": facts(null=True) == facts(blank=True)}


@claim("`auto_now_add` sets a time once", commits=True)
@isolate_apps("bookshop.catalog")
def times():
    class Note(models.Model):
        created = models.DateTimeField(auto_now_add=True)
        changed = models.DateTimeField(auto_now=True)

        class Meta:
            app_label = "catalog"

    with tables(Note):
        note = Note.objects.create()
        created, changed = note.created, note.changed
        note.save()
        assert note.created == created and note.changed > changed


@claim("gives all rows the time at which the server started")
def called_at_import():
    from itertools import count

    clock = count()
    called, passed = (models.IntegerField(default=default) for default in (next(clock), lambda: next(clock)))
    assert [called.get_default(), called.get_default()] == [0, 0] and [passed.get_default(), passed.get_default()] == [1, 2]
    shared, own = models.JSONField(default=[]), models.JSONField(default=list)
    assert shared.get_default() is shared.get_default() and own.get_default() is not own.get_default()


@claim("`FloatField` for money")
def cents():
    from decimal import Decimal

    from django.db.models import FloatField, Sum
    from django.db.models.functions import Cast

    books = fill()
    Book.objects.update(price=Decimal("0.10"))
    exact = Book.objects.exclude(title="Emma").aggregate(sum=Sum("price"))["sum"]
    inexact = Book.objects.exclude(title="Emma").aggregate(sum=Sum(Cast("price", FloatField())))["sum"]
    assert books and exact == Decimal("0.30") and inexact != 0.3


@claim("writes the row all the same", commits=True)
@isolate_apps("bookshop.catalog")
def written_all_the_same():
    class Ticket(models.Model):
        price = models.IntegerField(validators=[MinValueValidator(1)])
        seats = models.PositiveIntegerField(default=0)

        class Meta:
            app_label = "catalog"
            constraints = [models.CheckConstraint(condition=models.Q(price__lt=1000), name="not_too_dear")]

    with tables(Ticket):
        Ticket(price=-5).save()
        assert Ticket.objects.get().price == -5 and raises(ValidationError, Ticket.objects.get().full_clean)
        assert raises(IntegrityError, lambda: Ticket.objects.create(price=1000)) and raises(IntegrityError, lambda: Ticket.objects.create(price=1, seats=-1))


@claim("deleting an author deletes the invoices too", commits=True)
def one_after_the_other():
    from django.db.models.deletion import ProtectedError

    emma, ada = fill()["Emma"], person("ada")
    Review.objects.create(book=emma, writer=ada, stars=5)
    assert raises(ProtectedError, emma.author.delete) and Author.objects.filter(pk=emma.author_id).exists()
    assert emma.delete()[1] == {"catalog.Review": 1, "catalog.Book": 1}
    assert deleted_by(models.CASCADE) == (4, {"catalog.Writer": 1, "catalog.Work": 3})
