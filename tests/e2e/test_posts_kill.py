"""A power cut at each arrow: before the claim, after it, before Discord has the post, and before that is noted."""

import os
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Fault, Sandbox
from posting import MINUTE, Desk, at_post
from sqlalchemy import update
from waiting import LONGEST, until
from whole_bot import BotProcess, process

from bot.core.message_draft import OccurrenceState
from bot.store import claims, migrate, occurrences
from bot.store.post_tables import occurrences as occurrences_table

SENT = OccurrenceState.SENT
POST = ("POST", "/channels/*/messages")
LEASE_OVER, NONCE_FORGOTTEN = timedelta(seconds=61), 10 * MINUTE
"""When the bot comes back: as soon as another may take the run, or when sending again would be a second post."""
LATER = pytest.mark.parametrize("later", [LEASE_OVER, NONCE_FORGOTTEN], ids=["soon", "late"])


@pytest.fixture
def first_instant() -> None:
    """Now: some of the bots have processes of their own."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "waymark.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest_asyncio.fixture
async def desk(discord: Sandbox, file: Path) -> AsyncIterator[Desk]:
    made = Desk(discord, f"sqlite+aiosqlite:///{file}")
    yield made
    await made.database.close()


def power_cut(bot: BotProcess) -> None:
    """Kill at once, without waiting for the end."""
    os.kill(bot._process.pid, signal.SIGKILL)


async def assert_posted_once(desk: Desk, later: timedelta) -> None:
    """Start the bot again, and see the one run posted, and nothing else ever."""
    desk.discord.clock.advance(later)
    (schedule,) = await desk.all(desk.discord.guild)
    async with desk.bot():
        assert (await desk.outlast(schedule)).state is SENT
        assert len(await desk.settled(desk.discord.general)) == 1


async def end_leases(desk: Desk) -> None:
    """Do to the leases of the dead what a minute would."""
    async with desk.database.writing() as connection:
        await connection.execute(update(occurrences_table).values(lease_until=desk.discord.clock.now()))


@LATER
async def test_killed_before_the_claim(discord: Sandbox, desk: Desk, file: Path, later: timedelta) -> None:
    async with process(discord, file) as bot:
        await bot.kill()
    await desk.plan_due(discord.general)
    await assert_posted_once(desk, later)


@LATER
async def test_killed_after_the_claim(discord: Sandbox, desk: Desk, later: timedelta) -> None:
    await desk.plan_due(discord.general)
    async with desk.database.writing() as connection:
        assert await claims.claim(connection, discord.clock.now(), 10) == 1
    await assert_posted_once(desk, later)


@LATER
async def test_killed_with_the_run_taken(discord: Sandbox, desk: Desk, later: timedelta) -> None:
    await desk.plan_due(discord.general)
    now = discord.clock.now()
    async with desk.database.writing() as connection:
        await claims.claim(connection, now, 10)
        assert len(await occurrences.lease_runs(connection, now, now + MINUTE, 10)) == 1
    await assert_posted_once(desk, later)


@LATER
async def test_killed_before_discord_has_the_post(discord: Sandbox, desk: Desk, file: Path, later: timedelta) -> None:
    discord.faults.next(*POST, Fault.hang())
    await desk.plan_due(discord.general)
    async with process(discord, file) as bot:
        await discord.journal.wait_for(*POST, within=LONGEST)
        await bot.kill()
    assert discord.general.messages == []
    await assert_posted_once(desk, later)


@LATER
async def test_killed_after_discord_took_the_post(discord: Sandbox, desk: Desk, file: Path, later: timedelta) -> None:
    await desk.plan_due(discord.general)
    async with process(discord, file) as bot:
        at_post(discord, 1, lambda: power_cut(bot))
        await bot.ended()
    assert len(discord.general.messages) == 1
    await assert_posted_once(desk, later)


async def test_killed_again_and_again_in_the_middle_of_many(discord: Sandbox, desk: Desk, file: Path) -> None:
    channels = [discord.guild.add_text_channel(f"study-{number}") for number in range(20)]
    plans = [await desk.plan_due(channel) for channel in channels]
    for _ in range(3):
        async with process(discord, file) as bot:
            at_post(discord, 4, lambda bot=bot: power_cut(bot))  # type: ignore[misc]  # the default binds this bot
            await bot.ended()
        assert any(not channel.messages for channel in channels)
        await end_leases(desk)
    async with desk.bot():
        await desk.all_ended(plans)
        await desk.settled(discord.general)
    assert [len(channel.messages) for channel in channels] == [1] * 20
    assert {run.state for plan in plans for run in await desk.runs(plan)} == {SENT}


async def test_a_stop_lets_the_post_under_way_arrive_and_be_noted(discord: Sandbox, desk: Desk, file: Path) -> None:
    sending = discord.faults.next(*POST, Fault.slow(1))
    schedule = await desk.plan_due(discord.general)
    async with process(discord, file) as bot:
        await until(lambda: sending.struck == 1)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log
    assert len(discord.general.messages) == 1
    assert (await desk.runs(schedule))[0].state is SENT


async def test_a_second_process_on_one_file_is_refused_with_one_line(discord: Sandbox, file: Path) -> None:
    async with process(discord, file), process(discord, file, ready=False) as second:
        assert await second.ended() == 2
        assert f"{file} is in use by another Waymark" in second.log
        assert "Traceback" not in second.log
