"""discord.py in the sandbox: a client each, and what ends one is told."""

import discord
import pytest
from discord_sandbox import Sandbox
from discord_sandbox.adapters.discordpy import running
from trial_bot import TrialBot

INTENTS = discord.Intents(guilds=True)


async def test_two_clients_in_one_process_have_a_sandbox_each() -> None:
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    async with (
        Sandbox(bot_name="First") as first,
        Sandbox(bot_name="Second") as second,
        running(TrialBot(INTENTS), first),
        running(TrialBot(INTENTS), second),
    ):
        for sandbox in (first, second, first):
            ada = sandbox.member("ada")
            assert (await ada.slash("ping")).content == "pong"
            slow = await ada.slash("slow")
            assert slow.content == "done at last"
            assert (await slow.followup()).content == "and more"
            assert {request.status // 100 for request in sandbox.requests} == {2}
    assert before == (discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)


async def test_intents_that_are_not_switched_on_are_raised(quiet: Sandbox) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(TrialBot(discord.Intents.all()), quiet):
            raise AssertionError("nobody should get here")


async def test_an_error_in_the_setup_is_raised(quiet: Sandbox) -> None:
    class Broken(TrialBot):
        async def setup_hook(self) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with running(Broken(INTENTS), quiet):
            raise AssertionError("nobody should get here")
