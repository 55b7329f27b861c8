"""Each word, and how often it occurs."""

assert type(d) is dict
assert d["the"] == 3 and len(d) == 5
assert sum(d.values()) == 8
