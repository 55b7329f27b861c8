"""Order lines, each of another book."""

from django.db import connection, models
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext


class Book(models.Model):
    title = models.CharField(max_length=20)


class OrderLine(models.Model):
    book = models.ForeignKey(Book, models.CASCADE)
    quantity = models.IntegerField(default=1)


for title in ("Emma", "Dune", "Eden"):
    OrderLine.objects.create(book=Book.objects.create(title=title))
