"""What can be seen of somebody's words: without marks that hide text, turn a row around or grow into its neighbours."""

import unicodedata
from collections.abc import Iterator

JOINER = "\u200d"
"""Holds the parts of an emoji together; it stays."""
HIDDEN = frozenset({"Cc", "Cf", "Cs"})
"""Categories of control, zero-width and direction marks, and of halves of characters."""
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that look like nothing."""
MARKS = frozenset({"Mn", "Me"})
MOST_MARKS = 3
"""Marks over one letter that some writing needs; more of them only reach into the rows above and below."""


def visible(text: str) -> str:
    """Return `text` in one line without what cannot be seen; empty when nothing can."""
    line = " ".join("".join(_unpiled(_shown(text))).split())
    return line if any(char != JOINER and unicodedata.category(char) not in MARKS for char in line) else ""


def _shown(text: str) -> Iterator[str]:
    for char in text:
        is_seen = unicodedata.category(char) not in HIDDEN or char == JOINER
        if char.isspace() or (is_seen and char not in BLANKS):
            yield char


def _unpiled(chars: Iterator[str]) -> Iterator[str]:
    marks = 0
    for char in chars:
        marks = marks + 1 if unicodedata.category(char) in MARKS else 0
        if marks <= MOST_MARKS:
            yield char
