"""A sold-out book rolls back the whole order, and a line keeps the price of its day."""

from decimal import Decimal


def stock():
    """Give what is left of each book."""
    return dict(Book.objects.values_list("pk", "stock"))


assert stock() == {1: 3, 2: 0}
try:
    place_order({1: 2, 2: 1})
except ValueError as error:
    refused = str(error)
assert refused == "Book 2 is sold out"
assert stock() == {1: 3, 2: 0}
assert OrderLine.objects.count() == 2

Book.objects.update(price="99.00")
assert list(OrderLine.objects.values_list("price", flat=True)) == [Decimal("4.50"), Decimal("9.00")]
