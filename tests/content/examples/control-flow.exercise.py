"""Fifteen lines, FizzBuzz at the end, Fizz four times."""

import contextlib
import io

out = io.StringIO()
with contextlib.redirect_stdout(out):
    fizzbuzz()
lines = out.getvalue().splitlines()
assert len(lines) == 15
assert lines[14] == "FizzBuzz" and lines.count("Fizz") == 4 and lines.count("Buzz") == 2
assert lines[:3] == ["1", "2", "Fizz"]
