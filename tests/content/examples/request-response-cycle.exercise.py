"""Paid: one mail. Rolled back: none."""

from django.core import mail

mail.outbox = []


def attempt(order_id, fails):
    try:
        with transaction.atomic():
            pay(order_id)
            assert mail.outbox == [], "nothing is sent before the commit"
            if fails:
                raise RuntimeError
    except RuntimeError:
        pass
    return [message.subject for message in mail.outbox]


assert attempt(6, fails=True) == []
assert attempt(7, fails=False) == ["Receipt 7"]
