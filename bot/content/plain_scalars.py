"""What a plain word in YAML means: numbers, true, false and null as in YAML 1.2, and everything else is text.

YAML 1.1, which PyYAML speaks, reads `no` as false, `12:30` as 750, `017` as 15 and `2026-11-24` as a date.
"""

import re

NOTHING = {"", "~", "null", "Null", "NULL"}
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
REAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*|(?=[eE])))(?:[eE][-+]?[0-9]+)?")


def plain_value(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar."""
    if text in NOTHING:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if REAL.fullmatch(text) else text
