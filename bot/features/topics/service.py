"""What there is to read, for a learner: topics with their states."""

from dataclasses import dataclass

from bot.context import AppContext
from bot.core.errors import EmptyResultError, StudyError
from bot.core.member import RequestContext
from bot.core.progress import States, UpNext, up_next
from bot.core.roadmap import Roadmap, Section, Topic
from bot.core.search import Hit
from bot.core.text_normalization import sanitize

MOST_HITS = 8
"""Search results that a phone shows without scrolling for long."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic to read; `states` is None when they cannot be read right now."""

    roadmap: Roadmap
    topic: Topic
    states: States | None


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """A learner's place on the roadmap; `following` is None when nothing is left to study."""

    roadmap: Roadmap
    states: States
    following: UpNext | None


async def open_topic(app: AppContext, request: RequestContext, asked: str) -> TopicView:
    """Return the topic that `asked` means; a StudyError says what else to try."""
    context = await app.guilds.readable(request)
    topic = await app.find_topic(context, asked, "topic")
    return TopicView(context.roadmap, topic, await app.progress.states_if_readable(context.learner(request)))


async def open_neighbour(app: AppContext, request: RequestContext, topic_id: str, step: int) -> TopicView:
    """Return the topic `step` places after `topic_id` (before it when negative); at the ends, the topic itself."""
    context = await app.guilds.readable(request)
    topic = await app.find_topic(context, topic_id, "topic")
    order = context.roadmap.order
    at = min(max(context.roadmap.position[topic.id] + step, 0), len(order) - 1)
    return TopicView(
        context.roadmap,
        context.roadmap.topics[order[at]],
        await app.progress.states_if_readable(context.learner(request)),
    )


async def search(app: AppContext, request: RequestContext, words: str) -> tuple[Hit, ...]:
    """Return the topics whose text has `words`, best first; StudyError when none has."""
    context = await app.guilds.readable(request)
    hits = context.lookup.search(words)
    if not hits:
        app.failed_searches.add(context.roadmap.id, sanitize(words))
        raise EmptyResultError("No topic speaks of that. Try fewer or other words, or browse with /roadmap.")
    return hits[:MOST_HITS]


async def stand(app: AppContext, request: RequestContext) -> LearnerProgress:
    """Return where the learner stands on the roadmap."""
    context = await app.guilds.of(request)
    states = await app.progress.states(context.learner(request))
    return LearnerProgress(context.roadmap, states, up_next(context.roadmap, states))


async def find_section(app: AppContext, request: RequestContext, asked: str) -> tuple[LearnerProgress, Section]:
    """Return the section that `asked` names by id, number or words of its title; StudyError when none fits."""
    standing = await stand(app, request)
    wanted = asked.strip().casefold()
    for number, section in enumerate(standing.roadmap.sections, start=1):
        if wanted in (section.id, section.title.casefold(), str(number)):
            return standing, section
    for section in standing.roadmap.sections:
        if wanted and wanted in section.title.casefold():
            return standing, section
    names = ", ".join(section.markdown_title for section in standing.roadmap.sections)
    raise StudyError(f"There is no such section. Pick one of these: {names}.")
