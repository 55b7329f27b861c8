"""Sandboxes: one with the trial bot logged in, shared by all tests of a module, and quiet ones that nobody uses yet."""

from collections.abc import AsyncIterator

import discord
import pytest
from discord_sandbox import Member, Sandbox
from discord_sandbox.world.members import GuildMember
from raw_client import RawRest, raw_rest
from trial_bot import TrialBot, running

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
