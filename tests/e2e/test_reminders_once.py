"""Reminders come exactly once, through kills and changed clocks and hours, and to nobody who has left."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from discord_sandbox import Fault, Member, Sandbox
from posting import DAY, HOUR, MINUTE, Desk, at_post
from waiting import LONGEST, until
from whole_bot import process

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import EVERY_DAY, REMINDER
from bot.core.schedule import Plan, Schedule
from bot.store import migrate
from bot.store.schedules import reminders_of, save_reminder

POST = ("POST", "/channels/*/messages")
BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 28, 18, tzinfo=UTC)
"""The evening before the night in Berlin that has no half past two."""


@pytest.fixture
def first_instant() -> datetime:
    return SPRING


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    """Plans for bots that the tests start."""
    file = tmp_path / "waymark.db"
    migrate.upgrade(f"sqlite:///{file}")
    made = Desk(discord, f"sqlite+aiosqlite:///{file}")
    yield made
    await made.database.close()


async def remind(desk: Desk, member: Member, at: time, zone: ZoneInfo, *, once: bool = False) -> Schedule:
    """Keep a reminder of somebody's."""
    now = desk.discord.clock.now()
    today = now.astimezone(zone).date()
    plan = Plan(
        guild_id=0,
        channel_id=member.dm.channel.id,
        kind=REMINDER,
        at=at,
        days=frozenset({today.weekday()}) if once else EVERY_DAY,
        zone=zone,
        late=3 * HOUR,
        user_id=member.id,
        once_on=today if once else None,
    )
    async with desk.database.writing() as connection:
        kept = await save_reminder(connection, plan, now - MINUTE)
    assert kept is not None
    return kept


def reminders_to(member: Member) -> int:
    """Count what came by direct message."""
    bot = member.driver.world.bot
    return sum(message.author is bot for message in member.dm.channel.messages)


async def test_half_past_two_on_the_day_that_has_none(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        await ada.slash("done", topic="csrf")
        reminder = await remind(desk, ada, time(2, 30), BERLIN)
        assert reminder.next_run_at == datetime(2026, 3, 29, 1, tzinfo=UTC), "the first instant after the gap"
        desk.reach(reminder)
        assert (await desk.ended(reminder)).state is OccurrenceState.SENT
        discord.clock.advance(12 * HOUR)
        await desk.sent_what_is_due()
        assert reminders_to(ada) == 1
        assert (await desk.now(reminder)).next_run_at == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


async def test_an_hour_that_is_changed_while_it_is_sent_does_not_bring_another(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        await ada.slash("done", topic="csrf")
        reminder = await remind(desk, ada, time(19), ZoneInfo("UTC"))
        sending = discord.faults.next(*POST, Fault.slow(1))
        desk.reach(reminder)
        await until(lambda: sending.struck == 1)
        shown = await (await ada.slash("me")).press("Reminder")
        await (await shown.press("Change the time")).submit(at="20:00")
        assert (await desk.ended(reminder)).state is OccurrenceState.SENT
        discord.clock.advance(2 * HOUR)
        await desk.sent_what_is_due()
        assert reminders_to(ada) == 1
        assert (await desk.now(reminder)).next_run_at == datetime(2026, 3, 29, 20, tzinfo=UTC)


async def test_nobody_is_reminded_who_has_left(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        await ada.slash("done", topic="csrf")
        reminder = await remind(desk, ada, time(19), ZoneInfo("UTC"))
        discord.guild.leave(ada.user)
        desk.reach(reminder)
        assert (await desk.ended(reminder)).state is OccurrenceState.SKIPPED
        assert reminders_to(ada) == 0
        discord.guild.join(ada.user)
        await ada.slash("progress")
        desk.reach(reminder, plus=DAY)
        assert (await desk.ended(reminder, 2)).state is OccurrenceState.SENT


async def test_who_is_deleted_is_reminded_of_nothing(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    async with desk.bot():
        await discord.gateway.connected()
        await ada.slash("done", topic="csrf")
        await remind(desk, ada, time(19), ZoneInfo("UTC"))
        shown = await (await ada.slash("me")).press("My data")
        assert "reminders: 1" in shown.text
        await (await shown.press("Delete")).submit(word="DELETE")
        discord.clock.advance(7 * DAY + MINUTE)
        await until_gone(desk, ada)
        before = reminders_to(ada)
        discord.clock.advance(3 * DAY)
        await desk.sent_what_is_due()
        assert reminders_to(ada) == before


async def until_gone(desk: Desk, member: Member) -> None:
    """Wait until somebody has no reminder any more; raises TimeoutError when one stays."""
    async with asyncio.timeout(LONGEST):
        while True:
            async with desk.database.reading() as connection:
                if not await reminders_of(connection, member.id):
                    return
            await asyncio.sleep(0.05)


class TestKilled:
    """A power cut: the bots are processes, whose clock is real."""

    @pytest.fixture
    def first_instant(self) -> None:
        return None

    @pytest.mark.parametrize("later", [timedelta(seconds=61), 10 * MINUTE], ids=["soon", "late"])
    async def test_after_discord_took_it(self, discord: Sandbox, desk: Desk, tmp_path: Path, later: timedelta) -> None:
        ada = discord.member("ada")
        now = discord.clock.now()
        reminder = await remind(desk, ada, time(now.hour, now.minute), ZoneInfo("UTC"), once=True)
        async with process(discord, tmp_path / "waymark.db") as bot:
            at_post(discord, 1, lambda: os.kill(bot._process.pid, signal.SIGKILL))
            await bot.ended()
        assert reminders_to(ada) == 1
        discord.clock.advance(later)
        async with desk.bot():
            assert (await desk.outlast(reminder)).state is OccurrenceState.SENT
            assert reminders_to(ada) == 1

    async def test_before_discord_had_it(self, discord: Sandbox, desk: Desk, tmp_path: Path) -> None:
        ada = discord.member("ada")
        now = discord.clock.now()
        reminder = await remind(desk, ada, time(now.hour, now.minute), ZoneInfo("UTC"), once=True)
        discord.faults.next(*POST, Fault.hang())
        async with process(discord, tmp_path / "waymark.db") as bot:
            await discord.journal.wait_for(*POST, within=LONGEST)
            await bot.kill()
        assert reminders_to(ada) == 0
        discord.clock.advance(timedelta(seconds=61))
        async with desk.bot():
            assert (await desk.outlast(reminder)).state is OccurrenceState.SENT
            assert reminders_to(ada) == 1
