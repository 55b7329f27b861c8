"""The database itself refuses an end before the beginning."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

Reservation = type(
    "Reservation",
    (models.Model,),
    {"__module__": __name__, "Meta": Meta, "since": models.DateField(), "until": models.DateField()},
)
today = date(2026, 11, 24)


def reserve(days):
    with transaction.atomic():
        return Reservation.objects.create(since=today, until=today + timedelta(days))


assert reserve(0) and reserve(14)
try:
    reserve(-1)
except IntegrityError as error:
    refused = str(error)
assert "reservation_not_backwards" in refused
