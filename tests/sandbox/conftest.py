"""A sandbox with the trial bot logged in, shared by all tests of a module; the gateway tests start their own."""

from collections.abc import AsyncIterator

import discord
import pytest
from trial_bot import TrialBot, running

from bot.sandbox import Member, Sandbox

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


@pytest.fixture(scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox, running(TrialBot(INTENTS), sandbox):
        yield sandbox


@pytest.fixture
def ada(sandbox: Sandbox) -> Member:
    return sandbox.member("ada")


@pytest.fixture
def grace(sandbox: Sandbox) -> Member:
    return sandbox.member("grace")
