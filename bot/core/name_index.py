"""The names that topics go by (ids, aliases, titles), found whole or by how they begin."""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from bot.core.roadmap import Roadmap, Topic
from bot.core.text_normalization import FILLERS, STOPWORDS, is_unspaced, normalized_key, stem, tokenize, word_units


class Start(IntEnum):
    """Where in a name the words that were typed begin, best first. An id counts as a title."""

    WHOLE = 0
    TITLE = 1
    ALIAS = 2
    INSIDE_TITLE = 3
    INSIDE_ALIAS = 4


class NameHit(NamedTuple):
    """The topic at `place` in the roadmap has a name that begins so; `left` is the share of it not typed yet.

    `is_cut`: what was typed ends inside a letter, before a mark that makes another word of it (कल of कला).
    """

    start: Start
    place: int
    left: float
    is_cut: bool = False


class NameIndex:
    """All names of a roadmap's topics, folded. One that two topics share is the id's, or else the alias's."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.whole: dict[str, int] = {}
        self.words: set[str] = set()
        self._by_word_set: dict[frozenset[str], set[int]] = {}
        self._by_stems: dict[frozenset[str], set[int]] = {}
        starts: list[tuple[str, Start, int, int]] = []
        for name, place, kind in _names(roadmap):
            folded = tokenize(name)
            whole = normalized_key(folded)
            self.whole.setdefault(whole, place)
            self.whole.setdefault(normalized_key(tokenize(name.replace(" ", ""))), place)
            self.words.update(folded)
            self._by_word_set.setdefault(frozenset(folded) - FILLERS, set()).add(place)
            self._by_stems.setdefault(_stems(folded), set()).add(place)
            inside = Start.INSIDE_TITLE if kind is Start.TITLE else Start.INSIDE_ALIAS
            starts.append((whole, kind, place, len(whole)))
            starts += [(normalized_key(rest), inside, place, len(whole)) for rest in _later_starts(folded)]
        self.longest = max(map(len, self.whole), default=0)
        self._starts = sorted(set(starts))

    def prefix_matches(self, typed: str) -> tuple[NameHit, ...]:
        """Return a hit for each topic that has a name, or words inside a name, beginning with the key `typed`."""
        best: dict[int, NameHit] = {}
        for kind, place, length, is_cut in self._from(typed):
            start = Start.WHOLE if self.whole.get(typed) == place else kind
            hit = NameHit(start, place, 1 - len(typed) / length, is_cut)
            best[place] = min(best.get(place, hit), hit)
        return tuple(sorted(best.values()))

    def word_set_matches(self, folded: tuple[str, ...]) -> tuple[int, ...]:
        """Return the topics (by place) that have a name of just these words in any order."""
        return tuple(sorted(self._by_word_set.get(frozenset(folded) - FILLERS, ())))

    def stem_matches(self, folded: tuple[str, ...]) -> tuple[int, ...]:
        """Return the topics (by place) that have a name of words made like these in any order."""
        return tuple(sorted(self._by_stems.get(_stems(folded), ())))

    def _from(self, typed: str) -> Iterator[tuple[Start, int, int, bool]]:
        for at in range(bisect_left(self._starts, (typed,)), len(self._starts)):
            rest, kind, place, length = self._starts[at]
            if not rest.startswith(typed):
                return
            yield kind, place, length, unicodedata.category(rest[len(typed) :][:1] or "a")[0] == "M"


def _stems(folded: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word) for word in folded if word not in FILLERS)


def _later_starts(folded: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Return what is left of a name from each word on that says something, and from wherever a word may begin."""
    for at, word in enumerate(folded):
        if at and word not in STOPWORDS:
            yield folded[at:]
        units = word_units(word) if is_unspaced(word) else []
        yield from (("".join(units[start:]), *folded[at + 1 :]) for start in range(1, len(units)))


def _names(roadmap: Roadmap) -> Iterator[tuple[str, int, Start]]:
    """Return every name with the place of its topic, in the order in which names win over each other."""
    topics = [(topic, roadmap.position[topic.id]) for topic in roadmap]
    for topic, place in topics:
        yield topic.id, place, Start.TITLE
    for topic, place in topics:
        yield from ((alias, place, Start.ALIAS) for alias in topic.aliases)
    yield from ((topic.title, place, Start.TITLE) for topic, place in topics)
    parts = [(part, place) for topic, place in topics for part in _title_parts(topic)]
    uses = Counter(normalized_key(tokenize(part)) for part, _ in parts)
    yield from ((part, place, Start.TITLE) for part, place in parts if uses[normalized_key(tokenize(part))] == 1)


def _title_parts(topic: Topic) -> Iterator[str]:
    """Return what stands before and in the brackets of `Cross-Site Scripting (XSS)`: names, if one topic has them."""
    before, bracket, after = topic.title.partition("(")
    if bracket:
        yield before
        yield after.rstrip(")")
