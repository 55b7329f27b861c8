"""Checks the text, to the last sign."""

assert text == "Ada has 1,234.50 EUR"
