"""discord.py's one address of Discord, lent to the bot that a test is about."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import yarl
from discord_sandbox import Sandbox


@contextmanager
def reached_by_discord_py(sandbox: Sandbox) -> Iterator[None]:
    """Let discord.py speak to `sandbox`: it has one address for all bots of a process, and others have theirs."""
    with discord_py_as_before():
        discord.http.Route.BASE = sandbox.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway.url)
        yield


@contextmanager
def discord_py_as_before() -> Iterator[None]:
    """Leave discord.py's address behind as it was."""
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before
