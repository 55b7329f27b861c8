"""A deadline of ours during Discord's global limit: it ends one request, not all that come after."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
import pytest_asyncio
from discord_sandbox import Fault, Sandbox
from posting import discord_elsewhere

from bot.client.endpoint import use_api
from bot.client.global_limit import guard_global_limit


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest_asyncio.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[discord.Client]:
    with discord_elsewhere():
        use_api(sandbox.api_url)
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(sandbox.token)
            yield client


async def give_up_while_limited(sandbox: Sandbox, client: discord.Client) -> None:
    sandbox.faults.next("GET", "/channels/*", Fault.rate_limited("global", retry_after=600))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await client.http.get_channel(sandbox.general.id)


async def test_what_comes_after_goes_through(sandbox: Sandbox, client: discord.Client) -> None:
    guard_global_limit(client.http)
    await give_up_while_limited(sandbox, client)
    async with asyncio.timeout(5):
        found = await client.http.get_channel(sandbox.general.id)
    assert int(found["id"]) == sandbox.general.id


async def test_discord_py_still_needs_this(sandbox: Sandbox, client: discord.Client) -> None:
    """When this fails, an update of discord.py has mended its defect, and the guard can go."""
    await give_up_while_limited(sandbox, client)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await client.http.get_channel(sandbox.general.id)
