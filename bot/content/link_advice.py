"""Advice on what ties topics together: the order of study, and the places to learn more."""

from collections import defaultdict
from collections.abc import Iterator

from bot.content.remarks import Remark
from bot.core.roadmap import Roadmap, Topic

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
