"""Orders with a customer, and lines that point at the example's products."""

from django.contrib import admin
from django.contrib.auth import get_user_model

User = get_user_model()


class Order(models.Model):
    customer = models.ForeignKey(User, models.CASCADE)
    status = models.CharField(max_length=4, choices=[(each, each) for each in ("open", "paid", "sent")])


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
    product = models.ForeignKey(Product, models.CASCADE)
