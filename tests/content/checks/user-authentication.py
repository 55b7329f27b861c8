"""Checks of the topic `user-authentication`."""

from bookshop.shelves import person
from django.contrib.auth import authenticate
from grading import claim, question


@claim("refuses users with `is_active=False`")
def inactive_users_are_refused():
    user = person("ada")
    assert authenticate(username="ada", password="pencil") == user
    user.is_active = False
    user.save()
    assert authenticate(username="ada", password="pencil") is None


@question("What does `authenticate()` do when the password is wrong?")
def a_wrong_password(choices):
    person("ada")
    seen = authenticate(username="ada", password="wrong")
    return {"`False`": seen is False, "raises": False, "visitor": hasattr(seen, "is_anonymous"), "`None`": seen is None}
