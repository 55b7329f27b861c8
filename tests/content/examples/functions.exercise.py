"""Any number of words, and a separator by name."""

assert slugify("Hello", "World") == "hello-world"
assert slugify("A", "b", sep="_") == "a_b"
assert slugify() == ""
assert slugify("a", "_") == "a-_", "the last word is no separator"
