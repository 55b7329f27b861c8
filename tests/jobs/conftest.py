"""Ticks without a gateway, over the wire to a sandbox."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord as discord_py
import pytest_asyncio
from discord_sandbox import Clock, Sandbox
from posting import Desk
from shipped import shipped_library
from ticking import Start
from whole_bot import FIRST_INSTANT

from bot.client.channel_sender import DiscordChannelSender
from bot.client.discordpy_rest import RestApi, use_api
from bot.client.file_fetcher import HttpFileFetcher
from bot.client.guild_directory import DiscordGuildDirectory
from bot.client.membership import DiscordMembership
from bot.context import AppContext, Composer
from bot.core.post_kinds import PROMPT
from bot.jobs.jobs import Jobs
from bot.ports import Ports
from bot.store import migrate


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[Sandbox]:
    async with Sandbox(bot_name="Waymark", clock=Clock(FIRST_INSTANT)) as sandbox:
        yield sandbox


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    migrate.upgrade(f"sqlite:///{tmp_path}/waymark.db")
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    yield made
    await made.database.close()


@pytest_asyncio.fixture
async def start(discord: Sandbox, desk: Desk) -> AsyncIterator[Start]:
    """Starts ticks that post without a gateway; the last ones are stopped in the end."""
    running: list[Jobs] = []
    clock = discord.clock.now
    sender = DiscordChannelSender(clock)

    def start(compose: Composer) -> Jobs:
        composers = {PROMPT.id: compose}
        ports = Ports(DiscordMembership(clock), DiscordGuildDirectory(clock), sender, HttpFileFetcher())
        jobs = Jobs(
            AppContext.build(desk.database, shipped_library(), clock, ports, composers, {"python-django": 1}), 0.05
        )
        jobs.start()
        running.append(jobs)
        return jobs

    async with discord_py.Client(intents=discord_py.Intents.none()) as client:
        use_api(client, discord.api_url)
        await client.login(discord.token)
        assert client.user
        sender.connect(RestApi(client), client.user.id)
        yield start
        for jobs in running[-1:]:
            await jobs.stop(0.5)
