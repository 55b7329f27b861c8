"""Checks of the topic `generators-iterators`."""

import sys
import weakref
from itertools import pairwise
from unittest import mock

import pytest
from bookshop.catalog.models import Book
from bookshop.orders.models import Order, OrderLine
from bookshop.shelves import fill, person
from django.db import models
from grading import claim, code, printed, queries, question, raises, value


def lines(books=20):
    """Return order lines, each of another book."""
    order = Order.objects.create(customer=person())
    kinds = list(fill().values())
    for number in range(books):
        book = kinds[number % 4]
        book.pk, book.slug = None, f"book-{number}"
        book.save()
        OrderLine.objects.create(order=order, book=book, price=1)
    return OrderLine.objects.all()


@claim("`__next__` and an `__iter__` that returns itself")
def an_iterator_returns_itself():
    rows = [1]
    it = iter(rows)
    assert iter(it) is it
    assert iter(rows) is not iter(rows)


@claim("Calling a generator function runs none of its body")
def nothing_runs_at_the_call():
    seen = []

    def numbers():
        seen.append("begun")
        yield 1

    it = numbers()
    assert seen == []
    assert next(it) == 1
    assert seen == ["begun"]


@claim("`return` in a generator raises it")
def the_end_is_stop_iteration():
    def short():
        yield 1
        return 7

    it = short()
    next(it)
    with pytest.raises(StopIteration) as end:
        next(it)
    assert end.value.value == 7


@claim("a second loop over it gets nothing")
def a_generator_is_walked_once():
    it = (n for n in range(3))
    assert list(it) == [0, 1, 2]
    assert list(it) == []


@claim("is lazy and small")
def an_expression_is_small():
    assert sys.getsizeof(n for n in range(10_000)) < 1000 < sys.getsizeof(list(range(10_000)))


@claim("`yield from it` hands on every value")
def yield_from_hands_on():
    def both():
        yield from (1, 2)
        yield 3

    assert list(both()) == [1, 2, 3]


@claim("does not fill the queryset's cache")
def iterator_fills_no_cache():
    found = lines(4)
    assert len(queries(lambda: [list(found.iterator(chunk_size=2000)) for _ in range(2)])) == 2
    assert len(queries(lambda: [list(found) for _ in range(2)])) == 1


@claim("With `prefetch_related` you must then say a `chunk_size`")
def prefetch_wants_a_chunk_size():
    with_order = lines(4).prefetch_related("order")
    assert raises(ValueError, lambda: list(with_order.iterator()))
    assert len(list(with_order.iterator(chunk_size=2))) == 4


@claim("does not help a loop over `.iterator()`", django=(6, 1))
def peers_are_gone():
    found = lines().fetch_mode(models.FETCH_PEERS)
    assert len(queries(lambda: [line.book.title for line in found])) == 2
    assert len(queries(lambda: [line.book.title for line in found.iterator()])) == 21


@claim("when the last batch is too short", python=(3, 13))
def strict_batches():
    from itertools import batched  # noqa: PLC0415 - Python 3.11 has none

    assert raises(ValueError, lambda: list(batched("abcd", 3, strict=True)))


@question("gen-batched", python=(3, 12))
def batches(choices):
    from itertools import batched  # noqa: PLC0415 - Python 3.11 has none

    seen = list(batched("abcde", 2))
    return {
        "Pairs of neighbours": seen == list(pairwise("abcde")),
        "Two halves": seen == [("a", "b", "c"), ("d", "e")],
        "and `('e',)`": seen == [("a", "b"), ("c", "d"), ("e",)],
        "left out": seen == [["a", "b"], ["c", "d"]],
    }


@question("gen-two-loops")
def two_from_one(choices):
    source = "def numbers():\n    yield from (1, 2, 3, 4)\nit = numbers()\n"
    source += "for first, second in zip(it, it):\n    print(first * 10 + second, end=' ')"
    seen = printed(source)
    return {choice: code(choice).strip() == seen.strip() for choice in choices}


@question("What happens when you call a function that contains `yield`?")
def calling_a_generator_function(choices):
    begun = []

    def numbers():
        begun.append(1)
        yield 1

    it = numbers()
    return {
        "runs up to its first": bool(begun),
        "the body has not started": not begun and next(it) == 1,
        "you get a list": isinstance(it, list),
        "get the first value": it == 1,
    }


@question("How does an iterator say")
def the_end(choices):
    it = iter([])
    stops = raises(StopIteration, lambda: next(it))
    return {
        "`__next__` returns `None`": not stops,
        "`IndexError`": issubclass(StopIteration, IndexError),
        "raises `StopIteration`": stops,
        "`__iter__` returns `None`": not raises(TypeError, lambda: list(type("I", (), {"__iter__": lambda self: None})())),
    }


@question("The last line prints 0. Why?")
def used_up(choices):
    rows = (n * n for n in range(4))
    again = range(4)
    three = [3, 1, 2]
    return {
        "walked through `rows`": (max(rows), sum(rows)) == (9, 0),
        "`range(4)` can only": (max(again), sum(again)) == (3, 0),
        "`sum` needs a list": raises(TypeError, lambda: sum(n for n in again)),
        "has sorted `rows`": (max(three), three) == (3, [1, 2, 3]),
    }


@question("You add up one column of a huge queryset")
def the_fewest_objects(choices):
    orders = lines(20)

    def alive(source):
        """Return how many instances were there at once."""
        living, most = weakref.WeakSet(), [0]
        made = OrderLine.from_db.__func__

        def from_db(cls, *values, **options):
            row = made(cls, *values, **options)
            living.add(row)
            most[0] = max(most[0], len(living))
            return row

        with mock.patch.object(OrderLine, "from_db", classmethod(from_db)):
            value(source.replace("o.total", "o.quantity"), orders=orders.all())
        return most[0]

    # The list in square brackets holds numbers, not instances: its cost is no matter of this count.
    counts = {choice: alive(code(choice)) for choice in choices if "sum([" not in choice}
    return {choice: count == min(counts.values()) and count < 20 for choice, count in counts.items()}


@question("What does `yield from chapters()` do")
def yield_from(choices):
    def chapters():
        yield from (1, 2)

    def book():
        yield from chapters()
        yield 3

    seen = list(book())
    return {
        "as a single value": len(seen) == 2,
        "starts `chapters()` anew": seen == [1, 2],
        "leaves out the rest": seen == [1, 3],
        "one after the other": seen == [1, 2, 3],
    }


@question("`read(-1)` should fail at once")
def a_late_error(choices):
    def read(size):
        if size < 1:
            raise ValueError("size")
        yield from range(size)

    at_the_call = raises(ValueError, lambda: read(-1))
    at_next = raises(ValueError, lambda: next(read(-1)))
    return {
        "The check is skipped": not at_next,
        "only ends the iteration": not at_next,
        "at the first `next()`": at_next and not at_the_call,
        "until the loop has finished": not at_next,
    }


@question("gen-prefetch-chunk")
def prefetch_and_iterator(choices):
    found = lines(4).prefetch_related("order")
    return {
        "`select_related": not raises(Exception, lambda: list(lines_of_books().select_related("genres").iterator())),
        "`iterator(chunk_size=2000)`": len(list(found.iterator(chunk_size=2000))) == 4,
        "`books.all().iterator()`": not raises(ValueError, lambda: list(found.all().iterator())),
        "cannot prefetch": len(queries(lambda: [row.order for row in found.iterator(chunk_size=2000)])) > 2,
    }


def lines_of_books():
    """Return all books."""
    return Book.objects.all()


@claim("hands out tuples of up to 500", python=(3, 12))
def batches_of_rows():
    from itertools import batched  # noqa: PLC0415 - Python 3.11 has none

    assert [len(rows) for rows in batched(range(1200), 500)] == [500, 500, 200]
    assert isinstance(next(batched(range(3), 2)), tuple)


@claim("the second loop silently does nothing")
def a_second_loop():
    def numbers():
        yield from (1, 2)

    it = numbers()
    assert [list(it), list(it)] == [[1, 2], []]
    assert [list(numbers()), list(numbers())] == [[1, 2], [1, 2]]


@claim("Errors appear far from their cause")
def an_early_check():
    def read(size):
        if size < 1:
            raise ValueError("size")
        return (number for number in range(size))

    assert raises(ValueError, lambda: read(-1))
    assert list(read(2)) == [0, 1]


@claim("and `any()` can stop early")
def any_stops_early():
    seen = []
    assert any(seen.append(number) or number == 1 for number in range(9))
    assert seen == [0, 1]
    assert any([seen.append(number) or number == 1 for number in range(9)])
    assert len(seen) == 11
