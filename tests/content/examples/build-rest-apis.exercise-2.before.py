"""Books with a price, orders with lines, and serializers that lack `create`."""

from django.db import transaction


class Book(models.Model):
    price = models.IntegerField()


class Order(models.Model):
    customer = models.ForeignKey(User, models.CASCADE)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, models.CASCADE)
    quantity = models.IntegerField(default=1)
    price = models.IntegerField()


class LineSerializer(serializers.ModelSerializer):
    class Meta:
        model = OrderLine
        fields = ["book", "quantity"]


class OrderSerializer(serializers.ModelSerializer):
    lines = LineSerializer(many=True)

    class Meta:
        model = Order
        fields = ["id", "lines"]
