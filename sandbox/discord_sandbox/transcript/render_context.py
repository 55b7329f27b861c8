"""Who reads a message, and on what: their zone, the names they see, the width of their terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TypeAlias

from discord_sandbox.transcript.columns import clean

Names: TypeAlias = Callable[[int], str | None]
"""The name behind the id of a user, role or channel; None where there is none."""

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def no_names(_subject_id: int) -> None:
    """Know nobody."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """How a message is put into words.

    `zone` is what instants are told in; `now` (aware) is what "in 3 days" counts from, without it the date is told
    instead. `width` is in columns. `styled` marks what is bold or dim with ANSI codes.
    """

    zone: tzinfo = UTC
    now: datetime | None = None
    names: Names = no_names
    width: int = 72
    styled: bool = False

    def name(self, subject_id: int) -> str:
        """Say who or what an id is."""
        return clean(self.names(subject_id) or "unknown")

    def bold(self, text: str) -> str:
        """Mark `text` as bold, if styles are shown."""
        return self._marked(text, BOLD)

    def dim(self, text: str) -> str:
        """Mark `text` as dim, if styles are shown."""
        return self._marked(text, DIM)

    def _marked(self, text: str, mark: str) -> str:
        if not self.styled:
            return text
        # Word by word, so that a wrapped line leaves no style open.
        return " ".join(f"{mark}{word}{PLAIN}" if word else "" for word in text.split(" "))
