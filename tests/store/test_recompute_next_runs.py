"""Next runs after the time zone data has changed."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from planned_posts import BEFORE, DAY, DUE, HOUR, MINUTE, add, claim, past, read
from sqlalchemy import update

from bot.store import schedules
from bot.store.database import Database
from bot.store.post_tables import schedules as table
from bot.store.schedules import recompute_next_runs


async def reckon(database: Database) -> int:
    async with database.writing() as connection:
        return await recompute_next_runs(connection, BEFORE)


async def test_what_is_right_stays(database: Database) -> None:
    kept = [await add(database), await add(database, days=frozenset({3})), await add(database, zone=ZoneInfo("UTC"))]
    assert await reckon(database) == 0
    assert [await read(database, one) for one in kept] == kept


async def test_what_was_reckoned_by_other_rules_is_corrected(database: Database) -> None:
    first, second, other = await add(database), await add(database), await add(database, days=frozenset({3}))
    async with database.writing() as connection:
        wrong = update(table).where(table.c.id.in_((first.id, second.id))).values(next_run_at=DUE + HOUR)
        await connection.execute(wrong)
    assert await reckon(database) == 2
    assert [await read(database, one) for one in (first, second, other)] == [first, second, other]


async def test_what_is_due_or_paused_is_left_alone(database: Database) -> None:
    due, paused = await add(database), await add(database)
    async with database.writing() as connection:
        await schedules.pause(connection, paused.guild_id, paused.id, BEFORE)
        await connection.execute(update(table).where(table.c.id == due.id).values(next_run_at=BEFORE - MINUTE))
        await connection.execute(update(table).where(table.c.id == paused.id).values(next_run_at=DUE + HOUR))
    assert await reckon(database) == 0
    assert await read(database, due) == replace(due, next_run_at=BEFORE - MINUTE)


async def test_a_date_that_had_its_run_gets_no_second_one(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE)
    async with database.writing() as connection:
        await connection.execute(update(table).values(next_run_at=DUE + DAY + HOUR))
        assert await recompute_next_runs(connection, DUE - MINUTE) == 1
    assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)
    assert await past(database, schedule) == [("2026-11-24", "claimed")]
