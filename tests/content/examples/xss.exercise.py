"""The filter keeps its own tags, and escapes the name in text and attribute."""

assert initials("Ada Lovelace") == '<abbr title="Ada Lovelace">AL</abbr>'
odd = initials('<b>x</b> "y"')
assert "&lt;b&gt;" in odd
assert odd.count('"') == 2
assert odd.count("<") == 2
assert "initials" in register.filters
