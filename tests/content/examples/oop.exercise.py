"""Two items, two baskets."""

basket, other = Basket(), Basket()
basket.add("Emma", 5.00)
basket.add("Dune", 2.50)
assert len(basket) == 2
assert str(basket) == "2 items, 7.50 EUR"
assert len(other) == 0, "each basket has items of its own"
