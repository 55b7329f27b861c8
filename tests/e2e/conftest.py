"""One whole bot for all end-to-end tests that do not need their own; each test has its own server and members."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from by_http import serving_by_http
from discord_sandbox import Clock, Member, Permission, Sandbox
from discord_sandbox.openapi import OpenApiCheck
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel
from posting import Desk
from structlog.testing import capture_logs
from structlog.typing import EventDict
from whole_bot import FIRST_INSTANT, serving

NUMBERS = count(1)


WAYS_IN = ("gateway", "uncached", "http")
"""How a bot may get what members do: by the gateway, by it with `GUILD_CACHE=off`, by HTTP."""
WAY_IN = os.environ.get("WAY_IN", "gateway")
"""The way for most tests; those of EVERY_WAY go all of them."""
EVERY_WAY = ("test_topic", "test_setup", "test_note", "test_schedule_reach", "test_ways_in")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests that stand for the others by every way in."""
    if "way_in" in metafunc.fixturenames and metafunc.module.__name__ in EVERY_WAY:
        metafunc.parametrize("way_in", WAYS_IN, indirect=True)


@pytest.fixture
def way_in(request: pytest.FixtureRequest) -> str:
    """How the bot gets what members do."""
    return str(getattr(request, "param", WAY_IN))


@pytest.fixture
def sandbox(request: pytest.FixtureRequest, way_in: str) -> Sandbox:
    """A Discord with the whole bot in it; it objects at the end to any request that Discord's description forbids."""
    made = request.getfixturevalue(f"{way_in}_sandbox")
    assert isinstance(made, Sandbox)
    return made


@asynccontextmanager
async def judged_sandbox(
    discord_api: OpenApiCheck | None, first_instant: datetime | None = FIRST_INSTANT
) -> AsyncIterator[Sandbox]:
    async with Sandbox(bot_name="Waymark", clock=Clock(first_instant)) as sandbox:
        if discord_api:
            sandbox.on_request(discord_api.judge)
        yield sandbox


@pytest_asyncio.fixture(scope="session")
async def gateway_sandbox(
    discord_api: OpenApiCheck | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Sandbox]:
    database = tmp_path_factory.mktemp("whole") / "waymark.db"
    async with judged_sandbox(discord_api) as sandbox, serving(sandbox, database):
        yield sandbox


@pytest_asyncio.fixture(scope="session")
async def uncached_sandbox(
    discord_api: OpenApiCheck | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Sandbox]:
    database = tmp_path_factory.mktemp("whole") / "waymark.db"
    async with judged_sandbox(discord_api) as sandbox, serving(sandbox, database, guild_cache=False):
        yield sandbox


@pytest_asyncio.fixture(scope="session")
async def http_sandbox(
    discord_api: OpenApiCheck | None, tmp_path_factory: pytest.TempPathFactory, free_ports: Iterator[int]
) -> AsyncIterator[Sandbox]:
    database = tmp_path_factory.mktemp("whole") / "waymark.db"
    async with judged_sandbox(discord_api) as sandbox, serving_by_http(sandbox, database, next(free_ports)):
        yield sandbox


@pytest.fixture
def first_instant() -> datetime | None:
    """When a Discord of the test's own begins; None is now, for bots in processes of their own, whose clock is real."""
    return FIRST_INSTANT


@pytest_asyncio.fixture
async def discord(discord_api: OpenApiCheck | None, first_instant: datetime | None) -> AsyncIterator[Sandbox]:
    """A Discord of the test's own, with no bot in it yet; it objects as the shared one does."""
    async with judged_sandbox(discord_api, first_instant) as sandbox:
        yield sandbox


@pytest.fixture
def interaction_lines() -> Iterator[list[EventDict]]:
    """What the log is told of interactions while the test runs."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    """A server of the test's own, with the bot in it and a channel #study."""
    guild = sandbox.add_guild(f"Server {next(NUMBERS)}")
    guild.add_text_channel("study")
    return guild


@pytest.fixture
def join(sandbox: Sandbox, guild: Guild) -> Callable[[str], Member]:
    """Lets somebody new join the test's server: nobody of that name studied before."""

    def join(name: str) -> Member:
        member = sandbox.member(f"{name}-{next(NUMBERS)}", guild=guild)
        assert member.membership is not None
        member.membership.nick = name
        return member

    return join


@pytest.fixture
def ada(join: Callable[[str], Member]) -> Member:
    return join("ada")


@pytest.fixture
def grace(join: Callable[[str], Member]) -> Member:
    return join("grace")


@pytest.fixture
def olga(sandbox: Sandbox, guild: Guild) -> Member:
    """An organiser of the test's server."""
    return sandbox.member(f"olga-{next(NUMBERS)}", guild=guild, permissions=Permission.MANAGE_GUILD)


@pytest.fixture
def study(guild: Guild) -> Channel:
    """The channel #study of the test's server."""
    return guild.channel("study")


@pytest_asyncio.fixture
async def desk(discord: Sandbox, tmp_path: Path) -> AsyncIterator[Desk]:
    """Plans posts for a bot of the test's own, which is at the gateway."""
    made = Desk(discord, f"sqlite+aiosqlite:///{tmp_path}/waymark.db")
    async with made.bot():
        await discord.gateway.connected()
        yield made
    await made.database.close()
