"""The model that the example imports."""

from django.conf import settings
from django.db import models


class Review(models.Model):
    text = models.CharField(max_length=80)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
