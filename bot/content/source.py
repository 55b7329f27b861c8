"""What a file says, with the line of every value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.content.mistakes import Mistake

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
"""The keys and 0-based positions that lead to a value."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says: its value, and the line of each key and list entry."""

    file: str
    value: dict[str, Value]
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of what holds it when it is not there."""
        return next(self.lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in self.lines)

    def mistake(self, place: Place, text: str) -> Mistake:
        """Return a mistake at `place`."""
        return Mistake(self.file, self.line(place), dotted(place), text)


def dotted(place: Place) -> str:
    """Write a place as authors read it: `quiz.0.answer`."""
    return ".".join(str(part) for part in place)
