"""Sandboxes: with the trial bot logged in, for a module or with the page on it, and quiet ones that nobody uses yet."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import discord
import pytest
from browser_tab import browser
from company import Company
from discord_sandbox import Member, Sandbox
from discord_sandbox.adapters.discordpy import running
from discord_sandbox.page.page import Page
from discord_sandbox.world.model import GuildMember
from raw_client import RawRest, raw_rest
from trial_bot import TrialBot

__all__ = ["browser"]

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


@pytest.fixture
async def quiet() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
async def rest(quiet: Sandbox) -> AsyncIterator[RawRest]:
    async with raw_rest(quiet) as rest:
        yield rest


@pytest.fixture
def general(quiet: Sandbox) -> str:
    return f"/channels/{quiet.general.id}/messages"


@pytest.fixture
def me(quiet: Sandbox) -> GuildMember:
    assert quiet.guild.me is not None
    return quiet.guild.me


@pytest.fixture(scope="session")
async def trial_for_all() -> AsyncIterator[Company]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Trial"))
        await stack.enter_async_context(running(TrialBot(INTENTS), sandbox))
        yield Company(sandbox, await stack.enter_async_context(Page(sandbox, port=0)))


@pytest.fixture
def trial(trial_for_all: Company) -> Company:
    """A server of the test's own with the trial bot in it, and the page on it."""
    return trial_for_all.anew()
