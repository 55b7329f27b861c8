"""Reads what was typed in the ways it may be meant, best rank first, and says whether one topic is clearly meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.core.fuzzy import FuzzyNames, edits_allowed
from bot.core.inverted_index import WEIGHTS, Field, InvertedIndex
from bot.core.name_index import NameHit, NameIndex, Start
from bot.core.roadmap import Roadmap
from bot.core.text_normalization import (
    STOPWORDS,
    clusters,
    has_slips,
    is_unspaced,
    normalized_key,
    tokenize,
    word_units,
)

ENOUGH = 5
"""When so many topics have names that fit, the texts are not searched too: autocomplete pays for it at every key."""

SHORTEST_OPENING = 3
"""One or two letters open nothing unless they are a name: everything begins so."""

HALF_AN_ALIAS = 0.5
"""So much of an alias has to be typed before it opens its topic: `good` is not yet `good first issue`."""

FEW_ECHOES = 2
"""A topic opens by the beginning of its title though so many others have the word somewhere in an alias."""

LEAD = 1.5
"""A clear winner by words scores so many times what the next topic does."""

MENTION = 0.31
"""Score from which a topic is offered: a single line of example code does not reach it, any sentence does."""

NEAR_THE_BEST = 0.5
"""Topics with less than this share of the best score are left out of a choice."""

MAX_SLIPS = 2
"""Typing errors in a name that changes data: with three, `a great function` is an aggregate function."""

NOISE = STOPWORDS | {"django", "python", "topic", "tutorial", "example", "guide", "basic", "concept"}
"""Words that may stand beside a topic's name without meaning another one: `middleware in django`."""


@dataclass(frozen=True, slots=True)
class Match:
    """One way to understand a text, in places of topics: the one that it opens, and those to offer, best first.

    Unless it `is_named`, the candidates have the words somewhere in their texts, and no name that is near.
    """

    exact: int | None = None
    candidates: tuple[int, ...] = ()
    is_named: bool = True

    def then(self, weaker: "Match") -> "Match":
        """Add a weaker reading. It may open what this one offers alone, but not decide between several."""
        opens = weaker.exact if not self.candidates or self.candidates == (weaker.exact,) else self.exact
        is_named = any(match.candidates and match.is_named for match in (self, weaker))
        return Match(opens, tuple(dict.fromkeys(self.candidates + weaker.candidates)), is_named)


class Matcher:
    """Understands texts about one roadmap, given as folded words."""

    def __init__(self, roadmap: Roadmap, names: NameIndex | None = None, words: InvertedIndex | None = None) -> None:
        self._roadmap = roadmap
        self.names = names or NameIndex(roadmap)
        self.words = words or InvertedIndex(roadmap)
        self._name_typos = FuzzyNames(self.names.whole)
        self._word_typos = FuzzyNames(self.names.words)
        self._chapters = _chapters(roadmap)
        self._ranks = (
            self._by_beginning,
            self._by_reordered_name,
            self._by_stems,
            self._by_names_inside,
            self._by_words,
        )
        self.understand = lru_cache(maxsize=4096)(self._understand)

    def __reduce__(self) -> tuple[object, ...]:
        """Say how a copy is made in another process without indexing again."""
        return Matcher, (self._roadmap, self.names, self.words)

    def named(self, folded: tuple[str, ...]) -> int | None:
        """Return the topic (by index) that has just this name, or one that differs by a slip of typing; else None."""
        typed = normalized_key(folded)
        if typed in self.names.whole:
            return self.names.whole[typed]
        near, is_clear = self._by_slip(folded, MAX_SLIPS)
        return near[0] if is_clear else None

    def _cut_at_names(self, folded: tuple[str, ...]) -> tuple[str, ...]:
        """Cut runs of scripts without blanks where whole names stand in them: 消息队列是什么 gives 消息队列, 是什么."""
        return tuple(piece for word in folded for piece in (self._pieces(word) if is_unspaced(word) else (word,)))

    def _pieces(self, run: str) -> Iterator[str]:
        units = word_units(run)
        start = at = 0
        while at < len(units):
            ends = range(min(len(units), at + self.names.longest), at, -1)
            end = next((end for end in ends if "".join(units[at:end]) in self.names.whole), 0)
            if end:
                yield from filter(None, ("".join(units[start:at]), "".join(units[at:end])))
                start = end
            at = end or at + 1
        yield from filter(None, ("".join(units[start:]),))

    def _understand(self, folded: tuple[str, ...], plain: tuple[str, ...] = ()) -> Match:
        # A singular that stands nowhere is none: cors is not several cor, with which coroutine begins.
        typed = tuple(word if self._stands(word) else raw for word, raw in zip(folded, plain or folded, strict=True))
        typed, folded = self._cut_at_names(typed), self._cut_at_names(folded)
        reading = self._read(typed)
        if reading.exact is None and not self.names.prefix_matches(normalized_key(typed)):
            mistyped = self._read_mistyped(folded)
            reading = reading.then(mistyped) if mistyped.exact is None else mistyped.then(reading)
        if reading.exact is None:
            return reading
        return Match(reading.exact, (reading.exact,)).then(reading)

    def _stands(self, word: str) -> bool:
        return word in self.names.words or self.words.contains(word)

    def _read(self, folded: tuple[str, ...]) -> Match:
        reading = Match()
        for rank in self._ranks:
            reading = reading.then(rank(folded))
            if reading.exact is not None or len(reading.candidates) >= ENOUGH:
                break
        return reading

    def _by_beginning(self, folded: tuple[str, ...]) -> Match:
        typed = normalized_key(folded)
        if not typed:
            return Match()
        hits = self.names.prefix_matches(typed)
        clear = hits[0].place if _is_clear(typed, hits) else None
        return Match(clear, self._chapters.get(typed, ()) + tuple(hit.place for hit in hits))

    def _by_reordered_name(self, folded: tuple[str, ...]) -> Match:
        places = self.names.word_set_matches(folded)
        return Match(places[0] if len(places) == 1 else None, places)

    def _by_stems(self, folded: tuple[str, ...]) -> Match:
        """Read words as made like those of a name: cached offers caching first, though other texts have the word."""
        return Match(None, self.names.stem_matches(folded))

    def _by_names_inside(self, folded: tuple[str, ...]) -> Match:
        """Read a text that holds a whole name; it opens if all other words stand in that topic too."""
        inside, others = self._names_inside(folded)
        words = [word for word in others if word not in NOISE]
        clear = len(inside) == 1 and all(inside[0] in self.words.weights(word) for word in words)
        return Match(inside[0] if clear else None, inside)

    def _names_inside(self, folded: tuple[str, ...]) -> tuple[tuple[int, ...], list[str]]:
        """Return the topics whose names stand in the text, longest names first taken, and the words that are left."""
        named: list[int] = []
        others: list[str] = []
        at = 0
        while at < len(folded):
            shortest = at + 1 + (folded[at] in STOPWORDS)
            ends = (
                end
                for end in range(len(folded), shortest - 1, -1)
                if normalized_key(folded[at:end]) in self.names.whole
            )
            if end := next(ends, 0):
                named.append(self.names.whole[normalized_key(folded[at:end])])
            else:
                others.append(folded[at])
            at = end or at + 1
        return tuple(dict.fromkeys(named)), others

    def _by_words(self, folded: tuple[str, ...]) -> Match:
        terms = self.words.terms(folded)
        scores = sorted(((score, -place) for place, score in self.words.score(terms).items()), reverse=True)
        if not scores or scores[0][0] < MENTION:
            return Match()
        best, place = scores[0][0], -scores[0][1]
        offers = tuple(-other for score, other in scores if score >= max(MENTION, best * NEAR_THE_BEST))
        weights = [self.words.weights(term).get(place, 0.0) for term in terms]
        named = max(weights) >= WEIGHTS[Field.TITLE if len(terms) == 1 else Field.ALIAS]
        clear = named and place in self.words.having_all(terms) and (len(scores) == 1 or best >= LEAD * scores[1][0])
        if max(weights) < WEIGHTS[Field.SECTION] and self._is_talk(folded, terms):
            return Match()
        return Match(place if clear else None, offers, max(weights) >= WEIGHTS[Field.SECTION])

    def _is_talk(self, folded: tuple[str, ...], terms: tuple[str, ...]) -> bool:
        """Tell whether a text is mostly words that say nothing, or that stand nowhere: what it mentions is chance."""
        unknown = sum(not self.words.weights(term) for term in terms)
        return (unknown > 0 and len(terms) > 1) or (len(folded) > 2 and 2 * len(terms) < len(folded))

    def _read_mistyped(self, folded: tuple[str, ...]) -> Match:
        """Read a text as a name, or words, with typing errors: with one error fewer if each word is one that stands."""
        near, is_clear = self._by_slip(folded)
        if near or self._all_stand(folded):
            return Match(near[0] if is_clear else None, near)
        typed = normalized_key(folded)
        corrected = self.corrected(folded)
        again = self._read(corrected) if corrected != folded and self._begins_a_title(corrected) else Match()
        if again.exact is not None:
            return again
        alike = self._name_typos.similar_prefixes(typed) + self._name_typos.similar(typed)
        return Match(None, again.candidates + self._places(alike))

    def _begins_a_title(self, corrected: tuple[str, ...]) -> bool:
        """Tell whether one corrected word is more than a part of an alias: flask is not the flash of flash messages."""
        hits = self.names.prefix_matches(normalized_key(corrected)) if len(corrected) == 1 else ()
        return not hits or hits[0].start <= Start.TITLE

    def _by_slip(self, folded: tuple[str, ...], limit: int | None = None) -> tuple[tuple[int, ...], bool]:
        """Return the topics with a name that is `folded` but for typing errors, and whether it can only be the first.

        At most `limit` errors are allowed, and one fewer if each word is one that stands somewhere.
        """
        typed = normalized_key(folded)
        all_stand = self._all_stand(folded)
        allowed = edits_allowed(len(typed)) - all_stand
        near = self._places(self._name_typos.nearest(typed, allowed if limit is None else min(allowed, limit)))
        stands = all_stand and self.words.having_all(self.words.terms(folded))
        return near, len(near) == 1 and not stands and has_slips(typed)

    def _all_stand(self, folded: tuple[str, ...]) -> bool:
        terms = self.words.terms(folded)
        return bool(terms) and all(map(self.words.contains, terms))

    def corrected(self, folded: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words with those that stand nowhere replaced by the nearest word of a name, if one is near."""
        return tuple(
            word
            if self.words.weights(word) or not has_slips(word)
            else (*self._word_typos.nearest(word, edits_allowed(len(word))), word)[0]
            for word in folded
        )

    def _places(self, names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.names.whole[name] for name in names))


def _is_clear(typed: str, hits: tuple[NameHit, ...]) -> bool:
    """Tell whether the beginning of a name leaves no doubt which topic is meant."""
    if not hits or hits[0].start is Start.WHOLE:
        return bool(hits)
    first, others = hits[0], hits[1:]
    shortest = SHORTEST_OPENING - is_unspaced(typed)  # two of 消息队列 are a word
    if first.is_cut or len(clusters(typed)) < shortest or len(others) > FEW_ECHOES:
        return False
    if any(hit.start is not Start.INSIDE_ALIAS for hit in others):
        return False
    alone = first.start is Start.INSIDE_TITLE or (first.start is Start.ALIAS and first.left <= HALF_AN_ALIAS)
    return first.start is Start.TITLE or (alone and not others)


def _chapters(roadmap: Roadmap) -> dict[str, tuple[int, ...]]:
    """Return the places of the topics of each section and group by its folded title; a section wins over a group."""
    titled = [(group.title, group.topic_ids) for section in roadmap.sections for group in section.groups]
    titled += [(section.title, section.topic_ids) for section in roadmap.sections]
    return {
        normalized_key(tokenize(title)): tuple(roadmap.position[topic_id] for topic_id in ids) for title, ids in titled
    }
