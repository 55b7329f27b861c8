"""The tables that the example asks, and their rows."""

from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    title = models.CharField(max_length=40)
    price = models.IntegerField()
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")

    class Meta:
        ordering = ["id"]


for name, books in {"Austen": {"Emma": 8}, "Herbert": {"Dune": 12}, "Lem": {"Solaris": 9, "Eden": 7}}.items():
    author = Author.objects.create(name=name)
    for title, price in books.items():
        Book.objects.create(title=title, price=price, author=author)
