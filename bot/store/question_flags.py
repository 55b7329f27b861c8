"""What members found wrong with questions: counted for the author, with their words."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey, RequestContext
from bot.store.learning_tables import question_flags
from bot.store.sql import upsert

_PUT = upsert(question_flags, lambda new: {"note": new.note, "local_date": new.local_date, "at": new.at})
_TODAY = select(func.count()).where(
    question_flags.c.user_id == bindparam("user_id"),
    question_flags.c.local_date == bindparam("day"),
    question_flags.c.question_id != bindparam("question_id"),
)
_MOST = (
    select(question_flags.c.question_id, question_flags.c.topic_id, func.count().label("times"))
    .where(question_flags.c.roadmap_id == bindparam("roadmap_id"))
    .group_by(question_flags.c.question_id, question_flags.c.topic_id)
    .order_by(func.count().desc(), question_flags.c.question_id)
    .limit(bindparam("most"))
)
_NOTES = (
    select(question_flags.c.note)
    .where(
        question_flags.c.roadmap_id == bindparam("roadmap_id"),
        question_flags.c.question_id == bindparam("question_id"),
        question_flags.c.note != "",
    )
    .order_by(question_flags.c.at.desc())
    .limit(3)
)


@dataclass(frozen=True, slots=True)
class FlaggedQuestion:
    """A question, how many members found something wrong with it, and the newest of their words."""

    question_id: str
    topic_id: str
    times: int
    notes: tuple[str, ...]


async def flags_today(connection: AsyncConnection, user_id: int, day: date, question_id: str) -> int:
    """Return how many other questions somebody flagged on a local date."""
    asked = {"user_id": user_id, "day": day, "question_id": question_id}
    return int((await connection.execute(_TODAY, asked)).scalar_one())


async def flag_question(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    *,
    topic_id: str,
    question_id: str,
    note: str,
    day: date,
) -> None:
    """Note that a learner found something wrong with a question; their later words replace the earlier ones."""
    row = {
        "user_id": learner.user_id,
        "roadmap_id": learner.roadmap_id,
        "question_id": question_id,
        "topic_id": topic_id,
        "note": note,
        "local_date": day,
        "at": request.at,
    }
    await connection.execute(_PUT.on(connection), row)


async def most_flagged(connection: AsyncConnection, roadmap_id: str, limit: int = 20) -> tuple[FlaggedQuestion, ...]:
    """Return the questions that most members flagged, with up to three of their notes."""
    found = (await connection.execute(_MOST, {"roadmap_id": roadmap_id, "most": limit})).all()
    flagged = []
    for row in found:
        asked = {"roadmap_id": roadmap_id, "question_id": row.question_id}
        notes = tuple((await connection.execute(_NOTES, asked)).scalars())
        flagged.append(FlaggedQuestion(row.question_id, row.topic_id, row.times, notes))
    return tuple(flagged)
