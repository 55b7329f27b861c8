"""Checks that both lists answer alike, and that a book goes by POST only."""

from django.test import Client

client = Client()
emma = Book.objects.create(title="Emma")
Book.objects.create(title="Dune")

assert client.get("/books/").content == client.get("/cbv/").content == b"[Dune][Emma]"
assert client.post("/cbv/").status_code == 405

assert client.get(f"/books/{emma.pk}/delete/").status_code == 405
assert client.post("/books/99/delete/").status_code == 404
assert client.post(f"/books/{emma.pk}/delete/").url == "/books/"
assert client.get("/books/").content == b"[Dune]"
