"""A known address gets one mail, an unknown one none, and both see the same."""

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import clear_url_caches

mail.outbox = []
clear_url_caches()
get_user_model().objects.create_user("ada", "ada@example.com", "pencil")


def ask(address):
    answer = Client(raise_request_exception=False).post("/accounts/password_reset/", {"email": address})
    return answer.status_code, answer.get("Location"), len(mail.outbox)


assert ask("bob@example.com") == (302, "/accounts/password_reset/done/", 0)
assert ask("ada@example.com") == (302, "/accounts/password_reset/done/", 1)
assert "/accounts/reset/" in mail.outbox[0].body
