"""Two lines are saved for this order; without the management form none is."""

order = Order.objects.create(customer="Ada")
lines = {"orderline_set-0-title": "Emma", "orderline_set-0-quantity": "1"}
lines |= {"orderline_set-1-title": "Dune", "orderline_set-1-quantity": "2"}
counts = {"orderline_set-TOTAL_FORMS": "2", "orderline_set-INITIAL_FORMS": "0"}

assert save(order, lines) is False
assert OrderLine.objects.count() == 0
assert save(order, lines | counts | {"orderline_set-1-quantity": "-3"}) is False
assert OrderLine.objects.count() == 0
assert save(order, lines | counts) is True
assert list(order.orderline_set.order_by("id").values_list("title", "quantity")) == [("Emma", 1), ("Dune", 2)]
assert LineFormSet(instance=order).total_form_count() == 3
