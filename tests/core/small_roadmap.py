"""Makes small roadmaps for tests of rules, in which only what matters is given."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.core.roadmap import Group, Retired, Roadmap, Section, Topic


def topic(
    topic_id: str,
    title: str = "",
    *,
    aliases: tuple[str, ...] = (),
    explanation: str = "",
    key_points: tuple[str, ...] = (),
    prerequisites: tuple[str, ...] = (),
    renamed_from: tuple[str, ...] = (),
) -> Topic:
    return Topic(
        id=topic_id,
        title=title or topic_id.replace("-", " ").title(),
        section="one",
        summary="",
        explanation=explanation,
        key_points=key_points,
        minutes=30,
        resources=(),
        aliases=aliases,
        prerequisites=prerequisites,
        renamed_from=renamed_from,
    )


def roadmap(topics: Iterable[Topic], retired: Mapping[str, Retired] = MappingProxyType({})) -> Roadmap:
    """Give a roadmap of one section that holds `topics` in this order."""
    known = {one.id: one for one in topics}
    section = Section("one", "Section", "", "", (Group("Group", tuple(known)),))
    return Roadmap("small", "Small", "", (section,), MappingProxyType(known), retired)
