"""Small wording: numbers with their nouns, bars, clipped and harmless text."""

import re
from collections.abc import Sequence
from datetime import datetime

import discord

INVISIBLE = re.compile(
    r"[\u0000-\u001f\u007f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control, zero-width and direction marks: they can hide text or turn a whole row around."""


def clip(text: str, limit: int) -> str:
    """Cut `text` to `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def harmless(text: str, limit: int) -> str:
    """Make somebody's words safe to show: no marks, Markdown or mentions, at most `limit` characters of them."""
    seen = " ".join(INVISIBLE.sub("", text).split())
    return discord.utils.escape_mentions(discord.utils.escape_markdown(clip(seen, limit)))


def count(number: int, noun: str) -> str:
    """Say a number with its noun: 1 topic, 2 topics."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listing(parts: Sequence[str]) -> str:
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


def instant(at: datetime, style: str = "R") -> str:
    """Show an instant in the reader's own zone: R relative, D date, f date and time."""
    return f"<t:{int(at.timestamp())}:{style}>"
