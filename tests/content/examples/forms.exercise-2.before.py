"""An order and its lines."""


class Order(models.Model):
    customer = models.CharField(max_length=40)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE)
    title = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()
