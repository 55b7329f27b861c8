"""From a schedule that is due to a run that is to be posted: claimed once, and the schedule moves on."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from planned_posts import BEFORE, DAY, DUE, HOUR, MINUTE, SECOND, add, claim, past, read, take
from sqlalchemy import insert, update

from bot.core.message_draft import OccurrenceState
from bot.store import claims, occurrences
from bot.store.database import Database
from bot.store.post_tables import occurrences as runs_table
from bot.store.post_tables import schedules as schedules_table
from bot.ui.schedules import reason_text


async def test_nothing_is_claimed_before_its_time(database: Database) -> None:
    schedule = await add(database)
    async with database.reading() as connection:
        assert await claims.first_due(connection) == DUE
    assert await claim(database, DUE - SECOND) == 0
    assert await past(database, schedule) == []


async def test_a_run_is_claimed_once_and_the_schedule_moves_on(database: Database) -> None:
    schedule = await add(database)
    assert await claim(database, DUE) == 1
    assert await claim(database, DUE) == 0
    assert await past(database, schedule) == [("2026-11-24", "claimed")]
    assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)


async def test_a_batch_takes_the_longest_due_first(database: Database) -> None:
    late, early = await add(database, at=time(10)), await add(database, at=time(9, 30))
    assert await claim(database, DUE + 2 * HOUR, most=1) == 1
    assert await past(database, early) == [("2026-11-24", "claimed")]
    assert await past(database, late) == []
    assert await claim(database, DUE + 2 * HOUR, most=1) == 1
    assert await past(database, late) == [("2026-11-24", "claimed")]


async def test_of_several_missed_days_only_the_newest_is_posted(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE + 3 * DAY + HOUR)
    assert await past(database, schedule) == [
        ("2026-11-27", "claimed"),
        ("2026-11-26", "skipped"),
        ("2026-11-25", "skipped"),
        ("2026-11-24", "skipped"),
    ]
    async with database.reading() as connection:
        newest, older, *_ = await occurrences.past_runs(connection, schedule.id, DUE + 3 * DAY, 10)
    assert newest.reason == ""
    assert "a newer run was due" in reason_text(older.reason)
    assert older.finished_at == DUE + 3 * DAY + HOUR


async def test_what_is_too_late_is_skipped_with_the_reason(database: Database) -> None:
    schedule = await add(database, late=HOUR)
    await claim(database, DUE + HOUR + SECOND)
    async with database.reading() as connection:
        (run,) = await occurrences.past_runs(connection, schedule.id, DUE, 10)
    assert run.state is OccurrenceState.SKIPPED
    assert "too late" in reason_text(run.reason)
    assert await take(database, DUE + 2 * HOUR) == ()


async def test_at_the_limit_it_is_still_posted(database: Database) -> None:
    schedule = await add(database, late=HOUR)
    await claim(database, DUE + HOUR)
    assert await past(database, schedule) == [("2026-11-24", "claimed")]


async def test_an_outage_of_years_writes_down_a_month(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE + 800 * DAY)
    runs = await past(database, schedule)
    assert len(runs) == claims.MAX_MISSED_RUNS
    assert runs[0] == (str(date(2026, 11, 24) + timedelta(days=800)), "claimed")


async def test_a_date_that_is_written_down_already_is_not_written_again(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE)
    async with database.writing() as connection:
        # As after a restored copy of one table: the schedule has forgotten that the date had its run.
        await connection.execute(update(schedules_table).values(next_run_at=DUE, taken=None))
    assert await claim(database, DUE + MINUTE) == 1
    assert await past(database, schedule) == [("2026-11-24", "claimed")]
    assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)


async def test_a_zone_that_this_machine_does_not_know_stops_nobody_else(
    database: Database, expected_errors: list[str]
) -> None:
    expected_errors.append("a time zone is not known here, UTC is used")
    odd, other = await add(database), await add(database)
    async with database.writing() as connection:
        await connection.execute(update(schedules_table).where(schedules_table.c.id == odd.id).values(zone="Mars/X"))
    assert await claim(database, DUE) == 2
    assert await past(database, other) == [("2026-11-24", "claimed")]
    lost = await read(database, odd)
    assert lost is not None
    assert lost.zone == ZoneInfo("UTC")


@pytest.mark.parametrize("days", [{0}, {0, 2, 4}, set(range(7))])
async def test_over_weeks_each_wanted_date_has_one_run(database: Database, days: set[int]) -> None:
    schedule = await add(database, days=frozenset(days))
    now = BEFORE
    while now < DUE + 21 * DAY:
        await claim(database, now)
        now += 7 * HOUR
    found = [date.fromisoformat(day) for day, _ in reversed(await past(database, schedule))]
    wanted = [date(2026, 11, 24) + timedelta(days=day) for day in range(21)]
    assert found == [day for day in wanted if day.weekday() in days]


async def test_a_run_that_another_process_is_writing_hides_its_schedule_from_no_claim(postgres_address: str) -> None:
    database = Database(postgres_address)
    schedule = await add(database)
    async with database.writing() as elsewhere:
        # It refers to the schedule, so the server holds the schedule's key for it until the end of the transaction.
        row = {"schedule_id": schedule.id, "local_date": date(2026, 11, 20), "run_at": DUE - 4 * DAY}
        await elsewhere.execute(insert(runs_table).values(row | {"state": "claimed", "reason": ""}))
        assert await claim(database, DUE) == 1
    assert await past(database, schedule) == [("2026-11-24", "claimed"), ("2026-11-20", "claimed")]
    await database.close()


async def test_a_claim_under_way_lets_another_process_write_a_run(postgres_address: str) -> None:
    database = Database(postgres_address)
    schedule = await add(database)
    async with database.writing() as claiming:
        assert await claims.claim(claiming, DUE, 10) == 1
        async with database.writing() as elsewhere:
            row = {"schedule_id": schedule.id, "local_date": date(2026, 11, 20), "run_at": DUE - 4 * DAY}
            await elsewhere.execute(insert(runs_table).values(row | {"state": "claimed", "reason": ""}))
    assert len(await past(database, schedule)) == 2
    await database.close()


async def test_two_claims_at_once_take_different_schedules(postgres_address: str) -> None:
    database = Database(postgres_address)
    await add(database)
    await add(database)
    async with database.writing() as first, database.writing() as second:
        assert await claims.claim(first, DUE, 1) == 1
        assert await claims.claim(second, DUE, 2) == 1
    assert await claim(database, DUE) == 0
    await database.close()
