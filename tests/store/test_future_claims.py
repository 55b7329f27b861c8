"""Runs that are claimed ahead of their time: nobody takes them before it, and a change of plan takes them back."""

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest_asyncio
from planned_posts import BEFORE, DAY, DUE, GUILD, HOUR, MINUTE, SECOND, add, backlog, claim, past, read, take

from bot.core.schedule import Schedule
from bot.store import occurrences, schedules
from bot.store.database import Database
from bot.store.occurrences import Backlog

EARLY = DUE - 30 * SECOND
CLAIMED = [("2026-11-24", "claimed")]


@pytest_asyncio.fixture
async def schedule(database: Database) -> Schedule:
    """Daily at nine, claimed half a minute before."""
    schedule = await add(database)
    assert await claim(database, EARLY, ahead=MINUTE) == 1
    assert await past(database, schedule) == CLAIMED
    return schedule


async def change(database: Database, wanted: Schedule, now: datetime = EARLY) -> Schedule:
    async with database.writing() as connection:
        changed = await schedules.change(connection, wanted, now)
    assert changed is not None
    return changed


async def pause(database: Database, schedule: Schedule, now: datetime = EARLY) -> None:
    async with database.writing() as connection:
        assert await schedules.pause(connection, GUILD, schedule.id, now)


async def test_so_far_ahead_and_no_further(database: Database) -> None:
    schedule = await add(database)
    assert await claim(database, DUE - MINUTE - SECOND, ahead=MINUTE) == 0
    assert await claim(database, DUE - MINUTE, ahead=MINUTE) == 1
    assert await claim(database, DUE, ahead=MINUTE) == 0
    assert await past(database, schedule) == CLAIMED


async def test_it_is_taken_when_it_is_due(database: Database, schedule: Schedule) -> None:
    assert await take(database, DUE - SECOND) == ()
    async with database.reading() as connection:
        assert not await occurrences.any_ready(connection, DUE - SECOND)
        assert await occurrences.any_ready(connection, DUE)
    (taken,) = await take(database, DUE)
    assert taken.occurrence.run.at == DUE
    assert await backlog(database, DUE) == Backlog(0, 1, DUE)


async def test_until_then_it_is_what_comes_next(database: Database, schedule: Schedule) -> None:
    assert await read(database, schedule, EARLY) == schedule
    async with database.reading() as connection:
        assert await schedules.list_for_guild(connection, GUILD, EARLY) == (schedule,)
    assert await past(database, schedule, now=EARLY) == []
    assert await backlog(database, EARLY) == Backlog(0, 0, None)
    assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)


async def test_a_run_missed_the_day_before_gives_way_to_it(database: Database) -> None:
    schedule = await add(database, late=23 * HOUR + 59 * MINUTE)
    await claim(database, EARLY + DAY, ahead=MINUTE)
    assert await past(database, schedule) == [("2026-11-25", "claimed"), ("2026-11-24", "skipped")]


async def test_a_new_time_on_the_same_day_takes_its_place(database: Database, schedule: Schedule) -> None:
    changed = await change(database, replace(schedule, at=time(9, 30)))
    assert changed.next_run_at == DUE + 30 * MINUTE
    assert await read(database, schedule, EARLY) == changed
    assert await claim(database, DUE) == 0
    assert await claim(database, DUE + 30 * MINUTE) == 1
    assert await past(database, schedule) == CLAIMED


async def test_a_time_that_has_passed_is_for_the_day_after(database: Database, schedule: Schedule) -> None:
    changed = await change(database, replace(schedule, at=time(8, 45)))
    assert changed.next_run_at == DUE + DAY - 15 * MINUTE
    assert await past(database, schedule) == []


async def test_dates_that_had_their_run_are_still_known(database: Database) -> None:
    schedule = await add(database, DUE - DAY - HOUR)
    await claim(database, DUE - DAY)
    await claim(database, EARLY, ahead=MINUTE)
    # There it is still the evening of the 23rd, which has had its run.
    changed = await change(database, replace(schedule, at=time(23), zone=ZoneInfo("Pacific/Honolulu")))
    assert changed.next_run_at is not None
    assert changed.next_run_at.astimezone(changed.zone).date() == DUE.date()


async def test_any_other_change_leaves_the_time_and_is_in_the_post(database: Database, schedule: Schedule) -> None:
    changed = await change(database, replace(schedule, channel_id=7, role_id=3))
    assert changed == replace(schedule, channel_id=7, role_id=3)
    assert await claim(database, EARLY + SECOND, ahead=MINUTE) == 1
    (taken,) = await take(database, DUE)
    assert (taken.channel_id, taken.schedule.role_id) == (7, 3)


async def test_a_pause_leaves_no_trace_of_it(database: Database, schedule: Schedule) -> None:
    await pause(database, schedule)
    assert await claim(database, DUE) == 0
    async with database.writing() as connection:
        resumed = await schedules.resume(connection, GUILD, schedule.id, DUE + HOUR)
    assert resumed == replace(schedule, next_run_at=DUE + DAY)
    assert await past(database, schedule) == []


async def test_a_pause_that_ends_before_it_costs_nothing(database: Database, schedule: Schedule) -> None:
    await pause(database, schedule)
    async with database.writing() as connection:
        assert await schedules.resume(connection, GUILD, schedule.id, DUE - SECOND) == schedule
    assert await claim(database, DUE) == 1
    assert await past(database, schedule) == CLAIMED


async def test_what_is_due_is_not_taken_back(database: Database, schedule: Schedule) -> None:
    changed = await change(database, replace(schedule, at=time(9, 30)), DUE)
    assert changed.next_run_at == DUE + DAY + 30 * MINUTE
    await pause(database, schedule, DUE)
    assert await past(database, schedule) == CLAIMED


async def test_what_is_taken_by_a_clock_that_is_fast_is_not_taken_back(database: Database, schedule: Schedule) -> None:
    (taken,) = await take(database, DUE)
    changed = await change(database, replace(schedule, at=time(9, 30)))
    assert changed.next_run_at == DUE + DAY + 30 * MINUTE
    assert await past(database, schedule) == CLAIMED
    assert taken.occurrence.run.at == DUE


async def test_another_schedule_keeps_its_own(database: Database, schedule: Schedule) -> None:
    other = await add(database)
    await claim(database, EARLY, ahead=MINUTE)
    await change(database, replace(schedule, at=time(12)))
    await pause(database, schedule)
    assert await past(database, other) == CLAIMED


async def test_a_change_that_meets_the_claim_comes_after_it_or_before(database: Database) -> None:
    schedule = await add(database)
    moved = replace(schedule, at=time(9, 30))

    await asyncio.gather(change(database, moved), *(claim(database, EARLY, ahead=MINUTE) for _ in range(5)))
    await claim(database, DUE + 30 * MINUTE)
    assert await past(database, schedule) == CLAIMED
    (taken,) = await take(database, DUE + HOUR)
    assert taken.occurrence.run.at - DUE == timedelta(minutes=30)
    assert await read(database, schedule, BEFORE + DAY) == replace(moved, next_run_at=DUE + DAY + 30 * MINUTE)
