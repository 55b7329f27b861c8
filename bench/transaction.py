"""One bare SQLAlchemy transaction with the statements of `/done`: what the database alone costs."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench.cost import Cost
from bot.core.member import Act, Learner
from bot.core.progress import TopicState
from bot.store.database import Database
from bot.store.study import mark

Statement = tuple[str, tuple[Any, ...]]

STAND_IN = 1
"""The member's id in the statements as they were noted."""


async def statements_of_done(database: Path, topic_id: str, now: datetime) -> list[Statement]:
    """Give the statements that `/done` of an open topic sends, with their parameters."""
    seen: list[Statement] = []

    def note(_connection: object, _cursor: object, sql: str, given: Any, *_rest: object) -> None:
        if not sql.startswith("BEGIN"):
            seen.append((sql, given))

    store = Database(f"sqlite:///{database}")
    act = Act(id=1 << 62, user_id=STAND_IN, name="bench", guild_id=None, at=now)
    event.listen(Engine, "before_cursor_execute", note)
    async with store.writing() as connection:
        await mark(
            connection, act, Learner(STAND_IN, "python-django"), [topic_id], TopicState.DONE, local_date=now.date()
        )
        await connection.rollback()
    event.remove(Engine, "before_cursor_execute", note)
    await store.close()
    return seen


async def run_bare(database: Path, statements: list[Statement], user_ids: list[int], cost: Cost) -> None:
    """Run the statements for each of these members, a transaction each, on connections set up as the bot's."""
    store = Database(f"sqlite:///{database}")
    used = time.process_time()
    for user_id in user_ids:
        began = time.perf_counter()
        async with store.writing() as connection:
            for sql, given in statements:
                found = await connection.exec_driver_sql(sql, _as(user_id, given))
                if found.returns_rows:
                    found.all()
        cost.latencies.append(time.perf_counter() - began)
    cost.cpu.append((time.process_time() - used) / len(user_ids))
    await store.close()


def _as(user_id: int, given: Any) -> Any:
    if isinstance(given, list):
        return [_as(user_id, one) for one in given]
    return tuple(user_id if value == STAND_IN and type(value) is int else value for value in given)
