"""Starting while Discord is down, in part or as a whole; and losing the token while running."""

import asyncio
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from discord_sandbox import Fault, Sandbox
from waiting import LONGEST, until
from whole_bot import BotProcess, process

DOWN = Fault.status(503)
REFUSED = ["Failed to connect for shard"]
LOST = ["connection lost, trying again"]


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "waymark.db"


async def ready(discord: Sandbox) -> None:
    async with asyncio.timeout(LONGEST):
        await discord.gateway.connected()


async def serves(discord: Sandbox) -> None:
    """Hold that members get answers, and that it took no more identifies than it should."""
    assert "1 of 51" in (await discord.member("ada").slash("done", topic="csrf")).text
    assert len(discord.gateway.identifies) == 1


def tracebacks(bot: BotProcess) -> int:
    return bot.log.count("Traceback (most recent call last)")


@pytest.mark.parametrize("path", ["/users/@me", "/gateway/bot", "/applications/*/commands"])
async def test_an_api_that_is_down_at_first(discord: Sandbox, database: Path, path: str) -> None:
    discord.faults.next("*", path, DOWN, times=2)
    async with process(discord, database, ready=False, errors=LOST):
        await ready(discord)
        await serves(discord)


async def test_nobody_listens_at_first(database: Path, unused_tcp_port: int) -> None:
    later = Sandbox(bot_name="Waymark", port=unused_tcp_port)
    # It may notice that the sandbox closes before it is told to stop itself.
    async with process(later, database, ready=False, errors=[*LOST, "Attempting a reconnect"]) as bot:
        await until(lambda: "trying again" in bot.log)
        async with later:
            await ready(later)
            await serves(later)


async def test_a_gateway_that_is_down_at_first(discord: Sandbox, database: Path) -> None:
    discord.gateway.refuse(2, status=503)
    async with process(discord, database, ready=False, errors=REFUSED) as bot:
        await ready(discord)
        await serves(discord)
        assert tracebacks(bot) == 0


@pytest.mark.parametrize(
    "refusal", [Fault.status(400, 30034, "Max number of daily application command creates"), Fault.status(403, 50001)]
)
async def test_commands_that_discord_refuses_keep_nobody_from_being_served(
    discord: Sandbox, database: Path, refusal: Fault
) -> None:
    async with process(discord, database) as bot:
        await bot.stop()
    discord.world.commands.replace_all(None, [], discord.clock.now())
    discord.faults.next("PUT", "/applications/*/commands", refusal, times=10)
    async with process(discord, database, errors=["Discord refused the commands"]) as bot:
        said = await discord.member("ada").say("@Waymark done csrf", within=LONGEST)
        assert said is not None
        assert "1 of 51" in said.text


async def test_a_token_that_is_withdrawn_ends_it_with_one_clear_line(discord: Sandbox, database: Path) -> None:
    async with process(discord, database) as bot:
        await serves(discord)
        await discord.gateway.close(4004)
        assert await bot.ended() == 3
        assert "Discord refused the token" in bot.log.splitlines()[-1]
    assert len(discord.gateway.identifies) == 1


async def test_a_token_that_the_api_no_longer_takes_does_not_stop_the_answers(discord: Sandbox, database: Path) -> None:
    async with process(discord, database, errors=["failed"]) as bot:
        ada = discord.member("ada")
        discord.faults.next("POST", "/channels/*/messages", Fault.status(401, 0, "401: Unauthorized"), times=10)
        await ada.say("@Waymark next", within=0)
        await discord.journal.wait_for("POST", "/channels/*/messages", within=LONGEST)
        assert [message.author for message in ada.see()] == [ada.user]
        await serves(discord)
        assert tracebacks(bot) <= 1


async def test_it_stops_at_once_while_nobody_can_be_reached(database: Path, unused_tcp_port: int) -> None:
    nowhere = Sandbox(bot_name="Waymark", port=unused_tcp_port)
    async with process(nowhere, database, ready=False, errors=LOST) as bot:
        await until(lambda: "trying again" in bot.log)
        assert await bot.stop() == 0


async def test_it_stops_at_once_while_the_gateway_is_down(discord: Sandbox, database: Path) -> None:
    discord.gateway.refuse(100, status=503)
    async with process(discord, database, ready=False, errors=REFUSED) as bot:
        await until(lambda: len(discord.gateway.refusals) < 100)
        assert await bot.stop() == 0


async def test_readiness_follows_the_connection(discord: Sandbox, database: Path, unused_tcp_port: int) -> None:
    def status() -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}/readyz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
        except OSError:
            return 0

    async def becomes(wanted: int) -> None:
        async with asyncio.timeout(LONGEST):
            while await asyncio.to_thread(status) != wanted:  # noqa: ASYNC110 - a port tells nobody when it changes
                await asyncio.sleep(0.05)

    async with process(discord, database, errors=["Attempting a reconnect"], HEALTH_PORT=str(unused_tcp_port)):
        await becomes(200)
        discord.gateway.refuse(1, status=503)
        await discord.gateway.drop()
        await becomes(503)
        await becomes(200)
