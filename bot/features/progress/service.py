"""What marking does: one transaction for each act, and the sums that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.context import AppContext
from bot.core.errors import EmptyResultError, SectionNamedError, StudyError, UnclearTopicError
from bot.core.forecast import Forecast, forecast
from bot.core.lookup import MAX_TOPICS
from bot.core.mastery import Shown, shown_of
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import States, Tally, TopicState, UpNext, left_to_do, may_become, tally, up_next
from bot.core.roadmap import Roadmap, Section, Topic
from bot.core.streak import Streak, streak
from bot.core.topic_list import TopicList, Unclear, count_parts, read_topic_list
from bot.core.user import may_see
from bot.guild_context import GuildContext
from bot.store.answers import learning_of
from bot.store.database import Connection
from bot.store.guilds import share_server
from bot.store.progress import Undone, activity, mark, undo_act, undo_last, undo_topic
from bot.store.progress import states as states_of
from bot.store.users import user_settings

VERBS = {TopicState.DONE: "done", TopicState.STARTED: "start", TopicState.SKIPPED: "skip"}


@dataclass(frozen=True, slots=True)
class MarkResult:
    """What marking brought: topics that changed, topics that were so already, what else was `listed`, where it led.

    `streak_days` is the streak that it has made as long as is worth a word; `note` what the learner wrote for
    themselves about the topic, if it is one.
    """

    roadmap: Roadmap
    kind: TopicState
    action_id: int
    changed: tuple[Topic, ...]
    unchanged: tuple[Topic, ...]
    listed: TopicList
    points: int
    states: States
    streak_days: int | None = None
    note: str = ""

    @property
    def sums(self) -> Tally:
        """The learner's tally over the whole roadmap, after marking."""
        return tally(self.roadmap.order, self.states)

    @property
    def finished_sections(self) -> list[Section]:
        """The sections whose last topics these were."""
        if self.kind is not TopicState.DONE:
            return []
        touched = dict.fromkeys(self.roadmap.section_of[topic.id] for topic in self.changed)
        sums = {section: tally(section.topic_ids, self.states) for section in touched}
        return [section for section, part in sums.items() if part.covered == part.total]

    @property
    def following(self) -> UpNext | None:
        """What to study next, after marking."""
        return up_next(self.roadmap, self.states)


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo took back, and where the learner stands now; a topic that was retired meanwhile has its id only."""

    roadmap: Roadmap
    kind: TopicState
    titles: tuple[str, ...]
    topic: Topic | None
    points: int
    states: States
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A learner's progress; `last_at` is aware UTC, None for somebody who has not begun.

    `days` are the local dates that count for the streak; `shown` is what they have shown of a topic, by its id.
    `forecast` is for the learner's own eyes alone.
    """

    roadmap: Roadmap
    states: States
    streak: Streak
    points: int
    last_at: datetime | None
    days: frozenset[date]
    today: date
    shown: Mapping[str, Shown]
    forecast: Forecast


async def mark_topics(app: AppContext, request: RequestContext, text: str, kind: TopicState) -> MarkResult:
    """Mark what `text` names: a topic, or several in a list or sentence.

    StudyError when it names none: UnclearTopicError when it comes near some, SectionNamedError for a whole section.
    """
    context = await app.guilds.of(request)
    if count_parts(text) > MAX_TOPICS:
        raise StudyError(f"That is more than I can take in at once: send me up to {MAX_TOPICS} topics at a time.")
    listed = read_topic_list(context.lookup, text)
    for query in listed.unknown:
        app.failed_searches.add(context.roadmap.id, query)
    if not listed.topics:
        raise await _nothing_named(app, context, request, listed, kind)
    return await _mark(app, context, request, listed, kind)


async def mark_section(app: AppContext, request: RequestContext, section_id: str, kind: TopicState) -> MarkResult:
    """Mark all topics of a section that are not so yet, or done; StudyError when an edit has taken the section away."""
    context = await app.guilds.of(request)
    section = context.roadmap.section_by_id.get(section_id)
    if section is None:
        raise StudyError("This section is no longer on the roadmap. /roadmap shows what is there now.")
    topics = await _markable(app, context.learner(request), context.roadmap, section, kind)
    if not topics:
        raise EmptyResultError(f"Nothing is left to mark in {section.markdown_title}.")
    return await _mark(app, context, request, TopicList(topics), kind)


async def streak_to_share(app: AppContext, request: RequestContext, argument: str) -> int:
    """Return the streak of whoever acts if it is as long as their button says; StudyError when it is not any more."""
    current = (await report(app, request, request.user_id)).streak.current
    if not argument.isdecimal() or current < int(argument):
        raise StudyError("This streak is over. /progress shows how many days it is now.")
    return current


async def section_to_share(app: AppContext, request: RequestContext, section_id: str) -> Section:
    """Return the section that whoever acts has finished; StudyError when it is not finished, or gone."""
    shown = await report(app, request, request.user_id)
    section = shown.roadmap.section_by_id.get(section_id)
    if section is None:
        raise StudyError("This section is no longer on the roadmap. /roadmap shows what is there now.")
    sums = tally(section.topic_ids, shown.states)
    if sums.covered < sums.total:
        raise StudyError(f"{section.markdown_title} is not finished any more.")
    return section


async def _check_may_see(connection: Connection, request: RequestContext, owner_id: int) -> None:
    """Raise EmptyResultError when whoever asks may not see the progress of `owner_id`.

    Its words are the same for each reason: they must not tell who hides, or who uses the bot elsewhere.
    """
    if owner_id == request.user_id:
        return
    shared = await share_server(connection, request.guild_id, request.user_id, owner_id)
    visibility = (await user_settings(connection, owner_id)).visibility
    if not may_see(request.user_id, owner_id, visibility, share_server=shared):
        raise EmptyResultError(
            "There is nothing to see: they keep their progress to themselves, or have not started here."
        )


async def _mark(
    app: AppContext, context: GuildContext, request: RequestContext, listed: TopicList, kind: TopicState
) -> MarkResult:
    learner = context.learner(request)
    topic_ids = [topic.id for topic in listed.topics]
    async with app.recording(request) as connection:
        marked = await mark(connection, request, learner, topic_ids, kind, local_date=context.date_of(request))
    app.progress.put(learner, marked.states)
    studied = marked.changed and marked.near_milestone and kind is not TopicState.SKIPPED
    notes = await app.progress.notes_if_readable(learner) if len(topic_ids) == 1 else {}
    return MarkResult(
        roadmap=context.roadmap,
        kind=kind,
        action_id=request.id,
        changed=tuple(topic for topic in listed.topics if topic.id in marked.changed),
        unchanged=tuple(topic for topic in listed.topics if topic.id in marked.unchanged),
        listed=listed,
        points=marked.points,
        states=marked.states,
        streak_days=await app.milestones.after_marking(learner, context.date_of(request)) if studied else None,
        note=notes.get(topic_ids[0], ""),
    )


async def _nothing_named(
    app: AppContext, context: GuildContext, request: RequestContext, listed: TopicList, kind: TopicState
) -> StudyError:
    """Return what is said when a list names no topic: the first thing in it that somebody can do something about."""
    match listed:
        case TopicList(unclear=[Unclear(section=Section() as section), *_]):
            topics = await _markable(app, context.learner(request), context.roadmap, section, kind)
            return SectionNamedError(section, len(topics), VERBS[kind])
        case TopicList(unclear=[Unclear(text, topics), *_]):
            return UnclearTopicError(text, topics, VERBS[kind])
        case TopicList(retired=[retired, *_]):
            return StudyError(context.roadmap.farewell(retired))
        case TopicList(left_out=[_, *_]):
            return StudyError("Nothing was marked: everything you named is unticked, crossed out or negated.")
        case TopicList(unknown=[_, _, *_]):
            return EmptyResultError("I know none of these topics. Put commas between their names.")
    unknown = "I do not know that topic. /search looks through the texts, /roadmap shows all topics."
    return EmptyResultError(unknown if listed.parts else "Which topic? Name it too; put commas between several.")


async def _markable(
    app: AppContext, learner: LearnerKey, roadmap: Roadmap, section: Section, kind: TopicState
) -> list[Topic]:
    states = await app.progress.states(learner)
    return [
        roadmap.topics[topic_id]
        for topic_id in section.topic_ids
        if may_become(states.get(topic_id, TopicState.OPEN), kind)
    ]


async def take_back(app: AppContext, request: RequestContext, typed: str) -> UndoResult:
    """Undo the last act of any kind; or, named by `typed`, the last thing done with a topic."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    topic = await app.find_topic(context, typed, "undo") if typed.strip() else None
    async with app.recording(request) as connection:
        undone = await (
            undo_topic(connection, request, learner, topic.id) if topic else undo_last(connection, request, learner)
        )
    if undone is None:
        raise EmptyResultError(
            f"{topic.markdown_title} is open: nothing to undo." if topic else "There is nothing to undo."
        )
    notes = await app.progress.notes_if_readable(learner) if topic else {}
    return replace(_taken_back(app, context, learner, undone), note=notes.get(topic.id, "") if topic else "")


async def take_back_act(app: AppContext, request: RequestContext, typed: str) -> UndoResult:
    """Undo one act by its id, all its topics at once; StudyError when nothing of it is in force any more."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    try:
        action_id = int(typed, 16)
    except ValueError:
        raise StudyError("This button does not say what to undo. Use /undo to take back the last thing.") from None
    async with app.recording(request) as connection:
        undone = await undo_act(connection, request, learner, action_id)
    if undone is None:
        raise EmptyResultError("That was undone already. /progress shows where you stand.")
    return _taken_back(app, context, learner, undone)


async def report(app: AppContext, request: RequestContext, user_id: int) -> ProgressReport:
    """Return the progress of a member on the roadmap here; EmptyResultError when it is not for whoever asks."""
    context = await app.guilds.of(request)
    learner = LearnerKey(user_id, context.roadmap.id)
    async with app.database.reading() as connection:
        await _check_may_see(connection, request, user_id)
        states = await states_of(connection, learner)
        active = await activity(connection, learner)
        learning = await learning_of(connection, learner)
        goal = (await user_settings(connection, user_id)).weekly_goal
    today = context.study_day_of(request)
    run = streak(active.days, max(today, context.date_of(request)))
    shown = shown_of(context.roadmap, learning, today)
    left, first_weekday = len(left_to_do(context.roadmap, states)), context.settings.first_weekday
    ahead = forecast(left, active.finished, context.date_of(request), first_weekday, goal)
    return ProgressReport(
        context.roadmap, states, run, active.points, active.last_at, frozenset(active.days), today, shown, ahead
    )


def _taken_back(app: AppContext, context: GuildContext, learner: LearnerKey, undone: Undone) -> UndoResult:
    app.progress.put(learner, undone.states)
    known = context.roadmap.topics
    titles = tuple(known[topic_id].title if topic_id in known else topic_id for topic_id in undone.topic_ids)
    only = known.get(undone.topic_ids[0]) if len(undone.topic_ids) == 1 else None
    return UndoResult(context.roadmap, undone.kind, titles, only, undone.points, undone.states)
