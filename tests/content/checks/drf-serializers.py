"""Checks of the topic `drf-serializers`."""

from bookshop.api import BookSerializer, ReviewSerializer
from bookshop.catalog.models import Author, Book, Review
from bookshop.orders.models import Order, OrderLine
from bookshop.shelves import fill, person
from django.db import IntegrityError, models
from django.test.utils import isolate_apps
from grading import claim, judged, printed, queries, question, raises, value
from rest_framework import serializers


class Line(serializers.Serializer):
    n = serializers.IntegerField()


class Secret(serializers.Serializer):
    name = serializers.CharField(read_only=True)
    password = serializers.CharField(write_only=True)


@claim("`save()` calls `update()` if the serializer was given an instance")
def create_or_update():
    book = fill()["Emma"]
    changed = BookSerializer(book, data={"title": "Emma!"}, partial=True)
    changed.is_valid(raise_exception=True)
    assert changed.save().pk == book.pk and Book.objects.count() == 4


@claim("`read_only` fields are ignored in input")
def directions():
    sent = Secret(data={"name": "x", "password": "p"})
    assert sent.is_valid() and "name" not in sent.validated_data
    assert "password" not in Secret({"name": "ada", "password": "p"}).data


@claim("Input keys that are not fields of the serializer are dropped")
def dropped():
    line = Line(data={"n": 1, "admin": True})
    assert line.is_valid() and "admin" not in line.validated_data


@claim("`partial=True` makes every field optional")
def partial():
    assert Line(data={}, partial=True).is_valid() and not Line(data={}).is_valid()


@claim("Decimals go out as strings by default")
def decimals():
    assert BookSerializer(fill()["Emma"]).data["price"] == "8.00"


@claim("with `many=True` errors go by the index")
def by_index():
    lines = Line(data=[{"n": 1}, {"n": "x"}], many=True)
    assert not lines.is_valid() and list(lines.errors) == [1]


@claim("from the index to its errors")
def index_and_errors():
    by_index()


@claim("A field with `db_default` stays required")
@isolate_apps("bookshop.catalog")
def db_default_is_required():
    class Shelf(models.Model):
        size = models.IntegerField(db_default=0)

        class Meta:
            app_label = "catalog"

    class ShelfSerializer(serializers.ModelSerializer):
        class Meta:
            model = Shelf
            fields = ["size"]

    assert ShelfSerializer().fields["size"].required


@claim("knows a UniqueConstraint with `fields`, but no CheckConstraint")
def constraints():
    book, ada = fill()["Emma"], person("ada")
    stars = ReviewSerializer(data={"book": book.pk, "stars": 9})
    assert stars.is_valid()
    assert raises(IntegrityError, lambda: stars.save(writer=ada))


@claim("`serializer.data` is read before `save()`")
def data_before_save():
    line = BookSerializer(data={"title": "x", "slug": "x", "price": 1, "author": Author.objects.create(name="x").pk})
    assert line.is_valid() and line.data
    assert raises(AssertionError, line.save)


@claim("A list of 50 books with a nested author runs 51 queries")
def nested_queries():
    fill()

    class Nested(serializers.ModelSerializer):
        class Meta:
            model = Book
            fields = ["title", "author"]
            depth = 1

    assert len(queries(lambda: Nested(Book.objects.all(), many=True).data)) == 5
    assert len(queries(lambda: Nested(Book.objects.select_related("author"), many=True).data)) == 1


@question("expression-data-all")
def data_of_all(choices):
    fill()
    return judged(choices, lambda code: len(value(code, books=Book.objects.all(), BookSerializer=BookSerializer)) == 4)


@question("order-serializer-check")
def order(choices):
    seen = []

    class Field(serializers.IntegerField):
        def to_internal_value(self, data):
            seen.append("field rules")
            return super().to_internal_value(data)

    class Both(serializers.Serializer):
        n = Field()

        def validate_n(self, given):
            seen.append("`validate_<field>()`")
            return given

        def validate(self, attrs):
            seen.append("`validate()`")
            return attrs

    Both(data={"n": 1}).is_valid()
    return {choice: choice.split(", ") == seen for choice in choices}


@question("client-may-set-password")
def write_only(choices):
    def works(code):
        field = value("serializers." + code, serializers=serializers)
        kind = type("S", (serializers.Serializer,), {"password": field})
        given = kind(data={"password": "p"})
        empty = kind(data={})
        return given.is_valid() and given.validated_data == {"password": "p"} and "password" not in kind({"password": "p"}).data and not empty.is_valid()

    return judged(choices, works)


@question("patch-books-3-brings")
def patch(choices):
    book = fill()["Emma"]

    def works(code):
        made = value(code.replace("pk=3", f"pk={book.pk}"), BookSerializer=BookSerializer, book=book, data={"price": 8})
        made.is_valid(raise_exception=True)
        return made.save().pk == book.pk

    return judged(choices, works)


@question("raises-assertionerror")
def not_validated(choices):
    author = Author.objects.create(name="Lem")
    data = {"title": "x", "slug": "x", "price": 1, "author": author.pk}
    assert raises(AssertionError, lambda: BookSerializer(data=data).save())
    good = BookSerializer(data=data)
    good.is_valid(raise_exception=True)
    return {"is_valid": bool(good.save().pk), "create": "create" in vars(BookSerializer), "needs an instance": raises(AssertionError, lambda: good.save()) and not good.instance,
            "many=True": not raises(AssertionError, lambda: BookSerializer(data=[data], many=True).save())}


@question("listing-50-books-runs-51")
def fifty_one(choices):
    fill()

    def sent(books, **meta):
        class Writer(serializers.ModelSerializer):
            class Meta:
                model = Author
                fields = ["name"]

        class Nested(serializers.ModelSerializer):
            author = Writer(read_only=meta.pop("read_only", False))

            class Meta:
                model = Book
                fields = ["title", "author"]
                depth = meta.get("depth", 0)

        return len(queries(lambda: Nested(books, many=True).data))

    books = Book.objects.all()
    assert sent(books) == 5
    return {
        "read_only": sent(books.all(), read_only=True) == 1,
        "depth = 1": sent(books.all(), depth=1) == 1,
        "select_related": sent(books.select_related("author")) == 1,
        "cache=True": not raises(TypeError, lambda: BookSerializer(books, many=True, cache=True).data),
    }


@question("ser-many-errors")
def errors_of_many(choices):
    lines = Line(data=[{"n": 1}, {"n": "x"}, {"n": 3}], many=True)
    lines.is_valid()
    seen = lines.errors
    return {
        "two of them empty": isinstance(seen, list) and len(seen) == 3,
        "one dict": isinstance(seen, list) and len(seen) == 1,
        "key 1": isinstance(seen, dict) and list(seen) == [1],
        "keys 0, 1 and 2": isinstance(seen, dict) and len(seen) == 3,
    }


def nested(**options):
    class LineSerializer(serializers.ModelSerializer):
        class Meta:
            model = OrderLine
            fields = ["book", "quantity", "price"]

    class OrderSerializer(serializers.ModelSerializer):
        lines = LineSerializer(many=True, **options)

        class Meta:
            model = Order
            fields = ["id", "lines"]

    return OrderSerializer


@question("ser-nested-write")
def nested_writes(choices):
    book, ada = fill()["Emma"], person("ada")
    data = {"lines": [{"book": book.pk, "quantity": 1, "price": 8}]}

    def saves(kind):
        order = kind(data=data)
        order.is_valid(raise_exception=True)
        return not raises((AssertionError, TypeError), lambda: order.save(customer=ada)) and order.instance.lines.count() == 1

    class Written(nested()):
        def create(self, validated_data):
            lines = validated_data.pop("lines")
            order = super().create(validated_data)
            for line in lines:
                OrderLine.objects.create(order=order, **line)
            return order

    assert not saves(nested())
    class Deep(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = ["id", "lines"]
            depth = 1

    class Dotted(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = ["id", "lines__book"]
    return {"takes `lines` out": saves(Written), "partial=True": saves(nested(partial=True)),
            "Set `depth = 1`": saves(Deep), "`lines__book`": not raises(Exception, lambda: Dotted(data=data).is_valid())}


@question("ser-check-constraint")
def checks_are_not_known(choices):
    book, ada = fill()["Emma"], person("ada")
    review = ReviewSerializer(data={"book": book.pk, "stars": 9})
    loud = ReviewSerializer(data={"book": book.pk, "stars": 9})
    valid = review.is_valid()
    return {
        "the database refuses": valid and raises(IntegrityError, lambda: review.save(writer=ada)),
        "raise_exception": raises(serializers.ValidationError, lambda: loud.is_valid(raise_exception=True)),
        "before the fields": not valid,
        "an `IntegerField`": isinstance(Review._meta.get_field("stars"), models.IntegerField) and not valid,
    }


@question("ser-db-default")
@isolate_apps("bookshop.catalog")
def which_is_optional(choices):
    class Shelf(models.Model):
        size = models.IntegerField(db_default=0)
        null = models.IntegerField(db_default=0, null=False)
        blank = models.IntegerField(db_default=0, null=False)

        class Meta:
            app_label = "catalog"

    class Declared(serializers.ModelSerializer):
        size = serializers.IntegerField(required=False)

        class Meta:
            model = Shelf
            fields = ["size"]

    class Plain(serializers.ModelSerializer):
        class Meta:
            model = Shelf
            fields = ["null"]

    class Nullable(serializers.Serializer):
        size = serializers.IntegerField(allow_null=True)

    class In_Meta(serializers.ModelSerializer):
        class Meta:
            model = Shelf
            fields = ["size"]
            default = 0
    return {"allow_null": Nullable(data={}).is_valid(), "required=False": Declared(data={}).is_valid(), "null=False": Plain(data={}).is_valid(),
            "into `Meta`": In_Meta(data={}).is_valid()}


@claim("`Serializer(instance).data` is for output")
def out_and_in():
    assert Line({"n": 1}).data == {"n": 1}
    line = Line(data={"n": "1"})
    assert raises(AssertionError, lambda: line.save()) and line.is_valid() and line.validated_data == {"n": 1}
    assert raises(AssertionError, lambda: Line({"n": 1}).is_valid())


@claim('`fields = "__all__"` publishes every column')
@isolate_apps("bookshop.catalog")
def every_column():
    def shown(columns, fields):
        kind = type("Shelf", (models.Model,), {"__module__": __name__, **columns, "Meta": type("Meta", (), {"app_label": "catalog"})})
        meta = type("Meta", (), {"model": kind, "fields": fields})
        return set(type("S", (serializers.ModelSerializer,), {"Meta": meta})().fields)

    today = {"name": models.CharField(max_length=9)}
    later = lambda: {"name": models.CharField(max_length=9), "cost": models.IntegerField(default=0)}
    assert shown(today, "__all__") == {"id", "name"}
    with isolate_apps("bookshop.catalog"):
        assert "cost" in shown(later(), "__all__")
    with isolate_apps("bookshop.catalog"):
        assert shown(later(), ["name"]) == {"name"}


@claim("A sign-up serializer saves the password as it came")
def sign_up():
    from django.contrib.auth import authenticate, get_user_model

    User = get_user_model()

    class Careless(serializers.ModelSerializer):
        class Meta:
            model = User
            fields = ["username", "password"]

    class SignUp(Careless):
        class Meta(Careless.Meta):
            extra_kwargs = {"password": {"write_only": True}}

        def create(self, data):
            return User.objects.create_user(**data)

    seen = {}
    for name, kind in (("eve", Careless), ("ada", SignUp)):
        sent = kind(data={"username": name, "password": "pencil"})
        sent.is_valid(raise_exception=True)
        seen[name] = sent.save(), sent.data
    assert seen["eve"][0].password == "pencil" == seen["eve"][1]["password"] and authenticate(username="eve", password="pencil") is None
    assert authenticate(username="ada", password="pencil") == seen["ada"][0] and "password" not in seen["ada"][1]
