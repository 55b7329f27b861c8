"""An order that sends its receipt once it is committed."""

from django.core import mail
from django.db import transaction


def place_order(title):
    with transaction.atomic():
        transaction.on_commit(lambda: mail.EmailMessage(title, "Thank you", to=["ada@example.com"]).send())
