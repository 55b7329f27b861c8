"""Two bots behind the real nginx, with one PostgreSQL: any of them answers, and it does not matter when one is gone."""

import asyncio
import io
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from discord_sandbox import Member, Sandbox
from discord_sandbox.json_codec import encode
from postgres_server import Postgres
from waiting import until
from whole_bot import BotProcess, process

from bench import nginx
from bot.store import migrate

PING = encode({"type": 1})


@pytest.fixture
def first_instant() -> None:
    """Now: the bots have processes of their own."""


@pytest.fixture
def ports(free_ports: Iterator[int]) -> list[int]:
    """Ports for nginx and the two bots."""
    return [next(free_ports) for _ in range(3)]


@pytest_asyncio.fixture
async def bots(
    discord: Sandbox, postgres: Postgres, tmp_path: Path, ports: list[int]
) -> AsyncIterator[list[BotProcess]]:
    """Two bots behind nginx, which Discord sends interactions to."""
    if nginx.program() is None:
        pytest.skip("two bots are tried behind a real balancer, and there is none here: apt-get install nginx")
    url = postgres.create()
    await asyncio.to_thread(migrate.upgrade, url)
    by_http = {"DATABASE_URL": url, "PUBLIC_KEY": discord.make_public_key()}
    async with AsyncExitStack() as stack:
        address = stack.enter_context(nginx.running_nginx(ports[0], ports[1:]))
        started = [
            await stack.enter_async_context(
                process(discord, tmp_path / f"{port}.db", ready=False, INTERACTIONS_PORT=str(port), **by_http)
            )
            for port in ports[1:]
        ]
        await until(lambda: all("ready" in bot.log for bot in started))
        await discord.set_interactions_endpoint(address)
        yield started


async def test_members_are_answered_whatever_becomes_of_one_bot(
    discord: Sandbox, bots: list[BotProcess], ports: list[int]
) -> None:
    """One test, since starting two bots takes most of its time."""
    ada, grace = discord.member("ada"), discord.member("grace")
    await either_answers(ada, bots)
    await a_flood_is_refused(discord, grace, bots, f"http://127.0.0.1:{ports[0]}/interactions")
    await one_that_is_stuck_keeps_nobody_waiting(grace, bots[0])
    await bots[0].kill()
    for _ in range(4):
        assert "3 of 51" in (await ada.slash("progress")).text
    assert await bots[1].stop() == 0


async def either_answers(ada: Member, bots: list[BotProcess]) -> None:
    for name in ("xss", "csrf", "querysets"):
        await (await ada.slash("topic", name=name)).press("Done")
    assert "3 of 51" in (await ada.slash("progress")).text
    assert not [bot.log for bot in bots if "interaction " not in bot.log]


async def a_flood_is_refused(discord: Sandbox, grace: Member, bots: list[BotProcess], address: str) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50)) as session:

        async def status(body: bytes, headers: dict[str, str]) -> int:
            async with session.post(address, data=io.BytesIO(body), headers=headers) as response:
                return response.status

        forged = discord.endpoint.headers(PING) | {"X-Signature-Ed25519": "ab" * 64}
        flood = [asyncio.ensure_future(status(PING, forged)) for _ in range(1_000)]
        assert "XSS" in (await grace.slash("topic", name="xss")).text
        assert set(await asyncio.gather(*flood)) == {401}
        assert await status(b"x" * 10 * 1024 * 1024, discord.endpoint.headers(b"")) == 413
    for bot in bots:
        assert bot.log.count("a request was refused") == 1


async def one_that_is_stuck_keeps_nobody_waiting(grace: Member, bot: BotProcess) -> None:
    bot.send(signal.SIGSTOP)
    for name in ("xss", "csrf", "querysets", "middleware"):
        await grace.slash("done", topic=name)
    before = bot.log
    bot.send(signal.SIGCONT)
    await until(lambda: "interaction " in bot.log[len(before) :])
    assert "4 of 51" in (await grace.slash("progress")).text
