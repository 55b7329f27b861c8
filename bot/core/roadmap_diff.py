"""What became of each topic when a roadmap is brought again: the same, perhaps the same, new, moved or gone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.text_normalization import normalized_key, tokenize

ALIKE = 80
"""How alike (of 100) two titles are that may mean one topic."""


@dataclass(frozen=True, slots=True)
class TopicFace:
    """What a topic can be known again by. `is_given` says that its id stands in the file itself."""

    id: str
    title: str
    section: str
    summary: str = ""
    urls: frozenset[str] = frozenset()
    is_given: bool = False
    is_retired: bool = False

    @property
    def key(self) -> str:
        """The title without case, spaces and plurals."""
        return normalized_key(tokenize(self.title)) or self.title.casefold()


@dataclass(frozen=True, slots=True)
class Matching:
    """Which new topics are old ones: `same` holds the old id by the new one, `likely` pairs that have to be asked."""

    same: Mapping[str, str]
    likely: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version changes, each by ids of the old roadmap but for `added`, which are new; in order.

    `sections` are old and new names of sections that are called otherwise; their topics have not moved.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return any((self.added, self.removed, self.renamed, self.moved, self.restored, self.sections))


def match(old: Sequence[TopicFace], new: Sequence[TopicFace], answers: Mapping[str, bool]) -> Matching:
    """Return which of `new` are topics of `old` (its retired ones among them).

    An id that the file gives, then an equal title are the same. Of the others a similar title, equal summary or links,
    or the same place between equal neighbours make a pair likely: `answers` say by new id whether it is the same.
    """
    same = _surely(old, new)
    likely: list[tuple[str, str]] = []
    for pair in _likely(old, new, same):
        if pair[0] not in answers:
            likely.append(pair)
        elif answers[pair[0]]:
            same[pair[0]] = pair[1]
    return Matching(same, tuple(likely))


def _surely(old: Sequence[TopicFace], new: Sequence[TopicFace]) -> dict[str, str]:
    same: dict[str, str] = {}
    known = {face.id for face in old}
    same |= {face.id: face.id for face in new if face.is_given and face.id in known}
    for with_section in (True, False):
        left = [face for face in old if face.id not in same.values()]
        by_title: dict[object, list[str]] = {}
        for face in sorted(left, key=lambda face: face.is_retired):
            by_title.setdefault((face.key, face.section if with_section else ""), []).append(face.id)
        for face in new:
            ids = by_title.get((face.key, face.section if with_section else ""))
            if face.id not in same and ids:
                same[face.id] = ids.pop(0)
    return same


def _likely(old: Sequence[TopicFace], new: Sequence[TopicFace], same: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pairs that are likely, the likeliest first, each topic in one at most; in the order of `new`."""
    left = [face for face in old if face.id not in same.values()]
    strange = [face for face in new if face.id not in same]
    places = _between_equals(old, new, same)
    scored = [(_likeness(was, now, places), now.id, was.id) for now in strange for was in left]
    pairs: dict[str, str] = {}
    for score, now_id, was_id in sorted(scored, key=lambda pair: -pair[0]):
        if score and now_id not in pairs and was_id not in pairs.values():
            pairs[now_id] = was_id
    return [(face.id, pairs[face.id]) for face in strange if face.id in pairs]


def _likeness(was: TopicFace, now: TopicFace, places: Mapping[str, str]) -> float:
    """Return from 0 (nothing speaks for it) how likely two topics are one."""
    alike = float(fuzz.token_sort_ratio(was.key, now.key)) if was.key and now.key else 0.0
    score = alike if alike >= ALIKE else 0.0
    if was.summary and was.summary == now.summary:
        score += 100
    if was.urls and len(was.urls & now.urls) * 2 >= len(was.urls | now.urls):
        score += 100
    if places.get(now.id) == was.id:
        score += 50
    return score


def _between_equals(old: Sequence[TopicFace], new: Sequence[TopicFace], same: Mapping[str, str]) -> dict[str, str]:
    """Return, by new id, the old topic that stood alone between the same two neighbours."""
    live = [face.id for face in old if not face.is_retired]
    between = {
        (live[place - 1] if place else "", live[place + 1] if place + 1 < len(live) else ""): topic_id
        for place, topic_id in enumerate(live)
    }
    ids = [same.get(face.id, "?") for face in new]
    matches: dict[str, str] = {}
    for place, face in enumerate(new):
        around = (ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else "")
        if ids[place] == "?" and around in between and around != ("", ""):
            matches[face.id] = between[around]
    return matches


def changes(old: Sequence[TopicFace], new: Sequence[TopicFace]) -> Changes:
    """Return what changes between two versions, whose ids mean the same topics."""
    before = {face.id: face for face in old if not face.is_retired}
    gone = {face.id for face in old if face.is_retired}
    now = {face.id: face for face in new}
    sections = _renamed_sections(before, now)
    return Changes(
        added=tuple(face.id for face in new if face.id not in before and face.id not in gone),
        removed=tuple(topic_id for topic_id in before if topic_id not in now),
        renamed=tuple(
            topic_id for topic_id, face in now.items() if topic_id in before and before[topic_id].title != face.title
        ),
        moved=tuple(
            topic_id
            for topic_id, face in now.items()
            if topic_id in before and sections.get(before[topic_id].section, before[topic_id].section) != face.section
        ),
        restored=tuple(face.id for face in new if face.id in gone),
        sections=tuple(sections.items()),
    )


def _renamed_sections(before: Mapping[str, TopicFace], now: Mapping[str, TopicFace]) -> dict[str, str]:
    """Return the new names of sections whose old name is gone while most of their topics share a name that is new."""
    old_names, new_names = ({face.section for face in faces.values()} for faces in (before, now))
    renamed: dict[str, str] = {}
    for name in dict.fromkeys(face.section for face in before.values() if face.section not in new_names):
        topic_ids = [topic_id for topic_id, face in before.items() if face.section == name]
        names = Counter(now[topic_id].section for topic_id in topic_ids if topic_id in now)
        new_name, times = names.most_common(1)[0] if names else ("", 0)
        if new_name not in old_names and 2 * times > len(topic_ids) and new_name not in renamed.values():
            renamed[name] = new_name
    return renamed
