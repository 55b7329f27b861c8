"""An order comes with all of its lines, or not at all."""

from django.db import IntegrityError


def send(*quantities):
    data = {"lines": [{"book": 1, "quantity": quantity} for quantity in quantities]}
    order = OrderSerializer(data=data)
    order.is_valid(raise_exception=True)
    return order.save()


assert [line.quantity for line in send(2, 3).lines.order_by("id")] == [2, 3]
try:
    send(1, 500)
except IntegrityError:
    pass
assert Order.objects.count() == 1, "the failed order is gone, with its first line"
assert OrderLine.objects.count() == 2
