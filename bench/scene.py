"""Bots at work on a database with many posts due in one minute, and members who use them and feel it or not."""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.planned import Planned
from bot.sandbox import Member, Sandbox
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild
from bot.store.migrate import upgrade

DISCORDS_LIMIT = 50
"""Requests a second that Discord allows a bot."""
READY = 75
"""Seconds in which everything is planned, the bots have started and were measured idle."""
LEAD = 3
"""Seconds in which the process that watches the claims has started."""
STRETCHES = 4
"""Measured idle one after another: what they differ by is the machine's doing."""
GUILDS = 1_000
MEMBERS = 20
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
    url: str
    planned: Planned
    at: datetime
    channels: list[Channel]
    members: list[Member]

    async def idle(self, seconds: float) -> tuple[Felt, list[float]]:
        """Use the bots while nothing is due; what they do first and never again is not counted.

        Also give the p99 of each stretch.
        """
        await self._ask(_for(2.0))
        stretches = [await self._ask(_for(seconds / STRETCHES)) for _ in range(STRETCHES)]
        return Felt.of([wait for waits in stretches for wait in waits]), [Felt.of(waits).p99 for waits in stretches]

    async def claiming(self) -> tuple[float, Felt]:
        """Wait until everything is due, and use the bots until all is claimed; give the seconds that took."""
        left = (self.at - self.sandbox.clock.now()).total_seconds()
        if left < LEAD:
            raise SystemExit(f"This machine was not ready in {READY} s; try --schedules 20000.")
        watch = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.watch", self.url, self.at.isoformat())
        await asyncio.sleep(left)
        claimed = asyncio.Event()
        began = time.perf_counter()
        asking = asyncio.get_running_loop().create_task(self._ask(claimed.is_set))
        failed = await watch.wait()
        seconds = time.perf_counter() - began
        claimed.set()
        felt = Felt.of(await asking)
        if failed:
            raise SystemExit("The claims could not be watched.")
        return seconds, felt

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


def _spread(guilds: list[Guild], shards: int) -> list[Guild]:
    """Give some of the guilds, as many of each shard, by Discord's rule."""
    of_shard = [[guild for guild in guilds if (guild.id >> 22) % shards == shard] for shard in range(shards)]
    return [guild for guilds in of_shard for guild in guilds[: MEMBERS // shards]]


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
        members = [sandbox.member("ada", guild=guild) for guild in _spread(guilds, bots)]
        yield Scene(sandbox, url, planned, at, channels, members)


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
