"""The rows of study events, and the states and totals of a learner that follow from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal, select, text, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import EARNING, POINTS_PER_AWARD, Award, TopicState
from bot.core.recurrence import ONE_DAY
from bot.core.streak import MAX_FREEZES, MILESTONES
from bot.store.learning_tables import answers
from bot.store.sql import of_learner, upsert
from bot.store.tables import EARNS_POINTS, learner_totals, study_events, topic_states

_LOCK = select(func.pg_advisory_xact_lock(bindparam("user_id")))
_OF_LEARNER = of_learner(study_events)
IS_STATE = study_events.c.kind.not_in([award.value for award in Award])
"""What holds for events that say where a learner stands: awards stand beside them, and no undo takes them back."""

_LOAD = select(
    study_events.c.topic_id,
    study_events.c.kind,
    study_events.c.at,
    study_events.c.points,
    study_events.c.action_id,
    study_events.c.voided_at.is_not(None).label("voided"),
    study_events.c.voided_by,
).where(*_OF_LEARNER, IS_STATE)
# An event that is there already is restored as it was first written.
_PUT = upsert(
    study_events,
    lambda new: {"action_id": new.action_id, "voided_at": None},
    returning=(study_events.c.topic_id, study_events.c.points),
)
_VOID = (
    update(study_events)
    .where(*_OF_LEARNER, study_events.c.topic_id == bindparam("of_topic"), study_events.c.kind == bindparam("of_kind"))
    .values(voided_at=bindparam("since"), voided_by=bindparam("by"))
)
_EARNED_BY = select(study_events.c.topic_id, study_events.c.points).where(
    *_OF_LEARNER, study_events.c.action_id == bindparam("action_id"), study_events.c.voided_at.is_(None), IS_STATE
)


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """A study event of one learner, as the rules need it."""

    topic_id: str
    kind: TopicState
    at: datetime
    points: int
    action_id: int
    voided: bool
    voided_by: int | None


async def lock_learner(connection: AsyncConnection, learner: LearnerKey) -> None:
    """Make others who write this learner's events wait for the end of this transaction (SQLite has one writer)."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK, {"user_id": learner.user_id})


async def load_events(connection: AsyncConnection, learner: LearnerKey) -> tuple[ProgressEvent, ...]:
    """Return every event of a learner that says where they stand, voided ones too."""
    rows = await connection.execute(_LOAD, learner_params(learner))
    return tuple(
        ProgressEvent(
            row.topic_id, TopicState(row.kind), row.at, row.points, row.action_id, bool(row.voided), row.voided_by
        )
        for row in rows
    )


async def upsert_events(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    topic_ids: Sequence[str],
    kind: TopicState | Award,
    day: date,
) -> dict[str, int]:
    """Write or restore one event per topic; give their points, by topic id."""
    row: dict[str, Any] = {
        "user_id": learner.user_id,
        "roadmap_id": learner.roadmap_id,
        "kind": kind.value,
        "at": request.at,
        "local_date": day,
        "points": POINTS_PER_AWARD if kind in EARNING else 0,
        "guild_id": request.guild_id,
        "action_id": request.id,
    }
    rows = await connection.execute(_PUT.on(connection), [row | {"topic_id": topic_id} for topic_id in topic_ids])
    return {row.topic_id: row.points for row in rows}


async def points_of_action(connection: AsyncConnection, request: RequestContext, learner: LearnerKey) -> dict[str, int]:
    """Return the points of the events that an earlier delivery of `request` put in force, by topic id."""
    rows = await connection.execute(_EARNED_BY, learner_params(learner) | {"action_id": request.id})
    return {row.topic_id: row.points for row in rows}


async def revoke(
    connection: AsyncConnection, request: RequestContext, learner: LearnerKey, events: Iterable[ProgressEvent]
) -> None:
    """Take events back, by `request`."""
    rows = [
        learner_params(learner)
        | {"of_topic": event.topic_id, "of_kind": event.kind.value, "since": request.at, "by": request.id}
        for event in events
    ]
    await connection.execute(_VOID, rows)


def latest_in_force(events: Iterable[ProgressEvent]) -> Mapping[str, ProgressEvent]:
    """Return, by topic id, the event in force that decides its state: the one that was put in force last."""
    last: dict[str, ProgressEvent] = {}
    for event in events:
        held = last.get(event.topic_id)
        if not event.voided and (held is None or held.action_id < event.action_id):
            last[event.topic_id] = event
    return last


def learner_params(learner: LearnerKey) -> dict[str, Any]:
    """Return the parameters that name a learner in a question."""
    return {"of_user": learner.user_id, "of_roadmap": learner.roadmap_id}


_LOAD_STATES = select(topic_states.c.topic_id, topic_states.c.state, topic_states.c.action_id).where(
    topic_states.c.user_id == bindparam("user_id"), topic_states.c.roadmap_id == bindparam("roadmap_id")
)
# The same, and the newest undo of every topic that had one, as one question: two cost twice the way to the database.
LATELY = "lately"
"""Stands where a state would, for a count of days on which a learner did anything lately."""
_LOAD_WITH_UNDOS = union_all(
    _LOAD_STATES,
    select(study_events.c.topic_id, literal(TopicState.OPEN.value), func.max(study_events.c.voided_by))
    .where(
        study_events.c.user_id == bindparam("user_id"),
        study_events.c.roadmap_id == bindparam("roadmap_id"),
        study_events.c.voided_by.is_not(None),
        study_events.c.kind.not_in([award.value for award in Award]),
    )
    .group_by(study_events.c.topic_id),
    *(
        select(literal(""), literal(LATELY), func.count(table.c.local_date.distinct())).where(
            table.c.user_id == bindparam("user_id"),
            table.c.roadmap_id == bindparam("roadmap_id"),
            table.c.local_date.between(bindparam("first_day"), bindparam("last_day")),
        )
        for table in (study_events, answers)
    ),
)
_SET = upsert(
    topic_states,
    lambda new: {"state": new.state, "changed_at": new.changed_at, "action_id": new.action_id},
)
_CLEAR = delete(topic_states).where(
    topic_states.c.user_id == bindparam("user_id"),
    topic_states.c.roadmap_id == bindparam("roadmap_id"),
    topic_states.c.topic_id == bindparam("topic_id"),
)


@dataclass(frozen=True, slots=True)
class StateEntry:
    """Where a learner stands with a topic, and the act that put it so."""

    state: TopicState
    action_id: int


async def load_states(connection: AsyncConnection, learner: LearnerKey) -> dict[str, StateEntry]:
    """Return where a learner stands, by the id of every topic that is not open."""
    rows = await connection.execute(_LOAD_STATES, _of(learner))
    return {topic_id: StateEntry(TopicState(state), action_id) for topic_id, state, action_id in rows}


async def load_states_and_undos(
    connection: AsyncConnection, learner: LearnerKey, day: date
) -> tuple[dict[str, StateEntry], dict[str, int], bool]:
    """Return what `load_states` gives, the newest act that took back anything of a topic, by topic id, and a bool.

    It is whether the learner was active on so many of the days before `day` that it may bring a milestone.
    """
    needed = min(MILESTONES) - 1
    days = {"first_day": day - (needed + 2 * MAX_FREEZES) * ONE_DAY, "last_day": day - ONE_DAY}
    rows = (await connection.execute(_LOAD_WITH_UNDOS, _of(learner) | days)).all()
    standings, undone, active = {}, {}, 0
    for topic_id, state, number in rows:
        if state == LATELY:
            active += number
        elif state == TopicState.OPEN.value:
            undone[topic_id] = number
        else:
            standings[topic_id] = StateEntry(TopicState(state), number)
    return standings, undone, active >= needed


async def save_states(
    connection: AsyncConnection, learner: LearnerKey, standings: Mapping[str, StateEntry], at: datetime
) -> None:
    """Write where a learner stands with the given topics since `at`."""
    rows = [
        _of(learner) | {"topic_id": topic_id, "state": held.state.value, "changed_at": at, "action_id": held.action_id}
        for topic_id, held in standings.items()
    ]
    if rows:
        await connection.execute(_SET.on(connection), rows)


async def clear_states(connection: AsyncConnection, learner: LearnerKey, topic_ids: Iterable[str]) -> None:
    """Make topics open for a learner."""
    rows = [_of(learner) | {"topic_id": topic_id} for topic_id in topic_ids]
    if rows:
        await connection.execute(_CLEAR, rows)


def _of(learner: LearnerKey) -> dict[str, object]:
    return {"user_id": learner.user_id, "roadmap_id": learner.roadmap_id}


_COUNTS = text(EARNS_POINTS)
_SUMS = (
    func.coalesce(func.sum(study_events.c.points), 0).label("points"),
    func.count().filter(study_events.c.kind == Award.SOLID.value).label("topics"),
    func.max(study_events.c.at).label("last_done_at"),
)
_REFRESH = upsert(
    learner_totals,
    lambda new: {"points": new.points, "topics": new.topics, "last_done_at": new.last_done_at},
    rows=select(bindparam("of_user").label("user_id"), bindparam("of_roadmap").label("roadmap_id"), *_SUMS).where(
        *_OF_LEARNER, _COUNTS
    ),
)
_ALL = insert(learner_totals).from_select(
    ["user_id", "roadmap_id", "points", "topics", "last_done_at"],
    select(study_events.c.user_id, study_events.c.roadmap_id, *_SUMS)
    .where(_COUNTS)
    .group_by(study_events.c.user_id, study_events.c.roadmap_id),
)


async def refresh_totals(connection: AsyncConnection, learners: Sequence[LearnerKey]) -> None:
    """Recompute the totals of some learners: at most three events per topic are summed for each."""
    await connection.execute(_REFRESH.on(connection), [learner_params(learner) for learner in learners])


async def rebuild_totals(connection: AsyncConnection) -> int:
    """Recompute every total from the events; give how many learners have one. Writers wait meanwhile."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE learner_totals IN EXCLUSIVE MODE"))
    await connection.execute(delete(learner_totals))
    await connection.execute(_ALL)
    return (await connection.execute(select(func.count()).select_from(learner_totals))).scalar_one()
