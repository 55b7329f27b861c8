"""The cache holds what it held before `update()`, and knows the new prices once the key is deleted."""

assert cache.get("prices") == [4, 5]
forget()
assert cache.get("prices") is None
assert prices() == [6, 6]
