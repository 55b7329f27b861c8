"""Text in the columns of a terminal: what must not get there, how wide the rest is, and where its lines break."""

import re
import unicodedata

ANSI = re.compile(r"\x1b\[[0-9;]*m")
EMOJI_STYLE = "\ufe0f"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
"""What could move the cursor or change the colours: nobody's words may do that."""


def clean(text: str) -> str:
    """Return `text` without the signs that a terminal would obey; a tab becomes blanks."""
    return CONTROL.sub("", text.replace("\t", "    "))


def file_name(url: str) -> str:
    """Return the name of the file that an address leads to."""
    return clean(url.partition("?")[0].rpartition("/")[2])


def columns(text: str) -> int:
    """Count the columns that `text` takes: two for wide signs and emoji, none for marks and ANSI codes."""
    width = 0
    for sign in ANSI.sub("", text):
        if sign == EMOJI_STYLE:
            width += 1  # the sign before it is drawn wide
        elif unicodedata.category(sign) not in {"Mn", "Me", "Cf"}:
            width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return width


def wrapped(line: str, width: int, indent: str = "") -> list[str]:
    """Break a line between words, with `indent` before all but the first; a word longer than the line stays whole."""
    words = line.lstrip(" ").split(" ")
    lines: list[str] = []
    current = line[: len(line) - len(line.lstrip(" "))] + words[0]
    for word in words[1:]:
        if columns(current) + 1 + columns(word) > width:
            lines.append(current.rstrip())
            current = indent + word
        else:
            current = f"{current} {word}"
    return [*lines, current.rstrip()]
