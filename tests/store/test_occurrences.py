"""The ledger of runs: claimed once, taken by one at a time, and ended once."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from planned_posts import (
    BEFORE,
    CHANNEL,
    DAY,
    DUE,
    HOUR,
    MINUTE,
    OTHER_GUILD,
    SECOND,
    add,
    backlog,
    claim,
    past,
    read,
    take,
)
from sqlalchemy import update

from bot.core.guild import GuildSettings
from bot.core.occurrence import Run
from bot.core.post import OccurrenceState, Post
from bot.store import claims, guilds, history, occurrences, schedules
from bot.store.database import Database
from bot.store.history import Backlog
from bot.store.occurrences import Taken
from bot.store.tables import guilds as guilds_table
from bot.store.tables import occurrences as table
from bot.store.tables import schedules as schedules_table
from bot.store.walks import walk

POST = Post("Study!", ({"title": "CSRF"},), ({"type": 1, "components": []},), 5, silent=True, topic_id="csrf")


async def begin(database: Database, taken: Taken, now: datetime, post: Post = POST) -> Taken | None:
    async with database.writing() as connection:
        return await occurrences.begin(connection, taken, post, taken.first_try_at or now, now + MINUTE)


async def settle(database: Database, taken: Taken, state: OccurrenceState, now: datetime, message: int = 0) -> None:
    async with database.writing() as connection:
        await occurrences.settle(connection, taken.occurrence.id, state, now, reason="so", message_id=message or None)


async def taken_at(database: Database, now: datetime = DUE) -> Taken:
    """The one run that is due, claimed and taken."""
    await claim(database, now)
    (taken,) = await take(database, now)
    return taken


class TestClaiming:
    """From a schedule that is due to a run that is to be posted."""

    async def test_nothing_is_claimed_before_its_time(self, database: Database) -> None:
        schedule = await add(database)
        async with database.reading() as connection:
            assert await claims.first_due(connection) == DUE
        assert await claim(database, DUE - SECOND) == 0
        assert await past(database, schedule) == []

    async def test_a_run_is_claimed_once_and_the_schedule_moves_on(self, database: Database) -> None:
        schedule = await add(database)
        assert await claim(database, DUE) == 1
        assert await claim(database, DUE) == 0
        assert await past(database, schedule) == [("2026-11-24", "claimed")]
        assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)

    async def test_a_batch_takes_the_longest_due_first(self, database: Database) -> None:
        late, early = await add(database, at=time(10)), await add(database, at=time(9, 30))
        assert await claim(database, DUE + 2 * HOUR, most=1) == 1
        assert await past(database, early) == [("2026-11-24", "claimed")]
        assert await past(database, late) == []
        assert await claim(database, DUE + 2 * HOUR, most=1) == 1
        assert await past(database, late) == [("2026-11-24", "claimed")]

    async def test_of_several_missed_days_only_the_newest_is_posted(self, database: Database) -> None:
        schedule = await add(database)
        await claim(database, DUE + 3 * DAY + HOUR)
        assert await past(database, schedule) == [
            ("2026-11-27", "claimed"),
            ("2026-11-26", "skipped"),
            ("2026-11-25", "skipped"),
            ("2026-11-24", "skipped"),
        ]
        async with database.reading() as connection:
            newest, older, *_ = await history.history(connection, schedule.id, DUE + 3 * DAY, 10)
        assert newest.reason == ""
        assert "a newer run was due" in older.reason
        assert older.finished_at == DUE + 3 * DAY + HOUR

    async def test_what_is_too_late_is_skipped_with_the_reason(self, database: Database) -> None:
        schedule = await add(database, late=HOUR)
        await claim(database, DUE + HOUR + SECOND)
        async with database.reading() as connection:
            (run,) = await history.history(connection, schedule.id, DUE, 10)
        assert run.state is OccurrenceState.SKIPPED
        assert "too late" in run.reason
        assert await take(database, DUE + 2 * HOUR) == ()

    async def test_at_the_limit_it_is_still_posted(self, database: Database) -> None:
        schedule = await add(database, late=HOUR)
        await claim(database, DUE + HOUR)
        assert await past(database, schedule) == [("2026-11-24", "claimed")]

    async def test_an_outage_of_years_writes_down_a_month(self, database: Database) -> None:
        schedule = await add(database)
        await claim(database, DUE + 800 * DAY)
        runs = await past(database, schedule)
        assert len(runs) == claims.MOST_MISSED
        assert runs[0] == (str(date(2026, 11, 24) + timedelta(days=800)), "claimed")

    async def test_a_date_that_is_written_down_already_is_not_written_again(self, database: Database) -> None:
        schedule = await add(database)
        await claim(database, DUE)
        async with database.writing() as connection:
            # As after a restored copy of one table: the schedule has forgotten that the date had its run.
            await connection.execute(update(schedules_table).values(next_run_at=DUE, taken=None))
        assert await claim(database, DUE + MINUTE) == 1
        assert await past(database, schedule) == [("2026-11-24", "claimed")]
        assert await read(database, schedule, DUE) == replace(schedule, next_run_at=DUE + DAY)

    async def test_a_zone_that_this_machine_does_not_know_stops_nobody_else(self, database: Database) -> None:
        odd, other = await add(database), await add(database)
        async with database.writing() as connection:
            await connection.execute(
                update(schedules_table).where(schedules_table.c.id == odd.id).values(zone="Mars/X")
            )
        assert await claim(database, DUE) == 2
        assert await past(database, other) == [("2026-11-24", "claimed")]
        lost = await read(database, odd)
        assert lost is not None
        assert lost.zone == ZoneInfo("UTC")


class TestTaking:
    """Who works on a run, and for how long."""

    async def test_what_was_claimed_is_taken_with_its_schedule(self, database: Database) -> None:
        schedule = await add(database, role_id=5)
        taken = await taken_at(database)
        assert taken.schedule == replace(schedule, next_run_at=DUE + DAY)
        assert taken.occurrence.run == Run(date(2026, 11, 24), DUE)
        assert (taken.post, taken.attempts, taken.first_try_at) == (None, 0, None)
        assert (taken.channel_id, taken.lease_until) == (CHANNEL, DUE + MINUTE)
        assert taken.settings == GuildSettings(schedule.guild_id)

    async def test_it_comes_with_what_its_server_has_set(self, database: Database) -> None:
        schedule, _ = await add(database), await add(database, guild_id=OTHER_GUILD)
        tokyo = GuildSettings(schedule.guild_id, ZoneInfo("Asia/Tokyo"), 6, "rust")
        async with database.writing() as connection:
            await guilds.save(connection, tokyo, BEFORE)
        await claim(database, DUE)
        ours, theirs = await take(database, DUE)
        assert ours.settings == replace(tokyo, created_at=BEFORE)
        assert theirs.settings == GuildSettings(OTHER_GUILD)

    async def test_a_servers_unknown_zone_keeps_nobodys_run_from_being_taken(self, database: Database) -> None:
        schedule, _ = await add(database), await add(database, guild_id=OTHER_GUILD)
        async with database.writing() as connection:
            await guilds.save(connection, GuildSettings(schedule.guild_id), BEFORE)
            await connection.execute(update(guilds_table).values(zone="Mars/X"))
        await claim(database, DUE)
        assert [one.settings.zone.key for one in await take(database, DUE)] == ["UTC", "UTC"]

    async def test_nobody_else_takes_it_before_the_lease_ends(self, database: Database) -> None:
        await add(database)
        first = await taken_at(database)
        async with database.reading() as connection:
            assert not await occurrences.any_ready(connection, DUE + MINUTE - SECOND)
            assert await occurrences.any_ready(connection, DUE + MINUTE)
        assert await take(database, DUE + MINUTE - SECOND) == ()
        (second,) = await take(database, DUE + MINUTE)
        assert second.occurrence == first.occurrence
        assert second.lease_until == DUE + 2 * MINUTE

    async def test_the_longest_due_come_first_and_no_more_than_asked_for(self, database: Database) -> None:
        late, early = await add(database, at=time(10)), await add(database)
        await claim(database, DUE + 2 * HOUR)
        now = DUE + 2 * HOUR
        assert [one.schedule.id for one in await take(database, now, most=1)] == [early.id]
        assert [one.schedule.id for one in await take(database, now, most=1)] == [late.id]

    async def test_beginning_freezes_the_post(self, database: Database) -> None:
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

    async def test_who_lost_the_lease_can_no_longer_begin(self, database: Database) -> None:
        await add(database)
        slow = await taken_at(database)
        (quick,) = await take(database, DUE + MINUTE)
        assert await begin(database, slow, DUE + MINUTE) is None
        assert await begin(database, quick, DUE + MINUTE + SECOND) is not None
        assert await begin(database, quick, DUE + MINUTE + 2 * SECOND) is None, "its lease is another since it began"

    async def test_who_lost_the_lease_cannot_put_it_off(self, database: Database) -> None:
        await add(database)
        slow = await taken_at(database)
        await take(database, DUE + MINUTE)
        async with database.writing() as connection:
            await occurrences.put_off(connection, slow, DUE + MINUTE)
        assert await take(database, DUE + 2 * MINUTE - SECOND) == ()

    async def test_what_is_put_off_waits_that_long_with_its_tries(self, database: Database) -> None:
        await add(database)
        begun = await begin(database, await taken_at(database), DUE)
        assert begun is not None
        async with database.writing() as connection:
            await occurrences.put_off(connection, replace(begun, first_try_at=None), DUE + 10 * MINUTE)
        assert await take(database, DUE + 9 * MINUTE) == ()
        (again,) = await take(database, DUE + 10 * MINUTE)
        assert (again.attempts, again.first_try_at) == (1, None)

    async def test_it_goes_where_the_schedule_says_unless_it_may_be_elsewhere_already(self, database: Database) -> None:
        schedule = await add(database)
        begun = await begin(database, await taken_at(database), DUE)
        assert begun is not None
        async with database.writing() as connection:
            await schedules.change(connection, replace(schedule, channel_id=7), DUE)
        (again,) = await take(database, DUE + HOUR)
        assert again.channel_id == CHANNEL
        async with database.writing() as connection:
            await occurrences.put_off(connection, replace(again, first_try_at=None), DUE + HOUR)
        (anew,) = await take(database, DUE + HOUR)
        assert anew.channel_id == 7

    async def test_a_post_that_cannot_be_read_stops_nobody_else(self, database: Database) -> None:
        await add(database)
        await add(database)
        await claim(database, DUE)
        async with database.writing() as connection:
            await connection.execute(update(table).where(table.c.id == 1).values(payload={"other": "version"}))
        assert [one.post for one in await take(database, DUE)] == [None, None]


class TestEnding:
    """What became of a run."""

    async def test_what_was_sent_is_history(self, database: Database) -> None:
        schedule = await add(database)
        begun = await begin(database, await taken_at(database), DUE)
        assert begun is not None
        await settle(database, begun, OccurrenceState.SENT, DUE + SECOND, 77)
        async with database.reading() as connection:
            (run,) = await history.history(connection, schedule.id, DUE, 10)
        assert run.run == Run(date(2026, 11, 24), DUE)
        assert (run.state, run.finished_at) == (OccurrenceState.SENT, DUE + SECOND)
        assert (run.channel_id, run.message_id, run.topic_id) == (CHANNEL, 77, "csrf")
        assert await take(database, DUE + DAY) == ()

    async def test_what_was_sent_stays_sent_and_what_was_doubted_may_be_found_sent(self, database: Database) -> None:
        schedule = await add(database)
        begun = await begin(database, await taken_at(database), DUE)
        assert begun is not None
        for state in (OccurrenceState.UNKNOWN, OccurrenceState.SENT, OccurrenceState.FAILED):
            await settle(database, begun, state, DUE)
        assert await past(database, schedule) == [("2026-11-24", "sent")]

    async def test_history_has_the_newest_first_and_ends_somewhere(self, database: Database) -> None:
        schedule = await add(database)
        for days in range(4):
            await claim(database, DUE + days * DAY)
        assert [day for day, _ in await past(database, schedule, most=2)] == ["2026-11-27", "2026-11-26"]

    async def test_topics_count_as_posted_unless_they_certainly_were_not(self, database: Database) -> None:
        schedule = await add(database)
        ends = {
            "views": OccurrenceState.SENT,
            "forms": OccurrenceState.FAILED,
            "models": OccurrenceState.UNKNOWN,
            "http": OccurrenceState.SKIPPED,
            "csrf": None,
        }
        for number, (topic, end) in enumerate(ends.items()):
            now = DUE + number * DAY
            begun = await begin(database, await taken_at(database, now), now, replace(POST, topic_id=topic))
            assert begun is not None
            if end:
                await settle(database, begun, end, now)
        async with database.reading() as connection:
            far = await walk(connection, schedule.id, schedule.guild_id, "python-django", BEFORE)
        assert far.posted == ("views", "models", "csrf")

    async def test_the_backlog_says_what_is_left_to_do(self, database: Database) -> None:
        assert await backlog(database, DUE) == Backlog(0, 0, None)
        await add(database)
        await add(database, at=time(8, 45))
        await add(database, guild_id=OTHER_GUILD, at=time(12))
        assert await backlog(database, DUE) == Backlog(2, 0, None)
        await claim(database, DUE)
        assert await backlog(database, DUE) == Backlog(0, 2, DUE - 15 * MINUTE)
        for taken in await take(database, DUE):
            await settle(database, taken, OccurrenceState.SENT, DUE)
        assert await backlog(database, DUE) == Backlog(0, 0, None)


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
