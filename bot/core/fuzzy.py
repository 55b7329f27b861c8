"""Finds what was meant by words that nobody knows: mistyped names, and mistyped words in longer texts."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Words of three letters are left alone: among so few letters every word is near another (was, aws)."""

LIKENESS = 72
"""Percent of likeness from which a name is worth a suggestion: below, nonsense begins to find friends."""

MAX_ALIKE = 10
"""So many names that are merely alike are looked at."""


class FuzzyNames:
    """Names, or words, that can be found although some letters are wrong, doubled, missing or swapped."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(name for name in set(known) if len(name) >= SHORTEST)

    def nearest(self, typed: str, allowed: int) -> tuple[str, ...]:
        """Return those that `allowed` corrections, or fewer, make of `typed`: all that need the fewest."""
        if allowed < 1:
            return ()
        near = process.extract(typed, self._known, scorer=OSA.distance, score_cutoff=2 * allowed, limit=None)
        fair = [(distance, name) for name, distance, _ in near if _is_slip(typed, name, int(distance), allowed)]
        fewest = min(fair, default=(0, ""))[0]
        return tuple(sorted(name for distance, name in fair if distance == fewest))

    def similar(self, typed: str) -> tuple[str, ...]:
        """Return those that look like `typed`, best first: good enough to offer, never to open."""
        if len(typed) <= SHORTEST + 1:
            return ()
        similar = process.extract(typed, self._known, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=MAX_ALIKE)
        return tuple(name for name, _, _ in similar if digits(name) == digits(typed))

    def similar_prefixes(self, typed: str) -> tuple[str, ...]:
        """Return those that begin nearly as `typed`, which may not be typed to its end."""
        heads = [name[: len(typed)] for name in self._known]
        allowed = edits_allowed(len(typed)) - 1  # so few letters begin so many names: acid is no apid of api design
        similar = (
            process.extract(typed, heads, scorer=OSA.distance, score_cutoff=allowed, limit=None) if allowed > 0 else []
        )
        return tuple(self._known[at] for head, _, at in similar if digits(head) == digits(typed))


def edits_allowed(length: int) -> int:
    """Return how many letters of a word may be wrong: none of 3, one of 4 to 6, two up to 11, then three."""
    if length < SHORTEST:
        return 0
    return 1 if length <= 6 else 2 if length <= 11 else 3


def digits(text: str) -> str:
    """Return the digits: they are never mistyped (ec2 and ec3 are two things)."""
    return "".join(char for char in text if char.isdigit())


def _is_slip(typed: str, name: str, distance: int, allowed: int) -> bool:
    """Tell a slip of the finger from another word."""
    if digits(typed) != digits(name):
        return False
    same_letters = sorted(typed) == sorted(name)
    if len(typed) == SHORTEST and len(name) == SHORTEST:
        return same_letters and distance == 1  # text is not test
    if distance > 1 and typed[0] != name[0]:
        return False  # fastapi is not restapi
    return distance <= allowed or (same_letters and distance <= 2)
