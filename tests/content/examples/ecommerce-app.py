"""A sold-out product rolls back the whole order, and an item keeps the price of its day."""

from decimal import Decimal


def stock():
    """Give what is left of each product."""
    return dict(Product.objects.values_list("pk", "stock"))


assert stock() == {1: 3, 2: 0}
try:
    place_order({1: 2, 2: 1})
except ValueError as error:
    refused = str(error)
assert refused == "Product 2 is sold out"
assert stock() == {1: 3, 2: 0}
assert Item.objects.count() == 2

Product.objects.update(price="99.00")
assert list(Item.objects.values_list("price", flat=True)) == [Decimal("4.50"), Decimal("9.00")]
