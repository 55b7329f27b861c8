"""Known orders sort, anything else sorts by title and does no harm."""

from django.test import Client
from django.urls import path

urlpatterns = [path("books/", books)]


def titles(sort):
    answer = Client().get("/books/", {"sort": sort})
    assert answer.status_code == 200
    return answer.json()["books"]


assert titles("newest") == ["Dune", "Solaris", "Emma"]
assert titles("-title") == ["Solaris", "Emma", "Dune"]
assert titles("title") == titles("title;DROP TABLE") == titles("secret") == ["Dune", "Emma", "Solaris"]
