"""Finds the topic that somebody means, for every command, button and chat message, from memory alone."""

import re
from dataclasses import dataclass

from bot.core.query_matcher import Matcher
from bot.core.roadmap import Retired, Roadmap, Section, Topic
from bot.core.search import Hit, hits
from bot.core.text_normalization import normalized_key, plain_words, sanitize, tokenize

MAX_SUGGESTIONS = 5
"""A row of Discord buttons."""

MAX_TOPICS = 25
"""So many topics are taken from one text."""


SECTION = re.compile(
    r"(?:all |of |the )*(?:(?:section|chapter|part|module) (?P<after>.+)|(?P<before>.+) (?:section|chapter))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """It can only be this topic."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Suggestions:
    """It may be one of these: one to five topics, best first; unless `is_named`, they only have the words somewhere."""

    topics: tuple[Topic, ...]
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class WasRetired:
    """It is a topic that was taken out of the roadmap."""

    retired: Retired


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is near; `text` is what was looked for, cleaned."""

    text: str


Outcome = Found | Suggestions | WasRetired | Nothing


class Lookup:
    """The resolver of one roadmap. Build it once; it never changes, does no I/O and answers the same to the same text.

    An id wins over an alias, over a title, over either in other spelling, over how a name begins, over words in names
    and texts, over what is a few typing errors away.
    """

    def __init__(self, roadmap: Roadmap, matcher: Matcher | None = None) -> None:
        self.roadmap = roadmap
        self._topics = tuple(roadmap)
        self._reader = matcher or Matcher(roadmap)
        self._old = {normalized_key(tokenize(old)): roadmap.topics[new] for old, new in roadmap.renamed.items()}
        self._retired = {
            normalized_key(tokenize(name)): gone for gone in roadmap.retired.values() for name in (gone.id, gone.title)
        }

        self._sections = {normalized_key(tokenize(section.title)): section for section in roadmap.sections}

    def __reduce__(self) -> tuple[object, ...]:
        """Say how a copy is made in another process without indexing again."""
        return Lookup, (self.roadmap, self._reader)

    def resolve(self, text: str) -> Outcome:
        """Return the topic that `text` means, or else what it may mean."""
        # What is picked from the list, or said by a button, is an id and clean.
        cleaned = text if text in self.roadmap.topics else sanitize(text)
        known = self.roadmap.topics.get(cleaned)
        if known:
            return Found(known)
        folded = tokenize(cleaned)
        whole = normalized_key(folded)
        if whole not in self._reader.names.whole:
            if whole in self._old:
                return Found(self._old[whole])
            if whole in self._retired:
                return WasRetired(self._retired[whole])
        reading = self._reader.understand(folded, plain_words(cleaned))
        if reading.exact is not None:
            return Found(self._topics[reading.exact])
        offers = tuple(self._topics[place] for place in reading.candidates[:MAX_SUGGESTIONS])
        return Suggestions(offers, reading.is_named) if offers else Nothing(cleaned)

    def named(self, text: str) -> Found | WasRetired | Nothing:
        """Return the topic whose whole name `text` is, but for a slip of typing: what changes data goes by this."""
        cleaned = text if text in self.roadmap.topics else sanitize(text)
        folded = tokenize(cleaned)
        whole = normalized_key(folded)
        known = self.roadmap.topics.get(cleaned) or self._old.get(whole)
        if whole in self._reader.names.whole or (known is None and whole not in self._retired):
            index = self._reader.named(folded)
            return Nothing(cleaned) if index is None else Found(self._topics[index])
        return Found(known) if known else WasRetired(self._retired[whole])

    def section(self, text: str) -> Section | None:
        """Return the section that `text` names: by its title, or as in `section 3` and `the security section`."""
        cleaned = sanitize(text)
        titled = self._sections.get(normalized_key(tokenize(cleaned)))
        if titled is None and (called := SECTION.fullmatch(cleaned)):
            return self.roadmap.find_section(called["before"] or called["after"])
        return titled

    def suggest(self, text: str, limit: int = 25) -> tuple[Topic, ...]:
        """Return up to `limit` topics for what is typed so far, best first; for nothing, the roadmap's first."""
        cleaned = sanitize(text)
        if not cleaned:
            return self._topics[:limit]
        reading = self._reader.understand(tokenize(cleaned), plain_words(cleaned))
        return tuple(self._topics[place] for place in reading.candidates[:limit])

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return up to 25 topics in which the words of `text` stand, best first, each with the line that shows it."""
        folded = tokenize(sanitize(text))
        return hits(self._reader.words, self._topics, self._reader.words.terms(self._reader.corrected(folded)))
