"""Questions that schedules posted: kept as they were asked, with what the channel is to be told of the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import RequestContext
from bot.core.message_draft import Occurrence
from bot.core.posted_question import PostedQuestion, question_from_json, question_to_json
from bot.core.roadmap import Question
from bot.core.schedule import Schedule
from bot.store.group_tables import posted_questions
from bot.store.learning_tables import IS_POSTED, answers
from bot.store.sql import upsert

EDIT_INTERVAL = timedelta(seconds=2.5)
"""The least time from the end of one change of a public message to the next."""
TOKEN = "token"
"""Where a kept question has the token of the run that it was posted for."""

_row = posted_questions.c
_PUT = upsert(posted_questions, lambda _: {}, key=(_row.schedule_id, _row.run_at))
_OF_RUN = select(posted_questions).where(_row.schedule_id == bindparam("schedule"), _row.run_at == bindparam("at"))
_OF_TOPIC = select(_row.question).where(_row.schedule_id == bindparam("schedule"), _row.topic_id == bindparam("topic"))
_SPREAD = (
    select(answers.c.chosen, func.count().label("number"))
    .where(answers.c.asking_id == bindparam("asking"), text(IS_POSTED))
    .group_by(answers.c.chosen)
)
_PRESSED = (
    update(posted_questions)
    .where(_row.id == bindparam("posted"))
    .values(
        message_id=func.coalesce(_row.message_id, bindparam("message")),
        due_at=case((_row.due_at <= bindparam("now"), _row.due_at), else_=bindparam("now")),
    )
)
_is_due = (
    _row.due_at <= bindparam("now"),
    or_(_row.edited_at.is_(None), _row.edited_at <= bindparam("lately"), _row.edited_at > bindparam("now")),
)
_DUE = select(_row.id).where(*_is_due)
_CLAIM = (
    update(posted_questions)
    .where(_row.id == bindparam("posted"), *_is_due)
    .values(edited_at=bindparam("now"), due_at=case((_row.until > bindparam("now"), _row.until)))
    .returning(posted_questions)
)


async def keep_posted(
    connection: AsyncConnection,
    schedule: Schedule,
    roadmap_id: str,
    topic_id: str,
    question: Question,
    *,
    run: Occurrence,
    until: datetime,
) -> PostedQuestion:
    """Keep the question for a run of a schedule; the one that was chosen first stays."""
    row = {
        "schedule_id": schedule.id,
        "run_at": run.run.at,
        "guild_id": schedule.guild_id,
        "channel_id": schedule.channel_id,
        "roadmap_id": roadmap_id,
        "topic_id": topic_id,
        "question": question_to_json(question) | {TOKEN: run.run_token},
        "until": until,
        "due_at": until,
    }
    await connection.execute(_PUT.on(connection), row)
    return _posted((await connection.execute(_OF_RUN, {"schedule": schedule.id, "at": run.run.at})).one())


async def posted_by_id(connection: AsyncConnection, posted_id: int) -> PostedQuestion | None:
    """Return a posted question; None when there is none."""
    row = (await connection.execute(select(posted_questions).where(_row.id == posted_id))).first()
    return _posted(row) if row else None


async def posted_ids(connection: AsyncConnection, schedule_id: int, topic_id: str) -> tuple[str, ...]:
    """Return the ids of the questions about a topic that a schedule has posted."""
    rows = await connection.execute(_OF_TOPIC, {"schedule": schedule_id, "topic": topic_id})
    return tuple(question_from_json(row.question).id for row in rows)


async def note_press(connection: AsyncConnection, request: RequestContext, posted: PostedQuestion) -> None:
    """Note which message asks a question, and that there is one more answer to tell of."""
    noted = {"posted": posted.id, "message": request.message_id, "now": request.at}
    await connection.execute(_PRESSED, noted)


async def reveal(connection: AsyncConnection, posted_id: int, at: datetime) -> None:
    """Note that the channel is told at `at` (aware) how the answers were spread; the first time stays."""
    changes = {"revealed_at": func.coalesce(_row.revealed_at, at), "due_at": at}
    await connection.execute(update(posted_questions).where(_row.id == posted_id).values(**changes))


async def settle(connection: AsyncConnection, posted_id: int) -> None:
    """Note that there is nothing more to be done about a posted question, until somebody presses on it."""
    await connection.execute(update(posted_questions).where(_row.id == posted_id).values(due_at=None))


async def spread_of(connection: AsyncConnection, posted: PostedQuestion) -> Mapping[int | None, int]:
    """Return how many chose what, by the author's 0-based choice, None for "I don't know"."""
    rows = await connection.execute(_SPREAD, {"asking": posted.asking_id})
    return {row.chosen: row.number for row in rows}


async def due_questions(connection: AsyncConnection, now: datetime) -> tuple[int, ...]:
    """Return the ids of the posted questions whose message is to be changed at `now` (aware)."""
    return tuple((await connection.execute(_DUE, {"now": now, "lately": now - EDIT_INTERVAL})).scalars())


async def claim_question(connection: AsyncConnection, posted_id: int, now: datetime) -> PostedQuestion | None:
    """Take it upon oneself to change the message of a posted question now; None when another process does."""
    claimed = {"posted": posted_id, "now": now, "lately": now - EDIT_INTERVAL}
    row = (await connection.execute(_CLAIM, claimed)).first()
    return _posted(row) if row else None


async def note_edit(
    connection: AsyncConnection, posted_id: int, at: datetime, *, again_at: datetime | None = None
) -> None:
    """Note that the message of a posted question was changed by `at`, or is to be at `again_at` (both aware)."""
    changes = {"edited_at": at} | ({"due_at": again_at} if again_at else {})
    await connection.execute(update(posted_questions).where(_row.id == posted_id).values(**changes))


def _posted(row: Row[Any]) -> PostedQuestion:
    return PostedQuestion(
        id=row.id,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        message_id=row.message_id,
        roadmap_id=row.roadmap_id,
        topic_id=row.topic_id,
        question=question_from_json(row.question),
        until=row.until,
        revealed_at=row.revealed_at,
        run_token=str(row.question.get(TOKEN, "")),
    )
