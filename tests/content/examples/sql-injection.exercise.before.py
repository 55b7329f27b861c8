"""The books that the view lists."""

from datetime import date

from django.http import JsonResponse


class Book(models.Model):
    title = models.CharField(max_length=40)
    published = models.DateField()


for title, year in {"Emma": 1815, "Dune": 1965, "Solaris": 1961}.items():
    Book.objects.create(title=title, published=date(year, 1, 1))
