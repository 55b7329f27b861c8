"""Without a transaction an order without lines is left."""


def create(self, validated_data):
    lines = validated_data.pop("lines")
    order = Order.objects.create(**validated_data)
    for line in lines:
        OrderLine.objects.create(order=order, price=line["book"].price, **line)
    return order
