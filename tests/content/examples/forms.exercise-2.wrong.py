"""A formset that knows the lines, but not whose they are."""

LineFormSet = forms.modelformset_factory(OrderLine, fields=["title", "quantity"], extra=1)


def save(order, data):
    lines = LineFormSet(data, prefix="orderline_set")
    if not lines.is_valid():
        return False
    lines.save()
    return True
