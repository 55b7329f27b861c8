"""Schedules as organisers plan, change, pause and remove them."""

import asyncio
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from planned_posts import BEFORE, BERLIN, DAY, DUE, GUILD, HOUR, MINUTE, OTHER_GUILD, add, claim, past, plan, read
from sqlalchemy import update

from bot.core.post_kinds import LEADERBOARD
from bot.core.schedule import MOST_SCHEDULES, Plan, QuietWeek, Schedule, TopicOrder
from bot.store import schedules
from bot.store.database import Database
from bot.store.post_tables import schedules as table


async def change(database: Database, wanted: Schedule, now: datetime = BEFORE) -> Schedule | None:
    async with database.writing() as connection:
        return await schedules.change(connection, wanted, now)


async def test_a_schedule_is_kept_as_it_was_planned(database: Database) -> None:
    wanted = plan(
        kind=LEADERBOARD,
        at=time(23, 59),
        days=frozenset({0, 6}),
        zone=ZoneInfo("Asia/Kathmandu"),
        late=90 * MINUTE,
        role_id=5,
        silent=True,
        sections=("security", "projects"),
        order=TopicOrder.SHUFFLED,
        quiet_week=QuietWeek.SKIP,
    )
    async with database.writing() as connection:
        added = await schedules.add(connection, wanted, BEFORE)
    assert added is not None
    assert await read(database, added) == added
    assert {name: getattr(added, name) for name in Plan.__dataclass_fields__} == {
        name: getattr(wanted, name) for name in Plan.__dataclass_fields__
    }
    assert not added.paused


async def test_it_is_first_due_at_its_next_local_time(database: Database) -> None:
    assert (await add(database)).next_run_at == DUE
    assert (await add(database, DUE)).next_run_at == DUE + DAY
    assert (await add(database, days=frozenset({0}))).next_run_at == DUE + 6 * DAY


async def test_a_server_sees_its_own_schedules_only(database: Database) -> None:
    ours, theirs = await add(database), await add(database, guild_id=OTHER_GUILD)
    also_ours = await add(database)
    async with database.reading() as connection:
        assert await schedules.list_for_guild(connection, GUILD, BEFORE) == (ours, also_ours)
        assert await schedules.get(connection, GUILD, theirs.id, BEFORE) is None
    async with database.writing() as connection:
        assert not await schedules.pause(connection, GUILD, theirs.id, BEFORE)
        assert not await schedules.remove(connection, GUILD, theirs.id)
        assert await schedules.change(connection, replace(theirs, guild_id=GUILD), BEFORE) is None
    assert await read(database, theirs) == theirs


async def test_a_server_has_room_for_so_many_even_when_they_come_at_once(database: Database) -> None:
    async def one() -> Schedule | None:
        async with database.writing() as connection:
            return await schedules.add(connection, plan(), BEFORE)

    for _ in range(MOST_SCHEDULES - 2):
        await one()
    added = await asyncio.gather(*(one() for _ in range(5)))
    assert sum(schedule is not None for schedule in added) == 2
    await add(database, guild_id=OTHER_GUILD)


async def test_a_new_time_counts_from_now(database: Database) -> None:
    before = await add(database)
    changed = await change(database, replace(before, at=time(8, 45)), BEFORE)
    assert changed is not None
    assert changed.next_run_at == DUE - 15 * MINUTE
    assert await read(database, before) == changed


async def test_what_does_not_move_the_time_leaves_a_run_that_is_due(database: Database) -> None:
    before = await add(database)
    changed = await change(database, replace(before, channel_id=7, role_id=3), DUE + MINUTE)
    assert changed is not None
    assert (changed.next_run_at, changed.channel_id, changed.role_id) == (DUE, 7, 3)


async def test_a_date_that_had_its_run_gets_no_second_one_by_a_change(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE)
    later = await change(database, replace(schedule, at=time(9, 30)), DUE + MINUTE)
    assert later is not None
    assert later.next_run_at == DUE + DAY + 30 * MINUTE
    west = await change(database, replace(later, zone=ZoneInfo("Pacific/Honolulu")), DUE + MINUTE)
    assert west is not None
    assert west.next_run_at is not None
    assert west.next_run_at.astimezone(west.zone).date() > DUE.astimezone(BERLIN).date()
    await claim(database, west.next_run_at)
    assert [date for date, _ in await past(database, schedule)] == ["2026-11-25", "2026-11-24"]


async def test_changing_what_is_gone_changes_nothing(database: Database) -> None:
    schedule = await add(database)
    async with database.writing() as connection:
        assert await schedules.remove(connection, GUILD, schedule.id)
        assert not await schedules.remove(connection, GUILD, schedule.id)
    assert await change(database, schedule) is None


async def test_removing_takes_the_history_along_and_no_id_comes_again(database: Database) -> None:
    schedule = await add(database)
    await claim(database, DUE)
    async with database.writing() as connection:
        await schedules.remove(connection, GUILD, schedule.id)
    assert await past(database, schedule) == []
    assert (await add(database)).id > schedule.id


async def test_a_paused_one_is_not_due_and_resumes_after_now(database: Database) -> None:
    schedule = await add(database)
    async with database.writing() as connection:
        assert await schedules.pause(connection, GUILD, schedule.id, BEFORE)
        assert not await schedules.pause(connection, GUILD, schedule.id, BEFORE, "again")
    paused = await read(database, schedule)
    assert paused is not None
    assert (paused.paused, paused.pause_reason) == (True, "")
    assert await claim(database, DUE + 2 * DAY) == 0
    async with database.writing() as connection:
        resumed = await schedules.resume(connection, GUILD, schedule.id, DUE + 2 * DAY)
        assert await schedules.resume(connection, GUILD, schedule.id, DUE + 2 * DAY) is None
    assert resumed == replace(schedule, next_run_at=DUE + 3 * DAY)
    assert await read(database, schedule) == resumed
    assert await past(database, schedule) == []


async def test_resuming_on_the_same_day_does_not_repeat_its_run(database: Database) -> None:
    schedule = await add(database, at=time(10))
    await claim(database, DUE + HOUR)
    async with database.writing() as connection:
        await schedules.pause(connection, GUILD, schedule.id, DUE + HOUR)
    changed = await change(database, replace(schedule, at=time(12)), DUE + HOUR)
    async with database.writing() as connection:
        resumed = await schedules.resume(connection, GUILD, schedule.id, DUE + HOUR)
    assert changed is not None
    assert resumed is not None
    assert resumed.next_run_at == changed.next_run_at == DUE + DAY + 3 * HOUR


async def test_organisers_are_told_once_of_what_the_bot_paused(database: Database) -> None:
    broken, theirs, own = await add(database), await add(database, guild_id=OTHER_GUILD), await add(database)
    async with database.writing() as connection:
        await schedules.pause(connection, GUILD, broken.id, DUE, "The channel is gone.")
        await schedules.pause(connection, OTHER_GUILD, theirs.id, DUE + MINUTE, "The channel is gone.")
        await schedules.pause(connection, GUILD, own.id, DUE)
    async with database.reading() as connection:
        assert [one.id for one in await schedules.unnotified(connection, 10)] == [broken.id, theirs.id]
        assert [one.id for one in await schedules.unnotified(connection, 1)] == [broken.id]
    async with database.writing() as connection:
        assert await schedules.mark_notified(connection, GUILD, DUE) == {broken.id}
        assert await schedules.mark_notified(connection, GUILD, DUE) == frozenset()
    async with database.reading() as connection:
        assert [one.id for one in await schedules.unnotified(connection, 10)] == [theirs.id]


async def test_what_is_paused_again_is_told_again(database: Database) -> None:
    schedule = await add(database)
    for _ in range(2):
        async with database.writing() as connection:
            await schedules.pause(connection, GUILD, schedule.id, DUE, "The channel is gone.")
            assert await schedules.mark_notified(connection, GUILD, DUE) == {schedule.id}
            resumed = await schedules.resume(connection, GUILD, schedule.id, DUE)
        assert resumed is not None
        assert resumed.pause_reason == ""


async def test_a_zone_that_is_not_known_here_is_told_and_outlives_other_changes(
    database: Database, expected_errors: list[str]
) -> None:
    expected_errors.append("a time zone is not known here, UTC is used")
    schedule = await add(database)
    async with database.writing() as connection:
        await connection.execute(update(table).values(zone="Mars/Olympus"))
    kept = await read(database, schedule)
    assert kept is not None
    assert (kept.zone.key, kept.unknown_zone) == ("UTC", "Mars/Olympus")
    async with database.writing() as connection:
        changed = await schedules.change(connection, replace(kept, silent=True), BEFORE)
    assert changed is not None
    assert (changed.silent, changed.unknown_zone) == (True, "Mars/Olympus")
