"""Where in a quiz or a review a question stands, as its buttons carry it."""

import re
from dataclasses import dataclass, replace

from bot.core.mastery import AnswerKind

MODES = {"q": AnswerKind.QUIZ, "t": AnswerKind.TOPIC, "r": AnswerKind.REVIEW}
TOKEN = re.compile(r"([qtr])(\d{1,3})\.(\d{1,3})\.(\d{1,3})([mx]?)")


@dataclass(frozen=True, slots=True)
class Sitting:
    """The `number`th question (from 1) of `total` (0 where nobody counts), `right` of those before were right.

    `extra` is "m" for one more question of a topic and "x" for the repeat of one that was missed: neither is counted.
    """

    mode: AnswerKind
    number: int = 1
    total: int = 0
    right: int = 0
    extra: str = ""

    @property
    def kind(self) -> AnswerKind:
        """What an answer counts as: one more of a topic is asked on purpose, a repeat is practice only."""
        return {"m": AnswerKind.TOPIC, "x": AnswerKind.REPEAT}.get(self.extra, self.mode)

    @property
    def is_over(self) -> bool:
        """Whether this was the last question."""
        return 0 < self.total <= self.number

    @property
    def token(self) -> str:
        """What a button carries."""
        letter = next(letter for letter, mode in MODES.items() if mode is self.mode)
        return f"{letter}{self.number}.{self.total}.{self.right}{self.extra}"

    def answered(self, *, right: bool) -> "Sitting":
        """Return it with the answer to its question counted."""
        return replace(self, right=min(self.right + (right and not self.extra), 999))

    def following(self) -> "Sitting":
        """Return where the next question stands."""
        return replace(self, number=min(self.number + 1, 999), extra="")


def read_sitting(token: str) -> Sitting | None:
    """Read what a button carries; None when it is none."""
    if not (match := TOKEN.fullmatch(token)):
        return None
    letter, number, total, right, extra = match.groups()
    return Sitting(MODES[letter], int(number), int(total), int(right), extra)
