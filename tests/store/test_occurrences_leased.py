"""Who works on a run, and for how long."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from ledger_acts import POST, begin, taken_at
from planned_posts import BEFORE, CHANNEL, DAY, DUE, HOUR, MINUTE, OTHER_GUILD, SECOND, add, claim, take
from sqlalchemy import update

from bot.core.guild import GuildSettings
from bot.core.recurrence import ScheduledRun
from bot.store import guilds, occurrences, schedules
from bot.store.database import Database
from bot.store.post_tables import occurrences as table
from bot.store.tables import guilds as guilds_table


async def test_what_was_claimed_is_taken_with_its_schedule(database: Database) -> None:
    schedule = await add(database, role_id=5)
    taken = await taken_at(database)
    assert taken.schedule == replace(schedule, next_run_at=DUE + DAY)
    assert taken.occurrence.run == ScheduledRun(date(2026, 11, 24), DUE)
    assert (taken.post, taken.attempts, taken.first_try_at) == (None, 0, None)
    assert (taken.channel_id, taken.lease_until) == (CHANNEL, DUE + MINUTE)
    assert taken.settings == GuildSettings(schedule.guild_id)


async def test_it_comes_with_what_its_server_has_set(database: Database) -> None:
    schedule, _ = await add(database), await add(database, guild_id=OTHER_GUILD)
    tokyo = GuildSettings(schedule.guild_id, ZoneInfo("Asia/Tokyo"), 6, "rust")
    async with database.writing() as connection:
        await guilds.save(connection, tokyo, BEFORE)
    await claim(database, DUE)
    ours, theirs = await take(database, DUE)
    assert ours.settings == replace(tokyo, created_at=BEFORE)
    assert theirs.settings == GuildSettings(OTHER_GUILD)


async def test_a_servers_unknown_zone_keeps_nobodys_run_from_being_taken(
    database: Database, expected_errors: list[str]
) -> None:
    expected_errors.append("a time zone is not known here, UTC is used")
    schedule, _ = await add(database), await add(database, guild_id=OTHER_GUILD)
    async with database.writing() as connection:
        await guilds.save(connection, GuildSettings(schedule.guild_id), BEFORE)
        await connection.execute(update(guilds_table).values(zone="Mars/X"))
    await claim(database, DUE)
    assert [one.settings.zone.key for one in await take(database, DUE)] == ["UTC", "UTC"]


async def test_nobody_else_takes_it_before_the_lease_ends(database: Database) -> None:
    await add(database)
    first = await taken_at(database)
    async with database.reading() as connection:
        assert not await occurrences.any_ready(connection, DUE + MINUTE - SECOND)
        assert await occurrences.any_ready(connection, DUE + MINUTE)
    assert await take(database, DUE + MINUTE - SECOND) == ()
    (second,) = await take(database, DUE + MINUTE)
    assert second.occurrence == first.occurrence
    assert second.lease_until == DUE + 2 * MINUTE


async def test_the_longest_due_come_first_and_no_more_than_asked_for(database: Database) -> None:
    late, early = await add(database, at=time(10)), await add(database)
    await claim(database, DUE + 2 * HOUR)
    now = DUE + 2 * HOUR
    assert [one.schedule.id for one in await take(database, now, most=1)] == [early.id]
    assert [one.schedule.id for one in await take(database, now, most=1)] == [late.id]


async def test_beginning_freezes_the_post(database: Database) -> None:
    await add(database)
    first = await taken_at(database)
    begun = await begin(database, first, DUE + SECOND)
    assert begun is not None
    assert (begun.attempts, begun.first_try_at, begun.lease_until) == (1, DUE + SECOND, DUE + MINUTE + SECOND)
    (again,) = await take(database, DUE + 5 * MINUTE)
    assert again.post == POST
    assert again.first_try_at == DUE + SECOND
    assert again.last_lease == begun.lease_until
    assert again.attempts == 1


async def test_who_lost_the_lease_can_no_longer_begin(database: Database) -> None:
    await add(database)
    slow = await taken_at(database)
    (quick,) = await take(database, DUE + MINUTE)
    assert await begin(database, slow, DUE + MINUTE) is None
    assert await begin(database, quick, DUE + MINUTE + SECOND) is not None
    assert await begin(database, quick, DUE + MINUTE + 2 * SECOND) is None, "its lease is another since it began"


async def test_who_lost_the_lease_cannot_put_it_off(database: Database) -> None:
    await add(database)
    slow = await taken_at(database)
    await take(database, DUE + MINUTE)
    async with database.writing() as connection:
        await occurrences.reschedule(connection, slow, DUE + MINUTE)
    assert await take(database, DUE + 2 * MINUTE - SECOND) == ()


async def test_what_is_put_off_waits_that_long_with_its_tries(database: Database) -> None:
    await add(database)
    begun = await begin(database, await taken_at(database), DUE)
    assert begun is not None
    async with database.writing() as connection:
        await occurrences.reschedule(connection, replace(begun, first_try_at=None), DUE + 10 * MINUTE)
    assert await take(database, DUE + 9 * MINUTE) == ()
    (again,) = await take(database, DUE + 10 * MINUTE)
    assert (again.attempts, again.first_try_at) == (1, None)


async def test_it_goes_where_the_schedule_says_unless_it_may_be_elsewhere_already(database: Database) -> None:
    schedule = await add(database)
    begun = await begin(database, await taken_at(database), DUE)
    assert begun is not None
    async with database.writing() as connection:
        await schedules.change(connection, replace(schedule, channel_id=7), DUE)
    (again,) = await take(database, DUE + HOUR)
    assert again.channel_id == CHANNEL
    async with database.writing() as connection:
        await occurrences.reschedule(connection, replace(again, first_try_at=None), DUE + HOUR)
    (anew,) = await take(database, DUE + HOUR)
    assert anew.channel_id == 7


async def test_a_post_that_cannot_be_read_stops_nobody_else(database: Database, expected_errors: list[str]) -> None:
    expected_errors.append("a kept post cannot be read, it is made anew")
    await add(database)
    await add(database)
    await claim(database, DUE)
    async with database.writing() as connection:
        await connection.execute(update(table).where(table.c.id == 1).values(payload={"other": "version"}))
    assert [one.post for one in await take(database, DUE)] == [None, None]
