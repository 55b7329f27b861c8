"""Neighbours, of anything that can be walked, once."""

assert list(pairs("abcd")) == [("a", "b"), ("b", "c"), ("c", "d")]
assert list(pairs(n for n in range(3))) == [(0, 1), (1, 2)]
assert list(pairs("a")) == list(pairs("")) == []
