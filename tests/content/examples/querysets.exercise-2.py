"""One query, each author once, with the dearest of all of the author's books."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

assert Book.objects.get(title="Dune").price == 10
Book.objects.create(title="Fiasco", price=6, author=Author.objects.get(name="Lem"))
with CaptureQueriesContext(connection) as sent:
    assert list(answer) == [("Austen", "Emma"), ("Lem", "Solaris")]
assert len(sent) == 1
