"""What there is to read, for a learner: topics with their states."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.context import AppContext
from bot.core.errors import EmptyResultError, StudyError
from bot.core.lookup import Suggestions
from bot.core.mastery import Shown, rustiest, shown_of, shown_on
from bot.core.member import RequestContext
from bot.core.notes import notes_with
from bot.core.progress import States, UpNext, up_next
from bot.core.roadmap import Roadmap, Section, Topic
from bot.core.search import Hit
from bot.core.text_normalization import sanitize
from bot.guild_context import GuildContext

MOST_HITS = 8
"""Search results that a phone shows without scrolling for long."""
MOST_NOTES = 5
NOTHING_SPEAKS_OF_IT = "No topic mentions that. Try fewer or different words, or browse with /roadmap."


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic to read; `states` is None when they cannot be read right now.

    `shown` is what its reader has shown of it by answering, None when they were not asked about it; `note` what they
    wrote about it for themselves.
    """

    roadmap: Roadmap
    topic: Topic
    states: States | None
    shown: Shown | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Topics whose text has the words, best first, and one's own notes that have them, each with its topic."""

    hits: tuple[Hit, ...]
    notes: tuple[tuple[Topic, str], ...]


@dataclass(frozen=True, slots=True)
class LearnerProgress:
    """A learner's place on the roadmap; `following` is None when nothing is left to study.

    `shown` is what they have shown of a topic, by its id; `rusty` is the topic that they have most probably forgotten.
    """

    roadmap: Roadmap
    states: States
    following: UpNext | None
    shown: Mapping[str, Shown]
    rusty: Topic | None


async def open_topic(app: AppContext, request: RequestContext, typed: str) -> TopicView:
    """Return the topic that `typed` means; a StudyError says what else to try."""
    context = await app.guilds.readable(request)
    return await _view(app, request, context, await app.find_topic(context, typed, "topic"))


async def mentions(app: AppContext, request: RequestContext, typed: str) -> tuple[Hit, ...]:
    """Return the topics in whose texts the words of `typed` stand, best first, if they come near no topic's name."""
    context = await app.guilds.readable(request)
    match context.lookup.resolve(typed):
        case Suggestions(_, is_named=False):
            return context.lookup.search(typed)[:MOST_HITS]
    return ()


async def open_neighbour(app: AppContext, request: RequestContext, topic_id: str, step: int) -> TopicView:
    """Return the topic `step` places after `topic_id` (before it when negative); at the ends, the topic itself."""
    context = await app.guilds.readable(request)
    topic = await app.find_topic(context, topic_id, "topic")
    order = context.roadmap.order
    at = min(max(context.roadmap.position[topic.id] + step, 0), len(order) - 1)
    return await _view(app, request, context, context.roadmap.topics[order[at]])


async def _view(app: AppContext, request: RequestContext, context: GuildContext, topic: Topic) -> TopicView:
    learner = context.learner(request)
    states = await app.progress.states_if_readable(learner)
    learning = await app.progress.learning_if_readable(learner) if states is not None else {}
    shown = shown_on(learning[topic.id], topic, context.study_day_of(request)) if topic.id in learning else None
    notes = await app.progress.notes_if_readable(learner) if states is not None else {}
    return TopicView(context.roadmap, topic, states, shown, notes.get(topic.id, ""))


async def search(app: AppContext, request: RequestContext, words: str) -> SearchResult:
    """Return the topics whose text or own note has `words`; EmptyResultError when none has."""
    context = await app.guilds.readable(request)
    hits = context.lookup.search(words)
    if not hits:
        app.failed_searches.add(context.roadmap.id, sanitize(words))
    written = await app.progress.notes_if_readable(context.learner(request))
    topics = context.roadmap.topics
    own = [(topics[topic_id], written[topic_id]) for topic_id in notes_with(written, words) if topic_id in topics]
    if not hits and not own:
        raise EmptyResultError(NOTHING_SPEAKS_OF_IT)
    return SearchResult(hits[:MOST_HITS], tuple(own[:MOST_NOTES]))


async def stand(app: AppContext, request: RequestContext) -> LearnerProgress:
    """Return where the learner stands on the roadmap."""
    context = await app.guilds.of(request)
    learner, day = context.learner(request), context.study_day_of(request)
    states = await app.progress.states(learner)
    learning = await app.progress.learning(learner)
    shown = shown_of(context.roadmap, learning, day)
    rusty = rustiest(context.roadmap, learning, day)
    return LearnerProgress(context.roadmap, states, up_next(context.roadmap, states), shown, rusty)


async def find_section(app: AppContext, request: RequestContext, typed: str) -> tuple[LearnerProgress, Section]:
    """Return the section that `typed` names by id, number or words of its title; StudyError when none fits."""
    standing = await stand(app, request)
    if section := standing.roadmap.find_section(typed):
        return standing, section
    names = ", ".join(section.markdown_title for section in standing.roadmap.sections)
    raise StudyError(f"There is no such section. Pick one of these: {names}.")
