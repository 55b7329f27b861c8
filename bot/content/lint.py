"""What could be better in sound content: told by the `check` command, never in the way of a start."""

import re
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from rapidfuzz import fuzz

from bot.content.errors import Mistake, Remark, in_order
from bot.content.loader import Shelf
from bot.content.quiz_lint import advise_on_quizzes, telling
from bot.content.yaml_reader import Place, dotted
from bot.core.roadmap import Roadmap, Topic
from bot.core.spelling import key, words

NEW_WORDS = 4
"""How many words a summary has, at least, that the title has not."""

TWICE = 80
"""How alike (of 100) two key points are that say the same."""

FAR_ABOVE = 12
"""How much harder (in points of `reading_level`) than the middle topic a text may be."""

CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+")


def reading_level(text: str) -> float:
    """Measure how hard `text` is to read (LIX: words per sentence plus percent of words over six letters)."""
    plain = CODE.sub(" it ", text)
    found = WORD.findall(plain)
    sentences = [part for part in SENTENCE_END.split(plain) if WORD.search(part)]
    if not found:
        return 0.0
    return len(found) / len(sentences) + 100 * sum(len(word) > 6 for word in found) / len(found)


def advise_on_texts(roadmap: Roadmap) -> Iterator[Remark]:
    """Find summaries that repeat the title, key points said twice, and texts far harder than the rest."""
    levels = {topic.id: reading_level(f"{topic.summary}\n{topic.explanation}") for topic in roadmap}
    usual = median(levels.values())
    for topic in roadmap:
        yield from _summary(topic)
        yield from _key_points(topic)
        if levels[topic.id] > usual + FAR_ABOVE:
            told = f"is far harder to read than the rest ({levels[topic.id]:.0f}, usual is {usual:.0f})"
            yield Remark(topic.id, ("explanation",), f"{told}: make sentences shorter and words plainer")


def _summary(topic: Topic) -> Iterator[Remark]:
    title = set(words(topic.title))
    if len([word for word in telling(topic.summary) if word not in title]) < NEW_WORDS:
        yield Remark(topic.id, ("summary",), "hardly says more than the title: say what it is for")


def _key_points(topic: Topic) -> Iterator[Remark]:
    said: dict[Place, str] = {("summary",): topic.summary}
    for position, point in enumerate(topic.key_points):
        for place, before in said.items():
            if fuzz.token_sort_ratio(" ".join(telling(point)), " ".join(telling(before))) >= TWICE:
                yield Remark(topic.id, ("key_points", position), f"says again what {dotted(place)} says")
                break
        said["key_points", position] = point


def advise_on_names(roadmap: Roadmap) -> Iterator[Remark]:
    """Find names that members cannot tell from another topic's, such as `permission` beside `Permissions`."""
    taken: dict[str, tuple[Topic, str]] = {}
    for topic in roadmap:
        for place, name in _names(topic):
            first, said = taken.setdefault(key(words(name)), (topic, name))
            if first is not topic:
                text = f"`{name}` is read as `{said}` of {first.id}: a search cannot tell them apart"
                yield Remark(topic.id, place, text)


def _names(topic: Topic) -> Iterator[tuple[Place, str]]:
    yield ("id",), topic.id
    yield ("title",), topic.title
    for position, alias in enumerate(topic.aliases):
        yield ("aliases", position), alias


OFFICIAL = "official"

MANY_TOPICS = 3
"""More topics than these that send members to one page say that none has found its own."""


def advise_on_links(roadmap: Roadmap) -> Iterator[Remark]:
    """Find resources in a poor order or used by many topics, topics that stand alone, and needs that come later."""
    needed = {need for topic in roadmap for need in topic.prerequisites}
    for topic in roadmap:
        yield from _resources(topic)
        yield from _later(roadmap, topic)
        if len(roadmap) > 1 and not topic.prerequisites and topic.id not in needed:
            yield Remark(topic.id, (), "needs no topic, and none needs it: tie it in with `prerequisites`")
    yield from _shared(roadmap)


def _resources(topic: Topic) -> Iterator[Remark]:
    kinds = [resource.kind for resource in topic.resources]
    if OFFICIAL not in kinds:
        yield Remark(topic.id, ("resources",), "names nothing official: documentation comes first")
    elif misplaced := [
        place for place, kind in enumerate(kinds) if kind == OFFICIAL and place >= kinds.count(OFFICIAL)
    ]:
        yield Remark(topic.id, ("resources", misplaced[0]), "is official and stands behind others: put it first")


def _later(roadmap: Roadmap, topic: Topic) -> Iterator[Remark]:
    """Find a need that the same section lists later; between sections `/next` follows the needs, not the order."""
    for place, need in enumerate(topic.prerequisites):
        if roadmap.section_of[need] is not roadmap.section_of[topic.id]:
            continue
        if roadmap.position[need] > roadmap.position[topic.id]:
            yield Remark(topic.id, ("prerequisites", place), f"`{need}` comes later in this section than this topic")


def _shared(roadmap: Roadmap) -> Iterator[Remark]:
    """Find an address that one topic gives twice, or many topics give."""
    users: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for topic in roadmap:
        for place, resource in enumerate(topic.resources):
            users[resource.url].append((topic.id, place))
    for url, uses in users.items():
        topic_ids = list(dict.fromkeys(topic_id for topic_id, _ in uses))
        last, place = uses[-1]
        if len(topic_ids) < len(uses):
            yield Remark(last, ("resources", place), f"{url} stands here twice")
        if len(topic_ids) > MANY_TOPICS:
            yield Remark(
                last, ("resources", place), f"{url} is given by {len(topic_ids)} topics: {', '.join(topic_ids)}"
            )


ADVISERS = (advise_on_names, advise_on_texts, advise_on_quizzes, advise_on_links)


def advise(shelf: Shelf) -> list[Mistake]:
    """Return what could be better in a roadmap, in the order of files and lines; nothing while it has mistakes."""
    return in_order(_all(shelf, shelf.roadmap)) if shelf.roadmap else []


def _all(shelf: Shelf, roadmap: Roadmap) -> Iterator[Mistake]:
    for adviser in ADVISERS:
        for remark in adviser(roadmap):
            source = shelf.folder.topics.get(remark.topic_id, shelf.folder.roadmap)
            if source:
                yield source.mistake(remark.place, remark.text)
