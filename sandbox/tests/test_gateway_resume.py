"""Sessions that outlive their connections, with the real client and without."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord_sandbox import Sandbox
from discord_sandbox.adapters.discordpy import running
from raw_client import raw_gateway
from trial_bot import TrialBot

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


@pytest.fixture
async def bot(quiet: Sandbox) -> AsyncIterator[TrialBot]:
    bot = TrialBot(INTENTS)
    async with running(bot, quiet):
        await bot.wait_until_ready()
        yield bot


async def test_a_resume_replays_what_was_missed(quiet: Sandbox) -> None:
    ada = quiet.member("ada")
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        session_id = (await gateway.event("READY"))["session_id"]
        await gateway.event("GUILD_CREATE")
        sequence = gateway.sequence
        await quiet.gateway.drop()
    await ada.say("@Bot one", within=0)
    await ada.say("@Bot two", within=0)
    async with raw_gateway(quiet) as gateway:
        await gateway.receive()
        await gateway.send(6, {"token": quiet.token, "session_id": session_id, "seq": sequence})
        texts = [(await gateway.receive())["d"]["content"].split()[-1] for _ in range(2)]
        assert texts == ["one", "two"]
        assert (await gateway.receive())["t"] == "RESUMED"


async def test_a_session_that_said_goodbye_cannot_be_resumed(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        session_id = (await gateway.event("READY"))["session_id"]
        await gateway.close(1000)
    await quiet.gateway.disconnected()
    async with raw_gateway(quiet) as gateway:
        await gateway.receive()
        await gateway.send(6, {"token": quiet.token, "session_id": session_id, "seq": 1})
        assert await gateway.receive() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_session_is_kept_for_minutes_only(quiet: Sandbox) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        session_id = (await gateway.event("READY"))["session_id"]
        await quiet.gateway.drop()
    quiet.clock.advance(timedelta(minutes=6))
    async with raw_gateway(quiet) as gateway:
        await gateway.receive()
        await gateway.send(6, {"token": quiet.token, "session_id": session_id, "seq": 1})
        assert (await gateway.receive())["op"] == 9


@pytest.mark.parametrize("code", [1000, 4000, 4008])
async def test_the_client_comes_back_after_a_close(quiet: Sandbox, bot: TrialBot, code: int) -> None:
    await quiet.gateway.close(code)
    await quiet.gateway.connected()
    assert (await quiet.member("ada").slash("ping")).content == "pong"


async def test_the_client_resumes_when_told_to_reconnect(quiet: Sandbox, bot: TrialBot) -> None:
    await quiet.gateway.reconnect()
    await quiet.gateway.connected()
    assert (await quiet.member("ada").slash("ping")).content == "pong"
    assert len(quiet.gateway.identifies) == 1


async def test_the_client_resumes_an_invalid_session_that_may_be(quiet: Sandbox, bot: TrialBot) -> None:
    await quiet.gateway.invalidate(resumable=True)
    await quiet.gateway.connected()
    assert len(quiet.gateway.identifies) == 1


async def test_an_interaction_during_a_reconnect_is_answered_after_it(quiet: Sandbox, bot: TrialBot) -> None:
    await quiet.gateway.drop()
    assert not quiet.gateway.sessions
    answer = await quiet.member("ada").slash("ping")
    assert answer.content == "pong"
    assert "resumed" in bot.seen


async def test_the_client_gives_up_where_it_is_refused(quiet: Sandbox) -> None:
    quiet.gateway.refuse_identify(4014)
    bot = TrialBot(INTENTS)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(bot, quiet):
            raise AssertionError("a refused bot never gets connected")


async def test_a_malformed_event_reaches_the_client(quiet: Sandbox) -> None:
    async def confuse() -> None:
        async with running(TrialBot(INTENTS), quiet), asyncio.timeout(5):
            quiet.gateway.send_event("CHANNEL_CREATE", {"guild_id": str(quiet.guild.id), "nonsense": True})
            await quiet.gateway.disconnected()

    # The client dies of it; that is the client's business, and the reason for this tool.
    with pytest.raises(KeyError, match="type"):
        await confuse()


async def test_two_shards_of_one_client_share_the_work(quiet: Sandbox) -> None:
    async with running(TrialBot(INTENTS, shard_count=2), quiet, shards=2):
        assert (await quiet.member("ada").slash("ping")).content == "pong"
        assert sorted(session.shard_id for session in quiet.gateway.sessions) == [0, 1]
