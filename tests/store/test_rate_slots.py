"""Turns between processes: one after another, and none lost to a clock that was wrong."""

import asyncio

import pytest
from sqlalchemy import update

from bot.store import coordination
from bot.store.database import Database
from bot.store.post_tables import turns as table


async def reserve(database: Database, length: float, name: str = "posts") -> float:
    async with database.writing() as connection:
        return await coordination.reserve_slot(connection, name, length)


async def test_each_begins_where_the_one_before_ends(database: Database) -> None:
    assert await reserve(database, 10) == 0
    assert 9 < await reserve(database, 20) <= 10
    assert 29 < await reserve(database, 1) <= 30
    assert await reserve(database, 1, "identify:0") == 0


async def test_at_once_they_still_follow_each_other(database: Database) -> None:
    waits = sorted(await asyncio.gather(*(reserve(database, 5) for _ in range(8))))
    assert [round(wait / 5) for wait in waits] == list(range(8))


async def test_what_was_not_used_is_not_saved_up(database: Database) -> None:
    await reserve(database, 10)
    async with database.writing() as connection:
        await connection.execute(update(table).values(free_at=0))
    assert await reserve(database, 10) == 0
    assert await reserve(database, 10) > 9


async def test_a_clock_that_was_set_back_holds_nobody_up_for_long(database: Database) -> None:
    await reserve(database, 1)
    async with database.writing() as connection:
        await connection.execute(update(table).values(free_at=table.c.free_at + 100_000))
    assert await reserve(database, 1) == pytest.approx(coordination.MAX_AHEAD, abs=1)


async def test_a_file_of_one_process_has_nobody_to_wait_for(database: Database) -> None:
    waits = [await coordination.reserve_slot_in_own_transaction(database, "identify:0", 30) for _ in range(2)]
    async with database.reading() as connection:
        alone = connection.dialect.name == "sqlite"
    assert waits[0] == 0
    assert (waits[1] == 0) is alone
