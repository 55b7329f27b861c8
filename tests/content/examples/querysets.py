"""Checks that building a queryset asks nothing, that the join needs one query, and the exercise."""

from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

with CaptureQueriesContext(connection) as sent:
    books = Book.objects.filter(price__lt=10).order_by("title")
    assert len(sent) == 0
    assert [book.author.name for book in books.select_related("author")] == ["Lem", "Austen", "Lem"]
    assert len(sent) == 1

with CaptureQueriesContext(connection) as sent:
    busy = Author.objects.annotate(n=Count("books"), top=Max("books__price")).filter(n__gte=2)
    assert list(busy.values_list("name", "top")) == [("Lem", 9)]
    assert len(sent) == 1
