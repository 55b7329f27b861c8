"""Behind the real PgBouncer in transaction mode: each transaction has whatever session is free."""

import asyncio
from collections.abc import Iterator

import pytest
from pgbouncer_server import running_pgbouncer
from planned_posts import DUE, add, claim, past, take
from postgres_server import Postgres
from sqlalchemy import text
from stored_rows import assert_consistent
from study_acts import ADA, mark

from bot.core.errors import DatabaseUnavailableError
from bot.store import migrate
from bot.store.coordination import hold_shards
from bot.store.database import Database
from bot.store.engines import LIMITS


@pytest.fixture
def pooler(postgres: Postgres, unused_tcp_port: int) -> Iterator[str]:
    """The address of a database without any table, through PgBouncer."""
    with running_pgbouncer(postgres.create(), unused_tcp_port) as address:
        yield address


@pytest.fixture
def address(pooler: str) -> str:
    migrate.upgrade(f"{pooler}?pgbouncer=true")
    return f"{pooler}?pgbouncer=true"


async def test_many_at_once_share_few_sessions(database: Database) -> None:
    for turn in range(8):  # a statement would be prepared at its sixth time
        await asyncio.gather(*(mark(database, 20 * turn + number, f"topic-{number}") for number in range(20)))
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0
    await assert_consistent(database, ADA)


async def test_posts_are_claimed_and_taken_once(database: Database) -> None:
    planned = [await add(database) for _ in range(8)]
    claimed = await asyncio.gather(*(claim(database, DUE, 2) for _ in range(8)))
    assert sum(claimed) + await claim(database, DUE) == 8
    taken = await asyncio.gather(*(take(database, DUE, 2) for _ in range(8)))
    left = await take(database, DUE, 10)
    assert sum(map(len, taken)) + len(left) == 8
    assert [await past(database, schedule) for schedule in planned] == [[("2026-11-24", "claimed")]] * 8


@pytest.mark.parametrize("kind", ["reading", "writing", "writing_once"])
async def test_the_limits_hold_in_each_transaction_and_end_with_it(database: Database, kind: str) -> None:
    async with getattr(database, kind)() as connection:
        found = {name: await connection.scalar(text(f"SHOW {name}")) for name in LIMITS}
    assert found == LIMITS
    async with database.reading() as connection:
        await connection.exec_driver_sql("COMMIT")
        assert await connection.scalar(text("SHOW lock_timeout")) == "0"


async def test_it_can_be_upgraded_again_and_is_ready(database: Database, address: str) -> None:
    await asyncio.to_thread(migrate.upgrade, address)
    assert await asyncio.to_thread(migrate.current, address) == migrate.latest()
    await database.ping()


async def test_no_shard_is_held_where_no_session_lasts(database: Database) -> None:
    async with hold_shards(database, [0]), hold_shards(database, [0]) as doubled:
        assert doubled == []


async def test_without_the_option_it_is_said_in_a_line(pooler: str) -> None:
    database = Database(pooler)
    with pytest.raises(DatabaseUnavailableError, match=r"needs \?pgbouncer=true at its end") as refused:
        await database.ping()
    assert "\n" not in str(refused.value).strip()
    await database.close()
