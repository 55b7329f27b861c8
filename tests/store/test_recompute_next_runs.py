"""Next runs after the time zone data has changed."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from planned_posts import BEFORE, DAY, DUE, HOUR, MINUTE, SECOND, add, claim, past, read, take
from sqlalchemy import update

from bot.core.post_kinds import EVERY_DAY
from bot.store import schedules
from bot.store.claims import forget_future_runs, recompute_next_runs
from bot.store.database import Database
from bot.store.post_tables import occurrences
from bot.store.post_tables import schedules as table


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


@pytest.mark.parametrize("days", [EVERY_DAY, frozenset({1})], ids=["daily", "weekly"])
async def test_a_run_that_new_data_moves_to_before_now_is_late_and_not_lost(
    database: Database, days: frozenset[int]
) -> None:
    schedule = await add(database, days=days)
    async with database.writing() as connection:
        await connection.execute(update(table).values(next_run_at=DUE + HOUR))
        assert await recompute_next_runs(connection, DUE + 20 * MINUTE) == 1
    assert await claim(database, DUE + 20 * MINUTE) == 1
    assert await past(database, schedule) == [("2026-11-24", "claimed")]


@pytest.mark.parametrize("ahead", [3650 * DAY, 40 * DAY, 2 * DAY], ids=["ten years", "forty days", "two days"])
@pytest.mark.parametrize("rest", [False, True], ids=["running", "paused meanwhile"])
async def test_a_clock_that_was_ahead_for_a_moment_costs_no_run_after_it_is_right(
    database: Database, ahead: timedelta, *, rest: bool
) -> None:
    schedule, weekly = await add(database), await add(database, days=frozenset({3}))
    other = await add(database, zone=ZoneInfo("Pacific/Kiritimati"))
    assert await claim(database, BEFORE + ahead) >= 2
    if rest:
        async with database.writing() as connection:
            await schedules.pause(connection, schedule.guild_id, schedule.id, BEFORE)
    async with database.writing() as connection:
        assert await forget_future_runs(connection, BEFORE) >= 2
        await recompute_next_runs(connection, BEFORE)
        assert await forget_future_runs(connection, BEFORE) == 0
        if rest:
            await schedules.resume(connection, schedule.guild_id, schedule.id, BEFORE)
    assert [await read(database, one) for one in (schedule, weekly, other)] == [schedule, weekly, other]
    assert await past(database, schedule) == []
    assert await claim(database, DUE) >= 1
    assert await past(database, schedule) == [("2026-11-24", "claimed")]


async def test_runs_of_days_that_came_are_kept_when_later_ones_are_forgotten(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE)
    await claim(database, DUE + 40 * DAY)
    async with database.writing() as connection:
        assert await forget_future_runs(connection, DUE + MINUTE) == 1
        await recompute_next_runs(connection, DUE + MINUTE)
    assert await past(database, schedule) == [("2026-11-24", "claimed")]
    kept = await read(database, schedule, DUE + MINUTE)
    assert kept is not None
    assert kept.next_run_at == DUE + DAY


async def test_what_was_claimed_ahead_of_midnight_is_no_fault_of_the_clock(database: Database) -> None:
    schedule = await add(database, at=time(0, 1))
    midnight = DUE.replace(hour=23, minute=1)
    await claim(database, DUE)
    await claim(database, midnight - MINUTE, ahead=2 * MINUTE)
    async with database.writing() as connection:
        assert await forget_future_runs(connection, midnight - MINUTE) == 0
    assert ("2026-11-25", "claimed") in await past(database, schedule)


async def test_a_lease_given_by_a_clock_that_was_ahead_holds_nobody_off(database: Database) -> None:
    await add(database)
    await claim(database, DUE)
    assert len(await take(database, DUE + SECOND)) == 1
    assert await take(database, DUE + 2 * SECOND) == ()
    async with database.writing() as connection:
        await connection.execute(update(occurrences).values(lease_until=DUE + 300 * MINUTE))
    assert len(await take(database, DUE + 2 * SECOND)) == 1
