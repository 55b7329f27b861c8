"""What there is to read, for a learner: topics with their states."""

from dataclasses import dataclass

from bot.core.errors import StudyError
from bot.core.member import Act
from bot.core.progress import States, UpNext, up_next
from bot.core.roadmap import Roadmap, Section, Topic
from bot.core.search import Hit
from bot.core.spelling import clean
from bot.study import Study

MOST_HITS = 8
"""Search results that a phone shows without scrolling for long."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A topic to read; `states` is None when they cannot be read right now."""

    roadmap: Roadmap
    topic: Topic
    states: States | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's place on the roadmap; `following` is None when nothing is left to study."""

    roadmap: Roadmap
    states: States
    following: UpNext | None


async def open_topic(study: Study, act: Act, asked: str) -> Opened:
    """Give the topic that `asked` means; a StudyError says what else to try."""
    place = await study.place_to_read(act)
    topic = await study.topic(place, asked, "topic")
    return Opened(place.roadmap, topic, await study.states_to_read(place.learner(act)))


async def open_neighbour(study: Study, act: Act, topic_id: str, step: int) -> Opened:
    """Give the topic `step` places after `topic_id` (before it when negative); at the ends, the topic itself."""
    place = await study.place_to_read(act)
    topic = await study.topic(place, topic_id, "topic")
    order = place.roadmap.order
    at = min(max(place.roadmap.position[topic.id] + step, 0), len(order) - 1)
    return Opened(place.roadmap, place.roadmap.topics[order[at]], await study.states_to_read(place.learner(act)))


async def search(study: Study, act: Act, words: str) -> tuple[Hit, ...]:
    """Give the topics whose text has `words`, best first; StudyError when none has."""
    place = await study.place_to_read(act)
    hits = place.lookup.search(words)
    if not hits:
        study.count_miss(place, clean(words))
        raise StudyError("No topic speaks of that. Try fewer or other words, or browse with /roadmap.")
    return hits[:MOST_HITS]


async def stand(study: Study, act: Act) -> Standing:
    """Give where the learner stands on the roadmap."""
    place = await study.place(act)
    states = await study.states(place.learner(act))
    return Standing(place.roadmap, states, up_next(place.roadmap, states))


async def find_section(study: Study, act: Act, asked: str) -> tuple[Standing, Section]:
    """Give the section that `asked` names by id, number or words of its title; StudyError when none fits."""
    standing = await stand(study, act)
    wanted = asked.strip().casefold()
    for number, section in enumerate(standing.roadmap.sections, start=1):
        if wanted in (section.id, section.title.casefold(), str(number)):
            return standing, section
    for section in standing.roadmap.sections:
        if wanted and wanted in section.title.casefold():
            return standing, section
    names = ", ".join(section.title for section in standing.roadmap.sections)
    raise StudyError(f"There is no such section. Pick one of these: {names}.")
