"""What marking does: one transaction for each act, and the sums that follow from it."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.context import NOWHERE, AppContext, GuildContext
from bot.core.errors import StudyError
from bot.core.lookup import MAX_TOPICS
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import States, Tally, TopicState, UpNext, tally, up_next
from bot.core.roadmap import Roadmap, Topic
from bot.core.streak import Streak, streak
from bot.store.members import is_hidden
from bot.store.progress import Undone, activity, mark, undo_act, undo_last, undo_topic
from bot.store.progress import states as states_of

SEPARATOR = re.compile(r"[,;\n]")
"""What stands between topics; "and" does too, but may belong to a name."""

VERBS = {TopicState.DONE: "done", TopicState.STARTED: "start", TopicState.SKIPPED: "skip"}


@dataclass(frozen=True, slots=True)
class MarkResult:
    """What an act brought: topics that changed, topics that were so already, names nobody knows, and where it led."""

    roadmap: Roadmap
    kind: TopicState
    act_id: int
    changed: tuple[Topic, ...]
    unchanged: tuple[Topic, ...]
    unknown: tuple[str, ...]
    points: int
    states: States

    @property
    def sums(self) -> Tally:
        """The learner's tally over the whole roadmap, after the act."""
        return tally(self.roadmap.order, self.states)

    @property
    def following(self) -> UpNext | None:
        """What to study next, after the act."""
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


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A learner's progress; `last_at` is aware UTC, None for somebody who has not begun."""

    roadmap: Roadmap
    states: States
    streak: Streak
    points: int
    last_at: datetime | None


async def mark_topics(app: AppContext, request: RequestContext, asked: str, kind: TopicState) -> MarkResult:
    """Mark one topic, or several separated by commas. Of several, those that cannot be told are given back by name."""
    context = await app.guilds.of(request)
    topics, unknown = await _topics(app, context, asked, VERBS[kind])
    learner = context.learner(request)
    async with app.recording(request) as connection:
        marked = await mark(
            connection, request, learner, [one.id for one in topics], kind, local_date=context.date_of(request)
        )
    app.progress.put(learner, marked.states)
    return MarkResult(
        roadmap=context.roadmap,
        kind=kind,
        act_id=request.id,
        changed=tuple(one for one in topics if one.id in marked.changed),
        unchanged=tuple(one for one in topics if one.id in marked.unchanged),
        unknown=tuple(unknown),
        points=marked.points,
        states=marked.states,
    )


async def take_back(app: AppContext, request: RequestContext, asked: str) -> UndoResult:
    """Undo the last act of any kind; or, named by `asked`, the last thing done with a topic."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    topic = await app.find_topic(context, asked, "undo") if asked.strip() else None
    async with app.recording(request) as connection:
        undone = await (
            undo_topic(connection, request, learner, topic.id) if topic else undo_last(connection, request, learner)
        )
    if undone is None:
        raise StudyError(f"{topic.title} is open: nothing to undo." if topic else "There is nothing to undo.")
    return _taken_back(app, context, learner, undone)


async def take_back_act(app: AppContext, request: RequestContext, asked: str) -> UndoResult:
    """Undo one act by its id, all its topics at once; StudyError when nothing of it is in force any more."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    try:
        action_id = int(asked, 16)
    except ValueError:
        raise StudyError("This button does not say what to undo. Use /undo to take back the last thing.") from None
    async with app.recording(request) as connection:
        undone = await undo_act(connection, request, learner, action_id)
    if undone is None:
        raise StudyError("That was undone already. /progress shows where you stand.")
    return _taken_back(app, context, learner, undone)


async def report(app: AppContext, request: RequestContext, user_id: int) -> ProgressReport:
    """Return the progress of a member on the roadmap here; StudyError when they keep it from others."""
    context = await app.guilds.of(request)
    learner = LearnerKey(user_id, context.roadmap.id)
    async with app.database.reading() as connection:
        if user_id != request.user_id and await is_hidden(connection, request.guild_id or NOWHERE, user_id):
            raise StudyError("This member keeps their progress to themselves.")
        states = await states_of(connection, learner)
        active = await activity(connection, learner)
    run = streak(active.days, context.date_of(request))
    return ProgressReport(context.roadmap, states, run, active.points, active.last_at)


async def _topics(app: AppContext, context: GuildContext, asked: str, verb: str) -> tuple[list[Topic], list[str]]:
    if sum(1 for part in SEPARATOR.split(asked) if part.strip()) > MAX_TOPICS:
        raise StudyError(f"That is more than I can take in at once: send me up to {MAX_TOPICS} topics at a time.")
    names = context.lookup.split_topics(asked)
    if len(names) <= 1:
        return [await app.find_topic(context, names[0] if names else asked, verb)], []
    topics: dict[str, Topic] = {}
    unknown: list[str] = []
    for name in names:
        try:
            topic = await app.find_topic(context, name, verb)
        except StudyError:
            unknown.append(name)
        else:
            topics[topic.id] = topic
    if not topics:
        raise StudyError("I know none of these topics. Write their names with commas between, such as csrf, xss.")
    return list(topics.values()), unknown


def _taken_back(app: AppContext, context: GuildContext, learner: LearnerKey, undone: Undone) -> UndoResult:
    app.progress.put(learner, undone.states)
    known = context.roadmap.topics
    titles = tuple(known[one].title if one in known else one for one in undone.topic_ids)
    only = known.get(undone.topic_ids[0]) if len(undone.topic_ids) == 1 else None
    return UndoResult(context.roadmap, undone.kind, titles, only, undone.points, undone.states)
