"""Checks what the example's models promise: unique names, protected authors, and choices with labels."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError


def error_of(action):
    try:
        with transaction.atomic():
            action()
    except IntegrityError as error:
        return type(error)
    return None


assert str(lem) == "Lem"
assert Book.Status.labels == ["Draft", "On sale"]
assert error_of(lambda: Author.objects.create(name="Lem")) is IntegrityError, "names are unique"
assert error_of(lambda: Book.objects.create(title="Eden", author=lem, pages=-1)) is IntegrityError
assert error_of(lem.delete) is ProtectedError, "an author with books stays"
assert Author.objects.count() == 1
