"""Placements: one sitting for each learner, whose answers are those of its kind since it began."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.mastery import Answer, AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.store.answers import answer_from
from bot.store.learning_tables import answers, placements
from bot.store.progress_events import learner_params
from bot.store.sql import of_learner, upsert

_GET = select(placements).where(*of_learner(placements))
_BEGIN = upsert(
    placements, lambda new: {"sitting_id": new.sitting_id, "begun_at": new.begun_at, "ended_at": new.ended_at}
)
_END = update(placements).where(*of_learner(placements)).values(ended_at=bindparam("at"))
_ANSWERS = (
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
    row = (await connection.execute(_GET, learner_params(learner))).first()
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
    await connection.execute(_BEGIN.on(connection), row)
    return Sitting(request.id, request.at, None)


async def end_placement(connection: AsyncConnection, request: RequestContext, learner: LearnerKey) -> None:
    """Note that a learner's placement is over."""
    await connection.execute(_END, learner_params(learner) | {"at": request.at})


async def placement_answers(connection: AsyncConnection, learner: LearnerKey, sitting: Sitting) -> tuple[Answer, ...]:
    """Return the answers of a placement, oldest first."""
    found = await connection.execute(_ANSWERS, learner_params(learner) | {"since": sitting.id})
    return tuple(answer_from(row) for row in found)
