"""One body makes an order with its lines at the book's price, or nothing at all."""

OrderSerializer.create = create
ada = User.objects.create_user("ada")
emma, dune = (Book.objects.create(price=price) for price in (8, 12))


def post(lines):
    serializer = OrderSerializer(data={"lines": lines})
    if serializer.is_valid():
        serializer.save(customer=ada)
    return serializer


made = post([{"book": emma.pk, "quantity": 2, "price": 1}, {"book": dune.pk}])
assert made.is_valid()
lines = OrderLine.objects.order_by("pk").values_list("order", "book", "quantity", "price")
assert list(lines) == [(1, emma.pk, 2, 8), (1, dune.pk, 1, 12)]
assert not post([{"book": emma.pk}, {"book": 99}]).is_valid()
assert Order.objects.count() == 1


class Broken(Exception):
    """What goes wrong halfway."""


def fail(*args, **kwargs):
    raise Broken


OrderLine.__init__ = fail
try:
    post([{"book": emma.pk}])
except Broken:
    assert Order.objects.count() == 1, "an order without lines is left"
