"""The words that stand in topics, from title to example: who has them, where, and how much that says."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from bot.core.roadmap import Roadmap, Topic
from bot.core.text_normalization import (
    STOPWORDS,
    clusters,
    has_particles,
    is_unspaced,
    letter_pairs,
    normalized_key,
    tokenize,
    word_units,
)

SHORTEST_PREFIX = 3
"""From so many letters on the beginning of a word counts for the word, if it is no word itself."""

PREFIX_SHARE = 0.8
"""How much the beginning of a word counts, measured by the word."""

MAX_RUN = 40
"""So many letters of a run without blanks are looked up: nobody means more, and each costs time."""

REPEATED = 0.02
"""What each further line that has the word adds, up to four: it decides between topics that have it in like places."""


class Field(StrEnum):
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
    Field.TITLE: 1.0,
    Field.ALIAS: 0.9,
    Field.SECTION: 0.75,
    Field.SUMMARY: 0.65,
    Field.KEY_POINT: 0.5,
    Field.EXPLANATION: 0.45,
    Field.PITFALL: 0.35,
    Field.EXAMPLE: 0.3,
}
"""How much a word says about its topic, by where it stands."""


class IndexedLine(NamedTuple):
    """A line of the topic at `place` in the roadmap."""

    place: int
    field: Field
    text: str


class InvertedIndex:
    """All words of a roadmap's topics, folded. Quiz and prompts stay out: finding them would give answers away."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.lines = tuple(line for topic in roadmap for line in _lines(roadmap, topic))
        self._postings: dict[str, list[int]] = {}
        self._runs: dict[int, tuple[tuple[str, str], ...]] = {}
        self._gram_lines: dict[str, set[int]] = {}
        for number, line in enumerate(self.lines):
            words = set(_words_and_joins(line.text))
            if runs := tuple(filter(is_unspaced, words)):
                self._runs[number] = tuple((run, _marked(run)) for run in runs)
                for gram in {gram for run in runs for gram in (*letter_pairs(run), *clusters(run))}:
                    self._gram_lines.setdefault(gram, set()).add(number)
            for word in words:
                self._postings.setdefault(word, []).append(number)
        self._weights = {word: self._weigh(numbers) for word, numbers in self._postings.items()}
        self._vocabulary = sorted(self._postings)
        self._topics = len(roadmap)
        self._parts = lru_cache(1024)(self._cut_into_parts)

    def __getstate__(self) -> dict[str, object]:
        """Return what is kept of it for another process."""
        return {name: value for name, value in vars(self).items() if name != "_parts"}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take what was kept."""
        vars(self).update(state)
        self._parts = lru_cache(1024)(self._cut_into_parts)

    def terms(self, folded: tuple[str, ...]) -> tuple[str, ...]:
        """Return what to look for: words but no stopwords, and pairs (`foreign key`) that are one word somewhere.

        A run of a script without blanks that stands nowhere as a whole is cut into the longest parts that do.
        """
        folded = tuple(part for word in folded for part in (self._parts(word) if is_unspaced(word) else (word,)))
        pairs = {first: f"{first} {second}" for first, second in pairwise(folded) if first + second in self._weights}
        seconds = {pair.split()[1] for pair in pairs.values()}
        words = (pairs.get(word, word) for word in folded if word in pairs or word not in seconds)
        return tuple(dict.fromkeys(term for term in words if term not in STOPWORDS))

    def contains(self, term: str) -> bool:
        """Tell whether `term` stands anywhere just so."""
        return " " in term or term in self._weights or (is_unspaced(term) and bool(self._lines_with_run(term)))

    def lines_having(self, term: str) -> set[int]:
        """Return the numbers of the lines with `term`, or with words that begin so; with a pair as one word or two."""
        if " " in term:
            first, second = term.split()
            both = set(self._postings.get(first, ())) & set(self._postings.get(second, ()))
            return both.union(self._postings[first + second])
        if is_unspaced(term):
            return self._lines_with_run(term)
        known = [term] if term in self._postings or len(term) < SHORTEST_PREFIX else self._completions(term)
        return {number for word in known for number in self._postings.get(word, ())}

    def weights(self, term: str) -> Mapping[int, float]:
        """Return the topics (by index) that have `term`, or else words beginning so, with the weight of each."""
        if " " in term:
            return self._weigh(self.lines_having(term))
        if is_unspaced(term):
            inside = self._weigh(self._lines_with_run(term))
            as_word = self._weigh(self._lines_with_run(term, as_word=True))
            return {place: max(weight * PREFIX_SHARE, as_word.get(place, 0.0)) for place, weight in inside.items()}
        if term in self._weights or len(term) < SHORTEST_PREFIX:
            return self._weights.get(term, {})
        weights: dict[int, float] = {}
        for word in self._completions(term):
            for place, weight in self._weights[word].items():
                weights[place] = max(weights.get(place, 0.0), weight * PREFIX_SHARE)
        return weights

    def having_all(self, terms: tuple[str, ...]) -> set[int]:
        """Return the topics (by place) that have every one of `terms`."""
        return set.intersection(*(set(self.weights(term)) for term in terms)) if terms else set()

    def rarity(self, topics_having_it: int) -> float:
        """Return how much a word tells topics apart; one that none has weighs as one that half a topic has."""
        return log(1 + self._topics / max(topics_having_it, 0.5))

    def score(self, terms: tuple[str, ...]) -> dict[int, float]:
        """Return the topics (by place) that have some of `terms`, with a score up to about 1; rare words weigh more."""
        scores: dict[int, float] = {}
        total = 0.0
        for term in terms:
            weights = self.weights(term)
            rarity = self.rarity(len(weights))
            total += rarity
            for place, weight in weights.items():
                scores[place] = scores.get(place, 0.0) + weight * rarity
        return {place: score / total for place, score in scores.items()}

    def _lines_with_run(self, run: str, *, as_word: bool = False) -> set[int]:
        """Return the lines in which `run` stands, as a part of a longer run too; its pairs of letters find them.

        `as_word`: it begins and ends where words may.
        """
        lines = set.intersection(*(self._gram_lines.get(gram, set()) for gram in letter_pairs(run)))
        return self._lines_holding(_marked(run) if as_word else run, lines, as_word)

    def _lines_holding(self, part: str, among: set[int], form: int = 0) -> set[int]:
        """Return those `among` the lines in which `part` stands, plain (form 0) or with its words marked (form 1)."""
        return {number for number in among if any(part in forms[form] for forms in self._runs[number])}

    def _cut_into_parts(self, run: str) -> tuple[str, ...]:
        """Cut `run`, from its start on, into the longest parts that stand somewhere, and what stands nowhere between.

        A single syllable after a part, in Hangul, is a particle (를): it is left out.
        """
        letters = clusters(run)[:MAX_RUN]
        parts: list[str] = []
        start = at = 0
        while at < len(letters):
            end = self._end_of_part(letters, at)
            if end:
                parts += filter(None, ("".join(letters[start:at]), "".join(letters[at:end])))
                start = end
            at = end or at + 1
        rest = letters[start:]
        if rest and not (start and len(rest) == 1 and has_particles(rest[0])):
            parts.append("".join(rest))
        return tuple(parts)

    def _end_of_part(self, letters: list[str], at: int) -> int:
        """Return where the longest part of two letters or more ends that begins at `at` and stands somewhere, or 0."""
        lines: set[int] = set()
        for end in range(at + 2, len(letters) + 1):
            with_pair = self._gram_lines.get("".join(letters[end - 2 : end]), set())
            held = self._lines_holding("".join(letters[at:end]), with_pair if end == at + 2 else lines & with_pair)
            if not held:
                return end - 1 if end > at + 2 else 0
            lines = held
        return len(letters) if lines else 0

    def _completions(self, beginning: str) -> Iterator[str]:
        for at in range(bisect_left(self._vocabulary, beginning), len(self._vocabulary)):
            if not self._vocabulary[at].startswith(beginning):
                return
            yield self._vocabulary[at]

    def _weigh(self, numbers: Iterable[int]) -> dict[int, float]:
        best: dict[int, float] = {}
        often: dict[int, int] = {}
        for line in (self.lines[number] for number in numbers):
            best[line.place] = max(best.get(line.place, 0.0), WEIGHTS[line.field])
            often[line.place] = often.get(line.place, -1) + 1
        return {place: weight + REPEATED * min(often[place], 4) for place, weight in best.items()}


def _words_and_joins(text: str) -> Iterator[str]:
    """Return the words of `text`, and `selectrelated` besides for what is written `select_related`."""
    for chunk in text.split():
        folded = tokenize(chunk)
        yield from folded
        if 1 < len(folded) <= 4:
            yield normalized_key(folded)


def _marked(run: str) -> str:
    """Return `run` with a sign wherever a word may begin or end."""
    return "|" + "|".join(word_units(run)) + "|"


def _lines(roadmap: Roadmap, topic: Topic) -> Iterator[IndexedLine]:
    place, section = roadmap.position[topic.id], roadmap.section_of[topic.id]
    groups = [group.title for group in section.groups if topic.id in group.topic_ids]
    explanation = re.split(r"\n+|(?<=[.!?:])\s+", topic.explanation)
    example = [topic.example.caption, *topic.example.code.splitlines()] if topic.example else []
    parts: dict[Field, list[str]] = {
        Field.TITLE: [topic.title],
        Field.ALIAS: list(topic.aliases),
        Field.SECTION: [section.title, *groups],
        Field.SUMMARY: [topic.summary],
        Field.KEY_POINT: list(topic.key_points),
        Field.EXPLANATION: explanation,
        Field.PITFALL: [text for pitfall in topic.pitfalls for text in (pitfall.mistake, pitfall.cure)],
        Field.EXAMPLE: example,
    }
    for where, texts in parts.items():
        yield from (IndexedLine(place, where, text.strip()) for text in texts if text.strip())
