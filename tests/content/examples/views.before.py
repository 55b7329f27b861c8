"""The model and the template that the example uses."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)


templates["books.html"] = "{% for book in books %}[{{ book.title }}]{% endfor %}"
