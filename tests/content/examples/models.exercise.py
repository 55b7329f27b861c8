"""The database itself refuses a due date before the lending date."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

Loan = type(
    "Loan",
    (models.Model,),
    {"__module__": __name__, "Meta": Meta, "lent_on": models.DateField(), "due_on": models.DateField()},
)
today = date(2026, 11, 24)


def lend(days):
    with transaction.atomic():
        return Loan.objects.create(lent_on=today, due_on=today + timedelta(days))


assert lend(0) and lend(14)
try:
    lend(-1)
except IntegrityError as error:
    refused = str(error)
assert "loan_due_after_lent" in refused
