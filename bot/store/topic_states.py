"""What follows from a learner's events and is kept with them: the state of each topic, and the totals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, literal, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey
from bot.core.progress import Award, TopicState
from bot.store.progress_events import learner_params
from bot.store.sql import upsert
from bot.store.tables import EARNS_POINTS, learner_totals, study_events, topic_states

_LOAD = select(topic_states.c.topic_id, topic_states.c.state, topic_states.c.action_id).where(
    topic_states.c.user_id == bindparam("user_id"), topic_states.c.roadmap_id == bindparam("roadmap_id")
)
# The same, and the newest undo of every topic that had one, as one question: two cost twice the way to the database.
_LOAD_WITH_UNDOS = union_all(
    _LOAD,
    select(study_events.c.topic_id, literal(TopicState.OPEN.value), func.max(study_events.c.voided_by))
    .where(
        study_events.c.user_id == bindparam("user_id"),
        study_events.c.roadmap_id == bindparam("roadmap_id"),
        study_events.c.voided_by.is_not(None),
        study_events.c.kind.not_in([award.value for award in Award]),
    )
    .group_by(study_events.c.topic_id),
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
    found = await connection.execute(_LOAD, _of(learner))
    return {topic_id: StateEntry(TopicState(state), action_id) for topic_id, state, action_id in found}


async def load_states_and_undos(
    connection: AsyncConnection, learner: LearnerKey
) -> tuple[dict[str, StateEntry], dict[str, int]]:
    """Return what `load_states` gives, and the newest act that took back anything of a topic, by topic id."""
    found = (await connection.execute(_LOAD_WITH_UNDOS, _of(learner))).all()
    standings = {
        topic_id: StateEntry(TopicState(state), action_id)
        for topic_id, state, action_id in found
        if state != TopicState.OPEN.value
    }
    return standings, {topic_id: action_id for topic_id, state, action_id in found if state == TopicState.OPEN.value}


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
        study_events.c.user_id == bindparam("of_user"), study_events.c.roadmap_id == bindparam("of_roadmap"), _COUNTS
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
