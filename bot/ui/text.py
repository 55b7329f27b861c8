"""What becomes of text before it is shown: cleaned of what cannot be seen, cut to length, counted in words."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.core.text_normalization import escape_markdown

NOBODY = "someone"
"""Stands for a name in which there is nothing to see."""


def clip(text: str, limit: int) -> str:
    """Cut `text` to `limit` characters (at least 1), with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: max(limit, 1) - 1].rstrip() + "…"


def sanitize(text: str, limit: int) -> str:
    """Make somebody's words safe to show: in one line, visible, escaped, at most `limit` characters of them."""
    return escape_markdown(clip(visible(text[: 20 * limit]), limit))


def display_name(name: str, limit: int) -> str:
    """Make somebody's name safe to show, as `sanitize` does; a name of nothing but blanks gets a word in its place."""
    return sanitize(name, limit) or NOBODY


def count(number: int, noun: str) -> str:
    """Say a number with its noun: 1 topic, 2 topics."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def join_words(parts: Sequence[str]) -> str:
    """Join names as a sentence does: a, b and c."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def bar(done: int, total: int, width: int = 10) -> str:
    """Draw how much of `total` is done; a begun bar is never empty and an unfinished one never full."""
    if not total:
        return "▱" * width
    filled = done * width // total
    if done > 0 and not filled:
        filled = 1
    return "▰" * filled + "▱" * (width - filled)


def duration(minutes: int) -> str:
    """Say an estimate: 45 min, 2 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def timestamp(at: datetime, style: str = "R") -> str:
    """Show an instant in the reader's own zone: R relative, D date, f date and time."""
    return f"<t:{int(at.timestamp())}:{style}>"


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
