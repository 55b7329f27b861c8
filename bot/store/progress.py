"""What learners did with topics: marking, taking back, asking where they stand, and the placement that finds it out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.mastery import Answer, AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import States, TopicState, may_become
from bot.core.streak import ANSWERS_A_DAY
from bot.store.answers import answer_from
from bot.store.learning_tables import answers, placements
from bot.store.progress_events import (
    ProgressEvent,
    StateEntry,
    clear_states,
    latest_in_force,
    learner_params,
    load_events,
    load_states,
    load_states_and_undos,
    lock_learner,
    points_of_action,
    refresh_totals,
    revoke,
    save_states,
    upsert_events,
)
from bot.store.sql import of_learner, upsert
from bot.store.tables import study_events


@dataclass(frozen=True, slots=True)
class Marked:
    """What marking brought: the topics that changed, those that did not, the points earned now, all states after.

    A topic is unchanged when it was so already, or done, or when a newer act of the learner came in first.
    `near_milestone` is whether they were active on so many of the days before that a streak may reach a milestone.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    points: int
    states: States
    near_milestone: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the kind of act, its topics, the points that went with it, all states after."""

    kind: TopicState
    topic_ids: tuple[str, ...]
    points: int
    states: States


@dataclass(frozen=True, slots=True)
class Activity:
    """What a learner's record says: local dates studied on (rising), points, the last instant (UTC) of any act.

    A day with ANSWERS_A_DAY answers is one of them. `finished` is how many topics were done on a local date.
    """

    days: tuple[date, ...]
    points: int
    last_at: datetime | None
    finished: Mapping[date, int]


async def mark(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    topic_ids: Sequence[str],
    wanted: TopicState,
    *,
    local_date: date,
) -> Marked:
    """Mark topics (ids that the caller knows to exist) as started, skipped or done; repeats count once.

    `local_date` is the learner's date at `act.at`. The same act again changes nothing and gives the same answer.
    Raises ValueError for OPEN: what is marked is taken back by an undo.
    """
    if wanted is TopicState.OPEN:
        raise ValueError("a topic is marked started, skipped or done; undo makes it open")
    await lock_learner(connection, learner)
    held, undone, near_milestone = await load_states_and_undos(connection, learner, local_date)
    named = tuple(dict.fromkeys(topic_ids))
    due = [
        topic_id
        for topic_id in named
        if undone.get(topic_id, 0) < request.id and _may_move(held.get(topic_id), wanted, request)
    ]
    earned = await upsert_events(connection, request, learner, due, wanted, local_date) if due else {}
    if earned:
        moved = dict.fromkeys(earned, StateEntry(wanted, request.id))
        await save_states(connection, learner, moved, request.at)
        if wanted is TopicState.DONE:
            await refresh_totals(connection, [learner])
        held |= moved
    elif StateEntry(wanted, request.id) in held.values():  # delivered a second time
        earned = await points_of_action(connection, request, learner)
    changed = tuple(topic_id for topic_id in named if topic_id in earned)
    unchanged = tuple(topic_id for topic_id in named if topic_id not in earned)
    states = {topic_id: entry.state for topic_id, entry in held.items()}
    return Marked(changed, unchanged, sum(earned.values()), states, near_milestone=near_milestone)


def _may_move(held: StateEntry | None, wanted: TopicState, request: RequestContext) -> bool:
    if held is None:
        return may_become(TopicState.OPEN, wanted)
    return held.action_id < request.id and may_become(held.state, wanted)


async def undo_last(connection: AsyncConnection, request: RequestContext, learner: LearnerKey) -> Undone | None:
    """Take back the learner's last act on this roadmap, of any kind, with all its topics; None when there is none.

    The same act again takes nothing more back and gives the same answer.
    """
    return await _undo(connection, request, learner, _last_act)


async def undo_topic(
    connection: AsyncConnection, request: RequestContext, learner: LearnerKey, topic_id: str
) -> Undone | None:
    """Take back the last thing that the learner did with one topic; None when it is open. Idempotent as undo_last."""

    def last_of_topic(events: Iterable[ProgressEvent]) -> list[ProgressEvent]:
        return _last_act(event for event in events if event.topic_id == topic_id)

    return await _undo(connection, request, learner, last_of_topic)


async def undo_act(
    connection: AsyncConnection, request: RequestContext, learner: LearnerKey, action_id: int
) -> Undone | None:
    """Take back what is still in force of the act with this id; None when nothing is. Idempotent as undo_last."""
    return await _undo(
        connection, request, learner, lambda events: [event for event in events if event.action_id == action_id]
    )


def _last_act(events: Iterable[ProgressEvent]) -> list[ProgressEvent]:
    in_force = list(events)
    last = max((event.action_id for event in in_force), default=None)
    return [event for event in in_force if event.action_id == last]


async def _undo(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    choose: Callable[[Iterable[ProgressEvent]], list[ProgressEvent]],
) -> Undone | None:
    await lock_learner(connection, learner)
    events = await load_events(connection, learner)
    undone = [event for event in events if event.voided_by == request.id]  # delivered a second time
    if not undone:
        if any(event.voided and event.action_id > request.id for event in events):
            return None  # as old as that, it is a second delivery whose trace a newer undo has covered
        undone = choose(event for event in events if not event.voided and event.action_id < request.id)
        if not undone:
            return None
        events = tuple(event for event in events if event not in undone)
        await _take_back(connection, request, learner, undone, events)
    states = {topic_id: event.kind for topic_id, event in latest_in_force(events).items()}
    topic_ids = tuple(sorted(event.topic_id for event in undone))
    return Undone(undone[0].kind, topic_ids, sum(event.points for event in undone), states)


async def _take_back(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    undone: Sequence[ProgressEvent],
    left: Iterable[ProgressEvent],
) -> None:
    await revoke(connection, request, learner, undone)
    stands = latest_in_force(left)
    touched = {event.topic_id for event in undone}
    fallen = {
        topic_id: StateEntry(event.kind, event.action_id) for topic_id, event in stands.items() if topic_id in touched
    }
    await save_states(connection, learner, fallen, request.at)
    await clear_states(connection, learner, touched - fallen.keys())
    if any(event.kind is TopicState.DONE for event in undone):
        await refresh_totals(connection, [learner])


async def states(connection: AsyncConnection, learner: LearnerKey) -> States:
    """Return the states of the topics that a learner has touched; a topic that is absent is open."""
    return {topic_id: held.state for topic_id, held in (await load_states(connection, learner)).items()}


_ACTIVITY = (
    select(
        study_events.c.local_date,
        func.sum(study_events.c.points),
        func.max(study_events.c.at),
        func.count().filter(study_events.c.kind.in_([TopicState.STARTED.value, TopicState.DONE.value])),
        func.count().filter(study_events.c.kind == TopicState.DONE.value),
    )
    .where(
        *of_learner(study_events),
        study_events.c.voided_at.is_(None),
    )
    .group_by(study_events.c.local_date)
    .order_by(study_events.c.local_date)
)


_PRACTICE = (
    select(answers.c.local_date, func.count(), func.max(answers.c.at))
    .where(*of_learner(answers))
    .group_by(answers.c.local_date)
)


async def activity(connection: AsyncConnection, learner: LearnerKey) -> Activity:
    """Return when a learner studied and what it earned; a skipped topic is no day of study, but a sign of life."""
    rows = (await connection.execute(_ACTIVITY, learner_params(learner))).all()
    practice = (await connection.execute(_PRACTICE, learner_params(learner))).all()
    days = {day for day, _, _, studied, _ in rows if studied}
    days |= {day for day, number, _ in practice if number >= ANSWERS_A_DAY}
    signs = [at for _, _, at, _, _ in rows] + [at for _, _, at in practice]
    finished = {day: done for day, _, _, _, done in rows if done}
    return Activity(tuple(sorted(days)), sum(points for _, points, *_ in rows), max(signs, default=None), finished)


_LAST_PLACEMENT = select(placements).where(*of_learner(placements))
_BEGIN_PLACEMENT = upsert(
    placements, lambda new: {"sitting_id": new.sitting_id, "begun_at": new.begun_at, "ended_at": new.ended_at}
)
_END_PLACEMENT = update(placements).where(*of_learner(placements)).values(ended_at=bindparam("at"))
_PLACEMENT_ANSWERS = (
    select(answers)
    .where(
        *of_learner(answers),
        answers.c.kind == AnswerKind.PLACEMENT.value,
        answers.c.asking_id >= bindparam("since"),
    )
    .order_by(answers.c.action_id)
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A placement: the snowflake and instant (aware UTC) of its beginning; `ended_at` is None while it goes on."""

    id: int
    begun_at: datetime
    ended_at: datetime | None


async def last_placement(connection: AsyncConnection, learner: LearnerKey) -> Sitting | None:
    """Return a learner's last placement, ended or not."""
    row = (await connection.execute(_LAST_PLACEMENT, learner_params(learner))).first()
    return Sitting(row.sitting_id, row.begun_at, row.ended_at) if row else None


async def begin_placement(connection: AsyncConnection, request: RequestContext, learner: LearnerKey) -> Sitting:
    """Begin a placement in the place of the last one."""
    row = {
        "user_id": learner.user_id,
        "roadmap_id": learner.roadmap_id,
        "sitting_id": request.id,
        "begun_at": request.at,
        "ended_at": None,
    }
    await connection.execute(_BEGIN_PLACEMENT.on(connection), row)
    return Sitting(request.id, request.at, None)


async def end_placement(connection: AsyncConnection, request: RequestContext, learner: LearnerKey) -> None:
    """Note that a learner's placement is over."""
    await connection.execute(_END_PLACEMENT, learner_params(learner) | {"at": request.at})


async def placement_answers(connection: AsyncConnection, learner: LearnerKey, sitting: Sitting) -> tuple[Answer, ...]:
    """Return the answers of a placement, oldest first."""
    rows = await connection.execute(_PLACEMENT_ANSWERS, learner_params(learner) | {"since": sitting.id})
    return tuple(answer_from(row) for row in rows)
