"""One bare SQLAlchemy transaction with the statements of `/done`, or of an answer: what the database alone costs."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bench.cost import Cost
from bot.core.asking import Asking, answer_with
from bot.core.mastery import AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.store.answers import answers_about, answers_on, record_answer
from bot.store.database import Connection, Database
from bot.store.progress import mark


class _Undone(Exception):
    """Ends a transaction of which nothing is to stay."""


Statement = tuple[str, tuple[Any, ...]]

STAND_IN = 1
"""The member's id in the statements as they were noted."""


async def statements_of_answer(database: Path, asking: Asking, now: datetime) -> list[Statement]:
    """Give the statements that a right answer to `asking` sends, with their parameters.

    It is the first about its topic, and the question that follows it in a quiz is about another one.
    """
    answer = answer_with(asking, asking.order.index(asking.question.answer), AnswerKind.QUIZ, now.date())
    act = RequestContext(id=1 << 62, user_id=STAND_IN, name="bench", guild_id=None, at=now)
    learner = LearnerKey(STAND_IN, asking.roadmap.id)

    async def write(connection: Connection) -> None:
        await record_answer(connection, act, learner, asking.topic, answer)
        await answers_on(connection, learner, answer.day)
        await answers_about(connection, learner, asking.roadmap.order[0])

    return await _noted(database, write)


async def statements_of_done(database: Path, topic_id: str, now: datetime) -> list[Statement]:
    """Give the statements that `/done` of an open topic sends, with their parameters."""
    act = RequestContext(id=1 << 62, user_id=STAND_IN, name="bench", guild_id=None, at=now)
    learner = LearnerKey(STAND_IN, "python-django")

    async def write(connection: Connection) -> None:
        await mark(connection, act, learner, [topic_id], TopicState.DONE, local_date=now.date())

    return await _noted(database, write)


async def _noted(database: Path, write: Callable[[Connection], Awaitable[None]]) -> list[Statement]:
    """Give the statements that `write` sends; nothing of it stays."""
    seen: list[Statement] = []

    def note(_connection: object, _cursor: object, sql: str, given: Any, *_rest: object) -> None:
        if not sql.startswith("BEGIN"):
            seen.append((sql, given))

    store = Database(f"sqlite:///{database}")
    event.listen(Engine, "before_cursor_execute", note)
    with suppress(_Undone):
        async with store.writing() as connection:
            await write(connection)
            raise _Undone
    event.remove(Engine, "before_cursor_execute", note)
    await store.close()
    return seen


async def run_bare(database: Path, statements: list[Statement], user_ids: list[int], cost: Cost) -> None:
    """Run the statements for each of these members, a transaction each, with SQLAlchemy and aiosqlite as they come."""
    engine = _bare_engine(database)
    used = time.process_time()
    for user_id in user_ids:
        began = time.perf_counter()
        async with engine.begin() as connection:
            for sql, given in statements:
                found = await connection.exec_driver_sql(sql, _as(user_id, given))
                if found.returns_rows:
                    found.all()
        cost.latencies.append(time.perf_counter() - began)
    cost.cpu.append((time.process_time() - used) / len(user_ids))
    await engine.dispose()


def _bare_engine(database: Path) -> AsyncEngine:
    """Make an engine that is as safe as the bot's: durable commits, and the write lock taken at the start."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{database}", pool_size=1, max_overflow=0, connect_args={"isolation_level": None}
    )

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _as(user_id: int, given: Any) -> Any:
    if isinstance(given, list):
        return [_as(user_id, one) for one in given]
    return tuple(user_id if value == STAND_IN and type(value) is int else value for value in given)
