"""What must be true inside one topic file beyond the shape of its values."""

from collections.abc import Iterator

from bot.content.folder import EACH, mentions
from bot.content.mistakes import Mistake
from bot.content.source import Place, Source, Value

FENCE = "```"


def check_topic(source: Source) -> Iterator[Mistake]:
    """Find code blocks that are not closed, and equal choices in a question."""
    for place, text in _texts(source.value, ()):
        if text.count(FENCE) % 2:
            yield source.mistake(place, f"opens a code block and does not close it: {FENCE} comes in pairs")
    seen: set[tuple[Place, str]] = set()
    for choice in mentions(source, "quiz", EACH, "choices", EACH):
        key = (choice.place[:-1], choice.text.strip())
        if key in seen:
            yield choice.mistake(f"`{choice.text}` is a choice already: all four should differ")
        seen.add(key)


def _texts(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    """Walk all texts in Discord Markdown; an example's code is none."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from _texts(entry, (*place, position))
    elif isinstance(value, dict):
        for key, entry in value.items():
            if (*place, key) != ("example",):
                yield from _texts(entry, (*place, key))
