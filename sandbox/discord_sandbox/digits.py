"""Whole numbers as they come in texts: in a path, a query, a JSON string."""


def whole_number(value: object, most: int) -> int | None:
    """Return the number that `value` is or writes in plain digits; None when it is none, negative or over `most`.

    Not everything that `str.isdigit` takes is a number to `int` (²), and `int` refuses more than 4,300 digits.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    digits = str(value) if isinstance(value, str) or 0 <= value <= most else ""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if number <= most else None
