"""The two models and the imports of the webhook."""

from django.db import models
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


class Event(models.Model):
    event_id = models.CharField(max_length=40, unique=True)


class Order(models.Model):
    paid = models.BooleanField(default=False)
