"""Reads lists of topics that members want to mark: only what is named changes anything, all else is asked about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.core.lookup import MAX_TOPICS, Found, Lookup, Nothing, Suggestions, WasRetired
from bot.core.roadmap import Retired, Section, Topic
from bot.core.text_normalization import sanitize

MAX_TEXT = 2_000
"""Characters of a list that are read: twenty-five long names fit in."""

BLANKS = re.compile(r"[^\S\n]+")
SEPARATOR = re.compile(r"[,;\n、，；،]")
BOX_INSIDE = re.compile(r"(?<=\w)\s+(?=\[[ xX✓✔]?\]\s)")
STRUCK = re.compile(r"~~([^~\n]{1,200})~~")
MARKER = re.compile(r"(?:[-*•‣–—]\s+|\d{1,3}[.)]\s+)?(?P<box>\[[ xX✓✔]?\]|[☐☑✅✔❌✗])?\s*(?:\ufe0f\s*)?")
UNTICKED = frozenset({"[ ]", "[]", "☐", "❌", "✗"})
AND = re.compile(r"\s+(?:and|&|\+|plus|n|'n'|und|y|et)\s+", re.IGNORECASE)
BUT_NOT = re.compile(r"\s+(?:but\s+)?(?=(?:except|without|excluding|not)\s)", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\((?=(?:but |not |except |without ))([^()]*)\)", re.IGNORECASE)
NEGATED = re.compile(
    r"(?:but )?(?:not?|never|except(?: for)?|without|excluding|neither|nor|(?:i )?(?:haven't|have not|didn't|did not)"
    r"(?: (?:done|finish(?:ed)?|do))?)(?: yet)? (?P<name>\S.*)|"
    r"(?P<before>.*\S) (?:not(?: yet)?|(?:isn't|is not|aren't|are not)(?: (?:done|finished))?(?: yet)?)",
    re.IGNORECASE,
)
LINKING_START = re.compile(r"(?:(?:and|also|then|plus|with|finally|just|now|the|my|&)\s+)+", re.IGNORECASE)
LINKING_END = re.compile(
    r"(?:(?:^|\s+)(?:too|as well|already|now|just now|finally|topic|chapter|lesson))+", re.IGNORECASE
)
DATE = re.compile(
    r"(?:on )?(?:today|tonight|yesterday|last (?:week|night|month|\w+day)|"
    r"this (?:morning|afternoon|evening|week|month)|"
    r"(?:a|an|one|two|three|\d{1,2}) (?:hours?|days?|weeks?) ago|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"earlier(?: today)?|recently|the other day)",
    re.IGNORECASE,
)
TODAY = re.compile(r"today|tonight|this (?:morning|afternoon|evening)|earlier(?: today)?|\w+ hours? ago", re.IGNORECASE)
EVERYTHING = re.compile(r"everything|all(?: (?:topics|of (?:it|them|the topics)))?|it all|the rest", re.IGNORECASE)
NEXT = re.compile(
    r"(?:what(?:'s| is|s)? )?(?:now|next)(?: topic| one)?|what (?:now|next)|continue|go on", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A part of a list that names no topic for certain: it may mean one of `topics`, or all of `section`."""

    text: str
    topics: tuple[Topic, ...] = ()
    section: Section | None = None


@dataclass(slots=True)
class TopicList:
    """What a list says: the topics that it names, and what else stands in it, each in the order of the text.

    `left_out` is what is unticked, struck through or negated, by title where it is a topic. `is_dated`: it speaks of
    another day than today.
    """

    topics: list[Topic] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    retired: list[Retired] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_dated: bool = False

    @property
    def parts(self) -> int:
        """How many topics it speaks of, left out or not."""
        return len(self.topics) + len(self.left_out) + len(self.unclear) + len(self.retired) + len(self.unknown)


def count_parts(text: str) -> int:
    """Return how many parts a list has, to refuse one that is too long before it is read."""
    return sum(1 for part in SEPARATOR.split(text[:MAX_TEXT]) if part.strip())


def read_topic_list(lookup: Lookup, text: str) -> TopicList:
    """Read `text`, a list in a command or what a sentence says of topics; at most 25 of its parts are read.

    Only a topic's whole name, or a slip of typing in one, names it. An `and` that belongs to a name does not cut. A
    part that has a name among other words ("my homework about views") is unclear as a whole.
    """
    listed = TopicList()
    # One blank for many, before the first pattern: a thousand of them would keep some patterns busy for long.
    plain = BLANKS.sub(" ", text[:MAX_TEXT].replace("’", "'"))
    struck = STRUCK.sub(r",[ ] \1,", BOX_INSIDE.sub(",", IN_BRACKETS.sub(r" \1", plain)))
    for part in list(filter(str.strip, SEPARATOR.split(struck)))[:MAX_TOPICS]:
        marker = MARKER.match(part.strip())
        box, rest = (marker["box"], part.strip()[marker.end() :]) if marker else (None, part)
        _read_part(lookup, rest, listed, left_out=box in UNTICKED)
    named = {topic.title for topic in listed.topics} & set(listed.left_out)
    listed.topics = [topic for topic in dict.fromkeys(listed.topics) if topic.title not in named]
    listed.left_out = list(dict.fromkeys(listed.left_out))
    return listed


def _read_part(lookup: Lookup, text: str, listed: TopicList, *, left_out: bool) -> None:
    pieces = list(_pieces(lookup, text, listed, left_out=left_out))
    outcomes = [(piece, is_out, lookup.named(piece)) for piece, is_out in pieces]
    vague = [piece for piece, is_out, outcome in outcomes if not is_out and _mentions(lookup, piece, outcome)]
    if vague and len(pieces) > 1:
        _add_unclear(lookup, sanitize(text), listed)
        return
    for piece, is_out, outcome in outcomes:
        if is_out:
            listed.left_out.append(outcome.topic.title if isinstance(outcome, Found) else piece)
        elif isinstance(outcome, Found):
            listed.topics.append(outcome.topic)
        elif isinstance(outcome, WasRetired):
            listed.retired.append(outcome.retired)
        else:
            _add_unclear(lookup, piece, listed)


def _pieces(lookup: Lookup, text: str, listed: TopicList, *, left_out: bool) -> Iterator[tuple[str, bool]]:
    """Cut a part into what may be names, each with whether it is left out."""
    for joined in _cut(lookup, text.strip(), AND):
        for piece in _cut(lookup, joined, BUT_NOT):
            name, negated = _without_negation(lookup, sanitize(piece))
            left_out = left_out or negated
            name = _without_links(lookup, name, listed)
            if name and not NEXT.fullmatch(name.rstrip("?!. ")):
                yield name, left_out


def _cut(lookup: Lookup, text: str, between: re.Pattern[str]) -> list[str]:
    is_name = isinstance(lookup.named(text), Found | WasRetired) or lookup.section(text) is not None
    return [text] if is_name else between.split(text)


def _without_negation(lookup: Lookup, text: str) -> tuple[str, bool]:
    match = NEGATED.fullmatch(text)
    if match is None or isinstance(lookup.named(text), Found | WasRetired):
        return text, False
    return match["name"] or match["before"], True


def _without_links(lookup: Lookup, text: str, listed: TopicList) -> str:
    """Return a piece without words that only link it to the others, and without a date, which is noted."""
    if isinstance(lookup.named(text), Found | WasRetired):
        return text
    if start := LINKING_START.match(text):
        text = text[start.end() :]
    if end := re.search(rf"(?:^|\s+)(?P<date>{DATE.pattern})[.!]?$", text, re.IGNORECASE):
        listed.is_dated = listed.is_dated or not TODAY.fullmatch(end["date"].removeprefix("on "))
        text = text[: end.start()]
    if end := re.search(rf"{LINKING_END.pattern}$", text, re.IGNORECASE):
        text = text[: end.start()]
    return text.strip(" .!?:\"'`“”„«»")


def _mentions(lookup: Lookup, piece: str, outcome: object) -> bool:
    """Tell whether a piece that is no name has one among its words, as a sentence has."""
    if isinstance(outcome, Found | WasRetired) or len(piece.split()) < 2:
        return False
    return isinstance(lookup.resolve(piece), Found | Suggestions)


def _add_unclear(lookup: Lookup, text: str, listed: TopicList) -> None:
    if EVERYTHING.fullmatch(text):
        listed.unknown.append(text)
        return
    if section := lookup.section(text):
        listed.unclear.append(Unclear(text, section=section))
        return
    match lookup.resolve(text):
        case Found(topic):
            listed.unclear.append(Unclear(text, (topic,)))
        case Suggestions(topics):
            listed.unclear.append(Unclear(text, topics))
        case WasRetired(retired):
            listed.retired.append(retired)
        case Nothing():
            listed.unknown.append(text)
