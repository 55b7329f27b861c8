"""Several bots on one PostgreSQL: each post comes once, whoever sends it and whatever stops meanwhile."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from discord.gateway import KeepAliveHandler
from discord_sandbox import Fault, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel
from postgres_server import Postgres
from posting import HOUR, MINUTE, SECOND, Desk, at_post
from sqlalchemy import make_url
from waiting import LONGEST, until
from whole_bot import process

from bot.client.identify_limiter import SHARED_SPACING
from bot.core.message_draft import OccurrenceState
from bot.jobs.claimer import LOCK_NAME, Claimer
from bot.store import migrate
from bot.store.claims import claim
from bot.store.coordination import reserve_slot_in_own_transaction

SENT = OccurrenceState.SENT
POST = ("POST", "/channels/*/messages")
OTHER_BOT = 6.0
"""Seconds that another bot of the same database has the gateway to itself: longer than ours take to start."""
CLOCKS = timedelta(milliseconds=100)
"""How far the clocks of the database and of the sandbox may be apart."""


class PowerCutError(Exception):
    """Ends a transaction that was not to be committed."""


def heartbeats() -> set[threading.Thread]:
    """The threads of discord.py that keep connections alive."""
    return {thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)}


@pytest.fixture
def url(postgres: Postgres) -> str:
    url = postgres.create()
    migrate.upgrade(url)
    return url


@pytest.fixture
def first_instant() -> None:
    """Now: some of the bots have processes of their own."""


@pytest_asyncio.fixture
async def desk(discord: Sandbox, url: str) -> AsyncIterator[Desk]:
    made = Desk(discord, url)
    yield made
    await made.database.close()


def study_channels(discord: Sandbox, number: int) -> list[Channel]:
    """So many channels, each in a server of its own."""
    return [discord.add_guild(f"Server {one}").add_text_channel("study") for one in range(number)]


async def test_many_posts_of_one_minute_are_shared_and_come_once(discord: Sandbox, desk: Desk) -> None:
    channels = study_channels(discord, 90)
    plans = [await desk.plan(channel) for channel in channels]
    async with AsyncExitStack() as bots:
        for _ in range(3):
            await bots.enter_async_context(desk.bot())
        desk.reach(*plans)
        await desk.all_ended(plans)
        await desk.settled(discord.general)
    assert [len(channel.messages) for channel in channels] == [1] * 90
    assert {run.state for plan in plans for run in await desk.runs(plan)} == {SENT}


async def test_two_that_serve_the_same_servers_are_warned_of_at_start(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with desk.bot():
        assert "serves the same servers" not in caplog.text
        async with desk.bot():
            assert "serves the same servers" in caplog.text


async def test_when_one_stops_the_other_takes_what_it_gives_back(discord: Sandbox, desk: Desk) -> None:
    channels = study_channels(discord, 60)
    plans = [await desk.plan(channel) for channel in channels]
    async with desk.bot():
        async with desk.bot():
            desk.reach(*plans)
            await until(lambda: any(channel.messages for channel in channels))
        await desk.all_ended(plans)
        await desk.settled(discord.general)
    assert [len(channel.messages) for channel in channels] == [1] * 60


async def test_one_that_stops_before_it_may_identify_leaves_nothing_open(discord: Sandbox, desk: Desk) -> None:
    before = heartbeats()
    async with desk.bot():
        await discord.gateway.connected()
        async with desk.bot():
            await until(lambda: len(discord.gateway.connections) == 2)
        await until(lambda: len(discord.gateway.connections) == 1)
    await until(lambda: heartbeats() <= before)


async def test_one_that_sleeps_while_it_claims_keeps_back_only_what_it_holds(discord: Sandbox, desk: Desk) -> None:
    held, other = await desk.plan(discord.general, after=HOUR), await desk.plan(discord.general, after=HOUR)
    assert held.next_run_at
    async with desk.bot():
        with suppress(PowerCutError):
            async with desk.database.writing() as asleep:
                assert await claim(asleep, held.next_run_at, 1) == 1
                desk.reach(held, other)
                await desk.ended(other)
                assert await desk.runs(held) == ()
                raise PowerCutError
        await desk.ended(held)
    assert len(discord.general.messages) == 2


@pytest.fixture
def stopping() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def claiming(discord: Sandbox, desk: Desk, stopping: asyncio.Event) -> Claimer:
    """Claims when the test ticks, as one process of several."""
    return Claimer(desk.database, discord.clock.now, stopping)


async def test_claims_wait_for_the_turn_of_another_to_end(discord: Sandbox, desk: Desk, claiming: Claimer) -> None:
    schedule = await desk.plan_due(discord.general)
    await reserve_slot_in_own_transaction(desk.database, LOCK_NAME, 1.0)
    ticking = asyncio.get_running_loop().create_task(claiming.tick())
    await asyncio.sleep(0.2)
    assert await desk.runs(schedule) == ()
    await ticking
    assert len(await desk.runs(schedule)) == 1


async def test_a_stop_does_not_wait_for_a_turn(
    discord: Sandbox, desk: Desk, claiming: Claimer, stopping: asyncio.Event
) -> None:
    schedule = await desk.plan_due(discord.general)
    await reserve_slot_in_own_transaction(desk.database, LOCK_NAME, 50.0)
    ticking = asyncio.get_running_loop().create_task(claiming.tick())
    await asyncio.sleep(0.1)
    stopping.set()
    async with asyncio.timeout(40):
        await ticking
    assert await desk.runs(schedule) == ()


@pytest.mark.parametrize("later", [61 * SECOND, 10 * MINUTE], ids=["soon", "late"])
async def test_one_that_sleeps_longer_than_its_lease_does_no_harm_when_it_wakes(
    discord: Sandbox, desk: Desk, tmp_path: Path, later: timedelta
) -> None:
    schedule = await desk.plan_due(discord.general)
    async with process(discord, tmp_path / "sleeper.db", DATABASE_URL=desk.url) as sleeper:
        pid = sleeper._process.pid
        at_post(discord, 1, lambda: os.kill(pid, signal.SIGSTOP))
        await until(lambda: len(discord.general.messages) == 1)
        discord.clock.advance(later)
        async with desk.bot():
            assert (await desk.outlast(schedule)).state is SENT
            os.kill(pid, signal.SIGCONT)
            assert len(await desk.settled(discord.general)) == 1
            assert await sleeper.stop() == 0
            assert len(await desk.settled(discord.general)) == 1
    assert (await desk.runs(schedule))[-1].state is SENT


async def test_one_that_slept_before_discord_had_it_sends_nothing_more(
    discord: Sandbox, desk: Desk, tmp_path: Path
) -> None:
    lost = discord.faults.next(*POST, Fault.drop_before())
    schedule = await desk.plan_due(discord.general)
    async with process(discord, tmp_path / "sleeper.db", DATABASE_URL=desk.url) as sleeper:
        pid = sleeper._process.pid
        await until(lambda: lost.struck == 1)
        os.kill(pid, signal.SIGSTOP)
        discord.clock.advance(10 * MINUTE)
        async with desk.bot():
            assert (await desk.outlast(schedule)).state is SENT
            os.kill(pid, signal.SIGCONT)
            await desk.settled(discord.general)
            assert await sleeper.stop() == 0
    assert len(discord.general.messages) == 1


async def test_a_database_that_goes_away_while_a_post_is_sent_and_comes_back(
    discord: Sandbox, desk: Desk, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    name = make_url(desk.url).database

    def go() -> None:
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    schedule = await desk.plan(discord.general)
    async with desk.bot():
        at_post(discord, 1, go)
        desk.reach(schedule)
        await until(lambda: len(discord.general.messages) == 1)
        discord.clock.advance(10 * MINUTE)
        await until(lambda: "could not be written down yet" in caplog.text)
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await desk.reconnect()
        assert (await desk.ended(schedule)).state is SENT
        assert len(await desk.settled(discord.general)) == 1


async def test_a_database_that_is_away_at_the_time_makes_the_post_late_not_lost(
    discord: Sandbox, desk: Desk, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    name = make_url(desk.url).database
    schedule = await desk.plan(discord.general)
    async with desk.bot():
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        desk.reach(schedule, plus=20 * MINUTE)
        await until(lambda: "the database is away" in caplog.text)
        assert discord.general.messages == []
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await desk.reconnect()
        assert (await desk.ended(schedule)).state is SENT
        (post,) = await desk.settled(discord.general)
    assert "Late" in post.content
    assert caplog.text.count("the database is away") == 1  # whoever looks at it, and however often


async def test_two_bots_share_the_gateway_and_take_turns_at_identifying(
    discord: Sandbox, desk: Desk, tmp_path: Path
) -> None:
    await reserve_slot_in_own_transaction(desk.database, "identify:0", OTHER_BOT)
    free = discord.clock.now() + timedelta(seconds=OTHER_BOT)
    first = process(discord, tmp_path / "a.db", DATABASE_URL=desk.url, SHARD_COUNT="2", SHARD_IDS="0", ready=False)
    second = process(discord, tmp_path / "b.db", DATABASE_URL=desk.url, SHARD_COUNT="2", SHARD_IDS="1", ready=False)
    async with first as one, second as other:
        async with asyncio.timeout(LONGEST):
            await discord.gateway.connected(2)
        sooner, later = discord.gateway.identifies
        assert {sooner.identity.shard_id, later.identity.shard_id} == {0, 1}
        assert {sooner.identity.shard_count, later.identity.shard_count} == {2}
        # However slow the machine, each comes later than its turn began, and never before.
        assert sooner.at >= free - CLOCKS
        assert later.at >= free + timedelta(seconds=SHARED_SPACING) - CLOCKS
        for shard, bot in enumerate((one, other)):
            guild = next(guild for guild in servers(discord) if (guild.id >> 22) % 2 == shard)
            answer = await discord.member("ada", guild=guild).slash("done", topic="csrf")
            assert "1 of 51" in answer.text
            await until(lambda bot=bot: "/done" in bot.log)  # type: ignore[misc]  # the default binds this bot


def servers(discord: Sandbox) -> Iterator[Guild]:
    """Ever new servers, each with a channel."""
    while True:
        guild = discord.add_guild("Server")
        guild.add_text_channel("study")
        yield guild
