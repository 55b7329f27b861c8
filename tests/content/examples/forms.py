"""Checks the form and its view: a valid sale is saved once, a wrong one comes back with its error and its text."""

import datetime

from django.test import Client
from django.urls import path

urlpatterns = [path("add/", add_sale)]
templates["sale.html"] = "{{ form.title.value }}|{{ form.end.errors.as_text }}"
client = Client()
good = {"title": "Summer sale", "start": "2026-11-23", "end": "2026-11-24"}

assert SaleForm().is_valid() is False
form = SaleForm(good)
assert form.is_valid()
assert form.cleaned_data["start"] == datetime.date(2026, 11, 23)

assert client.get("/add/").status_code == 200
wrong = client.post("/add/", good | {"end": "2026-11-01"})
assert wrong.content == b"Summer sale|* Ends before it starts."
assert client.post("/add/", good | {"end": ""}).content == b"Summer sale|* This field is required."
assert Sale.objects.count() == 0
assert client.post("/add/", good).url == "/sales/"
assert Sale.objects.get().title == "Summer sale"
