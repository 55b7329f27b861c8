"""The words that stand in topics, from title to example: who has them, where, and how much that says."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import log

from bot.core.roadmap import Roadmap, Topic
from bot.core.spelling import STOPWORDS, key, words

SHORTEST_PREFIX = 3
"""From so many letters on the beginning of a word counts for the word, if it is no word itself."""

PREFIX_SHARE = 0.8
"""How much the beginning of a word counts, measured by the word."""

REPEATED = 0.05
"""What each further line that has the word adds, up to four of them: who speaks of it often is about it."""


class Where(StrEnum):
    """The part of a topic in which a line stands, in a member's words."""

    TITLE = "title"
    ALIAS = "other name"
    SECTION = "section"
    SUMMARY = "summary"
    KEY_POINT = "key point"
    EXPLANATION = "explanation"
    PITFALL = "pitfall"
    EXAMPLE = "example"


WEIGHTS = {
    Where.TITLE: 1.0,
    Where.ALIAS: 0.9,
    Where.SECTION: 0.75,
    Where.SUMMARY: 0.65,
    Where.KEY_POINT: 0.5,
    Where.EXPLANATION: 0.45,
    Where.PITFALL: 0.35,
    Where.EXAMPLE: 0.3,
}
"""How much a word says about its topic, by where it stands; only these numbers' order matters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the topic at `place` in the roadmap."""

    place: int
    where: Where
    text: str


class WordIndex:
    """All words of a roadmap's topics, folded. Quiz and prompts stay out: finding them would give answers away."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.lines = tuple(line for topic in roadmap for line in _lines(roadmap, topic))
        self.standing: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            for word in set(_words_and_joins(line.text)):
                self.standing.setdefault(word, []).append(number)
        self._weights = {word: self._weigh(numbers) for word, numbers in self.standing.items()}
        self._vocabulary = sorted(self.standing)
        self._topics = len(roadmap)

    def terms(self, folded: tuple[str, ...]) -> tuple[str, ...]:
        """Give what is to be looked for: no stopwords, and `select related` as one term if that is one somewhere."""
        joined = {first: first + second for first, second in pairwise(folded) if first + second in self.standing}
        seconds = {second for first, second in pairwise(folded) if first in joined}
        told = (joined.get(word, word) for word in folded if word not in seconds or word in joined)
        return tuple(dict.fromkeys(term for term in told if term not in STOPWORDS))

    def weights(self, term: str) -> Mapping[int, float]:
        """Give the topics (by place) that have `term`, or else words beginning so, with how much it says about each."""
        if term in self._weights or len(term) < SHORTEST_PREFIX:
            return self._weights.get(term, {})
        found: dict[int, float] = {}
        for word in self.completions(term):
            for place, weight in self._weights[word].items():
                found[place] = max(found.get(place, 0.0), weight * PREFIX_SHARE)
        return found

    def completions(self, beginning: str) -> Iterator[str]:
        """Give the words that begin so, in alphabetical order."""
        for at in range(bisect_left(self._vocabulary, beginning), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(beginning):
                return
            yield self._vocabulary[at]

    def rarity(self, topics_having_it: int) -> float:
        """Give how much a word tells topics apart; one that none has weighs as one that half a topic has."""
        return log(1 + self._topics / max(topics_having_it, 0.5))

    def score(self, terms: tuple[str, ...]) -> dict[int, float]:
        """Give the topics (by place) that have some of `terms`, with a score up to about 1; rare words weigh more."""
        scores: dict[int, float] = {}
        total = 0.0
        for term in terms:
            weights = self.weights(term)
            rarity = self.rarity(len(weights))
            total += rarity
            for place, weight in weights.items():
                scores[place] = scores.get(place, 0.0) + weight * rarity
        return {place: score / total for place, score in scores.items()}

    def _weigh(self, numbers: list[int]) -> dict[int, float]:
        best: dict[int, float] = {}
        often: dict[int, int] = {}
        for line in (self.lines[number] for number in numbers):
            best[line.place] = max(best.get(line.place, 0.0), WEIGHTS[line.where])
            often[line.place] = often.get(line.place, -1) + 1
        return {place: weight + REPEATED * min(often[place], 4) for place, weight in best.items()}


def _words_and_joins(text: str) -> Iterator[str]:
    """Give the words of `text`, and `selectrelated` besides for what is written `select_related`."""
    for chunk in text.split():
        folded = words(chunk)
        yield from folded
        if 1 < len(folded) <= 4:
            yield key(folded)


def _lines(roadmap: Roadmap, topic: Topic) -> Iterator[Line]:
    place, section = roadmap.position[topic.id], roadmap.section_of[topic.id]
    groups = [group.title for group in section.groups if topic.id in group.topic_ids]
    explanation = re.split(r"\n+|(?<=[.!?:])\s+", topic.explanation)
    example = [topic.example.caption, *topic.example.code.splitlines()] if topic.example else []
    parts: dict[Where, list[str]] = {
        Where.TITLE: [topic.title],
        Where.ALIAS: list(topic.aliases),
        Where.SECTION: [section.title, *groups],
        Where.SUMMARY: [topic.summary],
        Where.KEY_POINT: list(topic.key_points),
        Where.EXPLANATION: explanation,
        Where.PITFALL: [text for pitfall in topic.pitfalls for text in (pitfall.mistake, pitfall.cure)],
        Where.EXAMPLE: example,
    }
    for where, texts in parts.items():
        yield from (Line(place, where, text.strip()) for text in texts if text.strip())
