"""The same event twice: one row, one mail, a paid order, and 200 in both cases."""

import json

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import path

setup_test_environment()
checked = []


def check_signature(request):
    checked.append(request)


def mark_as_paid(order):
    Order.objects.filter(pk=order).update(paid=True)
    mail.EmailMessage("Paid", "Thank you", "shop@example.com", ["ada@example.com"]).send()


urlpatterns = [path("webhook/", webhook)]
order = Order.objects.create()
client = Client(enforce_csrf_checks=True)
for _ in range(2):
    body = {"id": "evt_1", "order": order.pk}
    assert client.post("/webhook/", body, content_type="application/json").status_code == 200
order.refresh_from_db()
assert order.paid
assert Event.objects.count() == len(mail.outbox) == 1
assert len(checked) == 2
assert client.get("/webhook/").status_code == 405
