"""The sums of learners' done events: a row each, always recomputed from the events and so never out of step."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey
from bot.store.progress_events import learner_params
from bot.store.tables import learner_totals, study_events
from bot.store.upsert import upsert

_COUNTS = (study_events.c.kind == "done", study_events.c.voided_at.is_(None))
_SUMS = (
    func.coalesce(func.sum(study_events.c.points), 0).label("points"),
    func.count().label("topics"),
    func.max(study_events.c.at).label("last_done_at"),
)
_REFRESH = upsert(
    learner_totals,
    lambda new: {"points": new.points, "topics": new.topics, "last_done_at": new.last_done_at},
    rows=select(bindparam("of_user").label("user_id"), bindparam("of_roadmap").label("roadmap_id"), *_SUMS).where(
        study_events.c.user_id == bindparam("of_user"), study_events.c.roadmap_id == bindparam("of_roadmap"), *_COUNTS
    ),
)
_ALL = insert(learner_totals).from_select(
    ["user_id", "roadmap_id", "points", "topics", "last_done_at"],
    select(study_events.c.user_id, study_events.c.roadmap_id, *_SUMS)
    .where(*_COUNTS)
    .group_by(study_events.c.user_id, study_events.c.roadmap_id),
)


async def refresh_totals(connection: AsyncConnection, learners: Sequence[LearnerKey]) -> None:
    """Recompute the totals of some learners: at most one event per topic is summed for each."""
    await connection.execute(_REFRESH.on(connection), [learner_params(learner) for learner in learners])


async def rebuild_totals(connection: AsyncConnection) -> int:
    """Recompute every total from the events; give how many learners have one. Writers wait meanwhile."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE learner_totals IN EXCLUSIVE MODE"))
    await connection.execute(delete(learner_totals))
    await connection.execute(_ALL)
    return (await connection.execute(select(func.count()).select_from(learner_totals))).scalar_one()
