"""Reads several things that somebody typed at once, and says everything that is wrong with them together."""

from collections.abc import Callable
from typing import TypeVar

from bot.core.errors import StudyError

Value = TypeVar("Value")


class Reading:
    """Collects what is wrong; `check` when all has been read."""

    def __init__(self) -> None:
        self._problems: list[str] = []

    def of(self, text: str | None, parse: Callable[[str], Value], otherwise: Value) -> Value:
        """Return what `parse` makes of `text`; `otherwise` when there is none or it is wrong, which is noted."""
        if text is None:
            return otherwise
        try:
            return parse(text)
        except StudyError as problem:
            self.complain(str(problem))
            return otherwise

    def complain(self, problem: str) -> None:
        """Note something else that is wrong, in words that say what would be right."""
        self._problems.append(problem)

    def check(self) -> None:
        """Raise a StudyError with everything that is wrong, if anything is."""
        if len(self._problems) == 1:
            raise StudyError(self._problems[0])
        if self._problems:
            raise StudyError("\n".join(f"• {problem}" for problem in self._problems))
