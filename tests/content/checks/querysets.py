"""Checks of the topic `querysets`."""

from bookshop.catalog.models import Author, Book
from bookshop.orders.models import Order
from bookshop.shelves import fill, person
from django.db import connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from grading import claim, judged, queries, question, raises, since, value, warned
import importlib
from django.test import Client


@claim("A QuerySet is lazy")
def lazy():
    assert queries(lambda: Book.objects.filter(stock=1).order_by("pk")) == []


@claim("`get()` raises `DoesNotExist`")
def get_and_first():
    fill()
    assert raises(Book.DoesNotExist, lambda: Book.objects.get(title="x"))
    assert raises(Book.MultipleObjectsReturned, lambda: Book.objects.get(stock=3))
    assert Book.objects.filter(title="x").first() is None


@claim("`aggregate()` returns a dict")
def aggregate():
    fill()
    assert Book.objects.aggregate(n=Count("pk")) == {"n": 4}
    assert isinstance(Author.objects.annotate(n=Count("books")), models.QuerySet)


@claim("`QuerySet.update()` does not call `save()`")
def update():
    fill()
    from django.db.models.signals import post_save

    seen = []
    receiver = lambda **kwargs: seen.append(1)
    post_save.connect(receiver, sender=Book)
    Book.objects.update(stock=F("stock") + 1)
    post_save.disconnect(receiver, sender=Book)
    assert not seen and Book.objects.filter(stock=4).count() == 4


@claim("negative indexes are not supported")
def slices():
    assert "LIMIT 2" in str(Book.objects.all()[:2].query)
    assert raises(ValueError, lambda: Book.objects.all()[-1])


@claim("forbids it. Neither touches", django=(6, 1))
def fetch_modes():
    from django.core.exceptions import FieldFetchBlocked

    fill()
    peers = Book.objects.fetch_mode(models.FETCH_PEERS)
    assert len(queries(lambda: [book.author.name for book in peers.all()])) == 2
    assert len(queries(lambda: [book.author.name for book in peers.iterator()])) == 5
    assert len(queries(lambda: [list(book.genres.all()) for book in peers.all()])) == 5
    strict = Book.objects.fetch_mode(models.FETCH_RAISE)[0]
    assert raises(FieldFetchBlocked, lambda: strict.author)
    assert list(strict.genres.all()) == []


@claim("no longer sorts by the primary key")
def cleared_order():
    fill()
    (sent,) = queries(lambda: Book.objects.order_by().first())
    assert ("ORDER BY" in sent) != since(6, 1)


@claim("are deprecated. Name what you want", django=(6, 1))
def deprecated():
    fill()
    assert warned(lambda: Book.objects.select_related())
    assert warned(lambda: list(Book.objects.values_list(flat=True)))


@claim("now subtracts once")
def f_twice():
    assert stock_after_two_saves() == (9 if since(6, 0) else 8)


@claim("is in `django.db.models` for all databases", django=(6, 0))
def string_agg():
    import sqlite3

    from django.db import NotSupportedError
    from django.db.models import StringAgg

    fill()
    ask = lambda: Book.objects.aggregate(all=StringAgg("title", Value(", "), order_by="title"))["all"]
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < (3, 44):
        assert raises(NotSupportedError, ask)
    else:
        assert ask() == "Dune, Eden, Emma, Solaris"


@claim("says whether the order is certain", django=(6, 1))
def totally():
    assert Book.objects.order_by("slug").totally_ordered
    assert not Book.objects.order_by("title").totally_ordered


def stock_after_two_saves():
    book = fill(10)["Emma"]
    book.stock = F("stock") - 1
    book.save()
    book.save()
    book.refresh_from_db()
    return book.stock


@question("book-objects-filter")
def when(choices):
    fill()
    seen = []
    sent = queries(lambda: seen.append(Book.objects.filter(price__lt=10)))
    loop = queries(lambda: list(seen[0]))
    return {"line is executed": bool(sent), "iterate": not sent and len(loop) == 1,
            "is imported": bool(queries(lambda: importlib.import_module("bookshop.catalog.models"))), "request has ended": any("catalog_book" in sql for sql in queries(lambda: Client().get("/accounts/login/")))}


@question("get-author-objects")
def annotated(choices):
    fill()
    Author.objects.create(name="Nobody")
    seen = Author.objects.annotate(n=Count("books"))
    return {"A dict": isinstance(seen, dict), "each of them with a number": {a.name: a.n for a in seen}["Nobody"] == 0 and seen.count() == 4,
            "A list of pairs": isinstance(list(seen)[0], tuple), "at least one book": seen.count() == 3}


@question("want-books-cheap-lem")
def either(choices):
    books = fill()
    books["Emma"].price = 4
    books["Emma"].save()
    return judged(choices, lambda code: sorted(b.title for b in value("Book.objects." + code, Book=Book, Q=Q, F=F)) == ["Eden", "Emma", "Solaris"])


@question("counter-page-views-must")
def no_hit_is_lost(choices):
    books = fill(0)
    page = books["Emma"]

    def works(code):
        Book.objects.update(stock=0)
        page.refresh_from_db()
        Book.objects.filter(pk=page.pk).update(stock=1)  # the other request
        mine = Book.objects.filter(pk=page.pk)
        exec(code.replace("views", "stock"), {"page": page, "mine": mine, "F": F, "Count": Count})
        return sorted(Book.objects.values_list("stock", flat=True)) == [0, 0, 0, 2]

    return judged(choices, works)


@question("100-books-101-queries")
def the_cure(choices):
    fill()

    def works(code):
        books = value("Book.objects." + code, Book=Book)
        return len(queries(lambda: [book.author.name for book in books])) == 1

    return judged(choices, works)


@question("address-nobody-500-error")
def not_found(choices):
    from django.contrib.auth import get_user_model
    from django.http import Http404
    from django.shortcuts import get_object_or_404

    names = {"User": get_user_model(), "name": "nobody", "get_object_or_404": get_object_or_404}

    def works(code):
        try:
            value(code, **names)
        except Http404:
            return True

    return judged(choices, works)


@question("qs-peers-iterator", django=(6, 1))
def peers(choices):
    fill()
    books = Book.objects.fetch_mode(models.FETCH_PEERS)
    lost = len(queries(lambda: [book.author.name for book in books.iterator()]))
    kept = len(queries(lambda: [book.author.name for book in [*books.iterator()]]))
    other = len(queries(lambda: [book.author.name for book in books[:3]]))
    one_at_a_time = len(queries(lambda: list(books.iterator()))) > 1
    return {"drops each book": (lost, kept) == (5, 2), "one row at a time": one_at_a_time, "all other methods": other != 2,
            "chunks of 2,000": kept != 2}


@question("qs-f-saved-twice", django=(6, 0))
def twice(choices):
    return {choice: choice.split(",")[0] == str(stock_after_two_saves_once()) for choice in choices}


def stock_after_two_saves_once(cache=[]):
    with transaction.atomic():
        seen = stock_after_two_saves()
        transaction.set_rollback(True)
    return seen


@question("qs-exists-not-join")
def once_each(choices):
    books = fill()
    books["Solaris"].price = 8
    books["Solaris"].save()
    Author.objects.create(name="Nobody")
    names = {"Author": Author, "Book": Book, "Q": Q, "Exists": Exists, "OuterRef": OuterRef, "Count": Count}
    return judged(choices, lambda code: sorted(a.name for a in value("Author.objects." + code, **names)) == ["Austen", "Lem"]
                  and len(value("Author.objects." + code, **names)) == 2)


@question("qs-on-commit", commits=True)
def after_the_commit(choices):
    ada = person("ada")

    def mails(before):
        sent = []

        def send(order):
            sent.append(order)

        try:
            with transaction.atomic():
                if before == "first line":
                    send(None)
                order = Order.objects.create(customer=ada)
                if before == "on_commit":
                    transaction.on_commit(lambda: send(order))
                if before == "force_insert":
                    send(order)
                raise RuntimeError
        except RuntimeError:
            return len(sent)

    return {"on_commit": mails("on_commit") == 0, "first line": mails("first line") == 0, "force_insert": mails("force_insert") == 0,
            "savepoint(": not raises(TypeError, lambda: transaction.savepoint(print, 1))}


@question("qs-empty-order-first", django=(6, 1))
def no_order(choices):
    fill()
    (sent,) = queries(lambda: Book.objects.order_by().first())
    return {"cannot say which": "ORDER BY" not in sent, "primary key": '"id"' in sent.partition("ORDER BY")[2],
            "Meta.ordering": "title" in sent.partition("ORDER BY")[2], "`None`": Book.objects.order_by().first() is None}


@claim("A page with 100 rows runs 101 queries")
def a_log_of_n_plus_one():
    fill()
    sent = queries(lambda: [book.author.name for book in Book.objects.all()])
    assert len(sent) == 5 and all("LIMIT 21" in statement for statement in sent[1:])
    assert len(queries(lambda: [book.author.name for book in Book.objects.select_related("author")])) == 1


@claim("After `bulk_update()` the `F()` is still there")
def bulk_update_keeps_it():
    book = fill(stock=10)["Emma"]
    book.stock = F("stock") - 1
    Book.objects.bulk_update([book], ["stock"])
    book.save()
    assert Book.objects.get(pk=book.pk).stock == 8


@claim("`F()` refers to a column")
def columns_and_conditions():
    fill()
    assert "stock" in str(Book.objects.filter(price__gt=F("stock")).query).split("WHERE")[1]
    assert Book.objects.filter(Q(title="Emma") | Q(title="Dune")).count() == 2 and Book.objects.filter(~Q(title="Emma")).count() == 3
    assert Book.objects.filter(Q(price__lt=10) & Q(author__name="Lem")).count() == 2


@claim("`select_related` is for a single object")
def one_and_many():
    from django.core.exceptions import FieldError

    fill()
    assert len(queries(lambda: [book.author.name for book in Book.objects.select_related("author")])) == 1
    assert raises(FieldError, lambda: list(Author.objects.select_related("books")))
    assert len(queries(lambda: [list(author.books.all()) for author in Author.objects.prefetch_related("books")])) == 2


@claim("loads all rows to learn that there is one")
def yes_or_no():
    fill()
    cheap = lambda: Book.objects.filter(price__lt=10)
    loads, asks, counts = (queries(does)[0] for does in (lambda: len(cheap()), lambda: cheap().exists(), lambda: cheap().count()))
    assert "title" in loads.split("WHERE")[0] and "LIMIT 1" in asks and "title" not in asks.split("WHERE")[0] and "COUNT(*)" in counts


@claim("two buyers at once, and one sale is lost")
def lost_sale():
    fill(stock=1)
    buyers = [Book.objects.get(title="Emma") for _ in range(2)]
    for book in buyers:
        book.stock -= 1
        book.save()
    assert Book.objects.get(title="Emma").stock == 0  # two have bought one copy
    sell = lambda: Book.objects.filter(title="Dune", stock__gt=0).update(stock=F("stock") - 1)
    assert (sell(), sell(), Book.objects.get(title="Dune").stock) == (1, 0, 0)


@claim("Two counts in one query")
def multiplied():
    emma, ada, bob = fill()["Emma"], person("ada"), person("bob")
    for writer in (ada, bob):
        emma.reviews.create(writer=writer, stars=4)
    for name in ("sf", "classic", "love"):
        emma.genres.create(name=name)
    both = lambda **options: Book.objects.annotate(r=Count("reviews", **options), g=Count("genres", **options)).values_list("r", "g").get(title="Emma")
    assert both() == (6, 6) and both(distinct=True) == (2, 3)
    from django.db.models import Subquery

    of = emma.reviews.model.objects.filter(book=OuterRef("pk")).order_by().values("book").annotate(n=Count("*")).values("n")
    assert Book.objects.annotate(r=Subquery(of)).get(title="Emma").r == 2
