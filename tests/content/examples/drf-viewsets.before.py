"""The model that the example imports."""

from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)
    stock = models.PositiveIntegerField(default=1)
