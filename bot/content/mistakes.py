"""A mistake in the content, told to the person who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

PER_FILE = 50
"""A broken file shows its first mistakes; nobody reads on, and a hostile one would fill the screen."""

LINE = 600
"""A mistake is one line of at most so many characters, whatever the file holds that it quotes."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong at `file`:`line`; `path` names the value there (`quiz.0.answer`, empty for the file itself).

    `text` says what is wrong and what would be right.
    """

    file: str
    line: int
    path: str
    text: str

    def __str__(self) -> str:
        told = " ".join((f"{self.path}: {self.text}" if self.path else self.text).split())
        return f"{self.file}:{self.line}: {told if len(told) <= LINE else told[:LINE] + '…'}"


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Sort by file and line, each mistake once."""
    return sorted(set(mistakes))


def told(mistakes: list[Mistake]) -> list[str]:
    """Write sorted mistakes as lines: of each file at most PER_FILE, and then how many more it has."""
    lines: list[str] = []
    for file, found in groupby(mistakes, lambda mistake: mistake.file):
        of_file = list(found)
        lines += map(str, of_file[:PER_FILE])
        if len(of_file) > PER_FILE:
            lines.append(f"{file}:{of_file[PER_FILE].line}: and {len(of_file) - PER_FILE} more mistakes")
    return lines


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?` for the known word nearest to `word`, or nothing when none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""
