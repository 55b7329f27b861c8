"""Checks what the example's models promise: unique names, protected authors, and choices with labels."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

assert str(lem) == "Lem"
assert Book.Status.labels == ["Draft", "On sale"]

for wrong in (lambda: Author.objects.create(name="Lem"), lambda: Book.objects.create(title="x", author=lem, pages=-1)):
    try:
        with transaction.atomic():
            wrong()
    except IntegrityError:
        continue
    raise AssertionError("the database did not refuse it")

try:
    lem.delete()
except ProtectedError:
    assert Author.objects.count() == 1
else:
    raise AssertionError("an author with books was deleted")
