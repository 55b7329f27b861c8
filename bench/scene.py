"""Bots at work on a database with many posts due in one minute, and members who use them and feel it or not.

Waits are in seconds, one for each `/topic`.
"""

import asyncio
import gc
import statistics
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from discord_sandbox import Member, Sandbox
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel

from bench.planned import Planned
from bench.shard import shard
from bot.jobs.claimer import CLAIM_AHEAD
from bot.store.migrate import upgrade

DISCORDS_LIMIT = 50
"""Requests a second that Discord allows a bot."""
LEAD = 3
"""Seconds in which the process that watches the claims has started."""
WARM = 2.0
"""Seconds in which the bots get into their stride."""
STRETCHES = 4
"""So many times the bots are measured idle: what these differ by is the machine's doing."""
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

    async def idle(self, seconds: float) -> list[list[float]]:
        """Use the bots while nothing is due; give the waits of some stretches one after another.

        What the bots do first and never again is not among them.
        """
        await self._ask(_for(WARM))
        return [await self._ask(_for(seconds / STRETCHES)) for _ in range(STRETCHES)]

    async def claiming_ahead(self) -> tuple[float, list[float]]:
        """Use the bots while they claim what is not due yet; give the seconds that took."""
        if self._left(self.at) < CLAIM_AHEAD.total_seconds() + LEAD:
            raise SystemExit("This machine was not ready in time; try --schedules 20000.")
        return await self._claiming(await self._watch(self.at))

    async def claiming_at_once(self) -> tuple[float, list[float]]:
        """Use the bots while they claim as many again that are due already; give the seconds that took."""
        at = _full_minute(self.sandbox.clock.now() + timedelta(seconds=LEAD))
        watch = await self._watch(at)
        await asyncio.sleep(self._left(at))
        await asyncio.to_thread(self.planned.double, at)
        return await self._claiming(watch)

    async def _watch(self, at: datetime) -> Process:
        arguments = ("-m", "bench.watch", self.url, at.isoformat())
        return await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)

    async def _claiming(self, watch: Process) -> tuple[float, list[float]]:
        assert watch.stdout
        await watch.stdout.readline()
        claimed = asyncio.Event()
        began = time.perf_counter()
        asking = asyncio.get_running_loop().create_task(self._ask(claimed.is_set))
        failed = await watch.wait()
        seconds = time.perf_counter() - began
        claimed.set()
        waits = await asking
        if failed:
            raise SystemExit("The claims could not be watched.")
        return seconds, waits

    async def sending(self, seconds: float, minute: int = 0) -> tuple[float, list[float]]:
        """Use the bots while they post what is due in one of the minutes, once it is time; give the posts a second."""
        await asyncio.sleep(max(self._left(self.minute(minute)), 0))
        before, began = self._posts(), time.perf_counter()
        waits = await self._ask(_for(seconds))
        return (self._posts() - before) / (time.perf_counter() - began), waits

    async def idle_before(self, seconds: float, minute: int) -> list[list[float]]:
        """Use the bots just before one of the minutes; give the waits of some stretches one after another."""
        left = self._left(self.minute(minute)) - seconds - LEAD
        if left < 0:
            raise SystemExit(f"A minute is too short to measure {seconds:.0f} s idle and {seconds:.0f} s sending.")
        await asyncio.sleep(left)
        return await self.idle(seconds - WARM)

    def minute(self, number: int) -> datetime:
        """Give when the posts of one of the minutes are due."""
        return self.at + timedelta(minutes=number)

    async def _ask(self, enough: Callable[[], bool]) -> list[float]:
        waits: list[float] = []
        while not enough():
            member = self.members[len(waits) % len(self.members)]
            began = time.perf_counter()
            await member.slash("topic", name="middleware")
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(GAP)
        return waits

    def _left(self, at: datetime) -> float:
        return (at - self.sandbox.clock.now()).total_seconds()

    def _posts(self) -> int:
        return sum(message.author is self.sandbox.world.bot for one in self.channels for message in one.visible_to(0))


def _for(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


def _full_minute(after: datetime) -> datetime:
    return (after + timedelta(seconds=59)).replace(second=0, microsecond=0)


def _spread(guilds: list[Guild], shards: int) -> list[Guild]:
    """Give some of the guilds, as many of each shard, by Discord's rule."""
    of_shard = [[guild for guild in guilds if (guild.id >> 22) % shards == shard] for shard in range(shards)]
    return [guild for guilds in of_shard for guild in guilds[: MEMBERS // shards]]


@asynccontextmanager
async def scene(url: str, bots: int, schedules: int, ready: timedelta, minutes: int = 1) -> AsyncIterator[Scene]:
    """Run `bots` on the database at `url`, with `schedules` posts planned for a minute that is `ready` away.

    As many are planned for each of the minutes after it, if there are to be several.
    """
    upgrade(url)
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark", strict=False))
        sandbox.rate_limits.global_per_second = DISCORDS_LIMIT
        guilds = [sandbox.add_guild(f"Server {number}") for number in range(GUILDS)]
        channels = [guild.add_text_channel("study") for guild in guilds]
        planned = Planned.at(url)
        places = [(guild.id, channel.id) for guild, channel in zip(guilds, channels, strict=True)]
        at = _full_minute(sandbox.clock.now() + ready)
        for number in range(minutes):
            planned.fill(places, schedules, at + timedelta(minutes=number))
        for number in range(bots):
            await stack.enter_async_context(shard(sandbox, url, number, bots))
        async with asyncio.timeout(120):
            await sandbox.gateway.connected(bots)
        members = [sandbox.member("ada", guild=guild) for guild in _spread(guilds, bots)]
        stack.enter_context(_no_old_garbage())
        yield Scene(sandbox, url, planned, at, channels, members)


@contextmanager
def _no_old_garbage() -> Iterator[None]:
    """Keep the garbage collector from what is there already: a look through all servers takes 0.3 s of everybody's."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
