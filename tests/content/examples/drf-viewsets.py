"""Checks the viewset example: the six actions of CRUD, the extra action, and the names of the URLs."""

from django.urls import reverse
from rest_framework.test import APIClient

client = APIClient()

created = client.post("/books/", {"title": "Dune"}, format="json")
assert (created.status_code, created.json()) == (201, {"id": 1, "title": "Dune", "stock": 1})
assert client.post("/books/", {}, format="json").status_code == 400
assert client.get("/books/").json() == [created.json()], "no pagination by default"
assert client.put("/books/1/", {"title": "Emma"}, format="json").json()["title"] == "Emma"
assert client.patch("/books/1/", {"title": "Dune"}, format="json").json()["title"] == "Dune"

assert client.post("/books/1/withdraw/").json()["stock"] == 0
assert client.get("/books/1/withdraw/").status_code == 405
assert client.post("/books/99/withdraw/").status_code == 404

assert client.delete("/books/1/").status_code == 204
assert client.get("/books/1/").status_code == 404
assert client.get("/").json()["books"].endswith("/books/"), "DefaultRouter has a root page"
assert [reverse("book-list"), reverse("book-detail", args=[3])] == ["/books/", "/books/3/"]
