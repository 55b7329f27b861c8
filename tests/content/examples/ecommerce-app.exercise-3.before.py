"""Orders with a customer, to which the example's lines belong."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection

User = get_user_model()


class Order(models.Model):
    customer = models.ForeignKey(User, models.CASCADE)
    status = models.CharField(max_length=4, choices=[(each, each) for each in ("open", "paid", "sent")])


to_order = models.ForeignKey(Order, models.CASCADE, null=True)
to_order.contribute_to_class(OrderLine, "order")
with connection.schema_editor() as editor:
    editor.add_field(OrderLine, to_order)
