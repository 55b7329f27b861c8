"""Orders, their lines, and the serializer of a line."""

from django.db import transaction


class Order(models.Model):
    created = models.DateTimeField(auto_now_add=True)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    book = models.IntegerField()
    quantity = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(quantity__lt=100), name="not_a_truckload")]


class LineSerializer(serializers.ModelSerializer):
    class Meta:
        model = OrderLine
        fields = ["book", "quantity"]
