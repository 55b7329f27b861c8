"""GET gives JSON, every other method 405."""

from django.test import Client
from django.urls import clear_url_caches

urlpatterns = [path("clock/", clock)]
clear_url_caches()
answer = Client().get("/clock/")
assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
assert list(answer.json()) == ["seconds"]
assert Client().post("/clock/").status_code == Client().delete("/clock/").status_code == 405
