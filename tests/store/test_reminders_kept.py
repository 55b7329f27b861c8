"""Reminders as they are kept, on both databases: one daily, a few that come once, and none after their day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import EVERY_DAY, REMINDER
from bot.core.reminder import MAX_ONCE
from bot.core.schedule import Plan
from bot.store import claims, occurrences, schedules
from bot.store.database import Database
from bot.store.schedules import (
    any_past_reminder,
    forget_past_reminders,
    move_reminder,
    reminders_of,
    remove_reminder,
    save_reminder,
    unanswered,
)

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""A Monday."""
ADA, BOB = 1, 2
UTC_ZONE = ZoneInfo("UTC")


def plan(user_id: int = ADA, at: time = time(18), on: date | None = None) -> Plan:
    days = frozenset({on.weekday()}) if on else EVERY_DAY
    return Plan(
        guild_id=0,
        channel_id=7,
        kind=REMINDER,
        at=at,
        days=days,
        zone=UTC_ZONE,
        late=timedelta(hours=3),
        user_id=user_id,
        once_on=on,
    )


async def test_there_is_one_daily_reminder_and_another_changes_it(database: Database) -> None:
    async with database.writing() as connection:
        first = await save_reminder(connection, plan(), NOW)
        second = await save_reminder(connection, plan(at=time(20)), NOW)
        other = await save_reminder(connection, plan(BOB), NOW)
        assert first is not None
        assert second is not None
        assert other is not None
        assert first.id == second.id != other.id
        assert [one.at for one in await reminders_of(connection, ADA)] == [time(20)]
        await move_reminder(connection, ADA, ZoneInfo("Asia/Tokyo"), NOW)
        (moved,) = await reminders_of(connection, ADA)
        assert moved.next_run_at == datetime(2026, 11, 30, 11, tzinfo=UTC)
        assert not await remove_reminder(connection, ADA, other.id), "it is somebody else's"
        assert await remove_reminder(connection, ADA, first.id)


async def test_what_was_turned_off_goes_on_when_it_is_asked_for_again(database: Database) -> None:
    async with database.writing() as connection:
        kept = await save_reminder(connection, plan(), NOW)
        assert kept is not None
        assert await schedules.pause(connection, 0, kept.id, NOW, "reason:dm_closed")
        assert await schedules.unnotified(connection, 10) == (), "organisers have nothing to do with it"
        again = await save_reminder(connection, plan(at=time(19)), NOW)
        assert again is not None
        assert not again.paused
        assert again.next_run_at == datetime(2026, 11, 30, 19, tzinfo=UTC)


async def test_once_means_its_date_however_far_away_and_however_often_plans_are_corrected(database: Database) -> None:
    on = date(2027, 1, 15)
    async with database.writing() as connection:
        kept = await save_reminder(connection, plan(on=on), NOW)
        await claims.recompute_next_runs(connection, NOW)
        (after,) = await reminders_of(connection, ADA)
        assert kept == after
        assert after.next_run_at == datetime(2027, 1, 15, 18, tzinfo=UTC)


async def test_there_are_so_many_that_come_once(database: Database) -> None:
    async with database.writing() as connection:
        for _ in range(MAX_ONCE):
            assert await save_reminder(connection, plan(on=date(2026, 12, 4)), NOW)
        assert await save_reminder(connection, plan(on=date(2026, 12, 4)), NOW) is None


async def test_one_that_had_its_day_is_forgotten_and_unanswered_ones_are_counted(database: Database) -> None:
    due = datetime(2026, 11, 30, 18, 0, 1, tzinfo=UTC)
    async with database.writing() as connection:
        daily = await save_reminder(connection, plan(), NOW)
        once = await save_reminder(connection, plan(on=NOW.date()), NOW)
        later = await save_reminder(connection, plan(on=date(2026, 12, 4)), NOW)
        assert daily is not None
        assert once is not None
        assert later is not None
        assert await claims.claim(connection, due, 10) == 2
        assert not await any_past_reminder(connection)
        for run in await occurrences.lease_runs(connection, due, due + timedelta(minutes=1), 10):
            await occurrences.finish(connection, run.occurrence.id, OccurrenceState.SENT, due)
        assert await unanswered(connection, ADA, daily.id) == 1
        assert await any_past_reminder(connection)
        assert await forget_past_reminders(connection) == 1
        assert {one.id for one in await reminders_of(connection, ADA)} == {daily.id, later.id}
