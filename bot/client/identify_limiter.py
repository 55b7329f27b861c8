"""Identifying no more often than Discord allows: a thousand times a day, and one at a time in five seconds."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

from bot.client.discordpy_patches import GatewayLimits
from bot.core.errors import DatabaseUnavailableError

log = logging.getLogger(__name__)

SPACING = 5.0
"""Seconds between two identifies of one concurrency bucket."""
SHARED_SPACING = 5.5
"""The same between processes, whose messages may take different times to Discord."""
BURST = 100
"""Identifies that may come at that spacing before the daily budget slows them down."""
REFILL = 100.0
"""Seconds in which one more identify is earned: 864 a day, under Discord's 1,000, beyond which it resets the token."""

LONG_AGO = float("-inf")

ReserveSlot = Callable[[str, float], Awaitable[float]]
"""Reserves so many seconds of something that all processes share, and returns in how many seconds they begin."""


async def no_reservation(_name: str, _length: float) -> float:
    """Reserve nothing: there is no other process."""
    return 0.0


class IdentifyLimiter:
    """Lets identifies through, at the spacing and within the budget, one process after another.

    `reserve_slot` keeps the processes apart. `share` is the part of the shards, and so of the day's identifies, that
    is this process's.
    """

    def __init__(self, reserve_slot: ReserveSlot = no_reservation, share: float = 1.0) -> None:
        self._reserve_slot = reserve_slot
        self._burst = BURST * share
        self._refill = REFILL / share
        self._tokens = self._burst
        self._earned_at = LONG_AGO
        self._buckets = 1
        self._last: dict[int, float] = defaultdict(lambda: LONG_AGO)
        self._locks: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def apply_limits(self, limits: GatewayLimits) -> None:
        """Keep to what Discord allows this bot; wait for the next lot when no identify remains today."""
        self._buckets = limits.max_concurrency
        if limits.remaining < 1:
            log.warning("Discord allows no more identifies for now", extra={"seconds": round(limits.reset_after)})
            await asyncio.sleep(limits.reset_after)

    async def wait(self, shard_id: int) -> None:
        """Return when the next identify of a shard may be sent."""
        bucket = shard_id % self._buckets
        async with self._locks[bucket]:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(self.pause(bucket, loop.time()))
            await asyncio.sleep(await self._slot(bucket))
            self._last[bucket] = loop.time()

    def pause(self, bucket: int, now: float) -> float:
        """Take one identify from the budget at `now` (seconds of any steady clock) and return the pause before it."""
        if self._earned_at != LONG_AGO:
            self._tokens = min(self._burst, self._tokens + (now - self._earned_at) / self._refill)
        self._earned_at = now
        self._tokens -= 1
        return max(0.0, self._last[bucket] + SPACING - now, -self._tokens * self._refill)

    async def _slot(self, bucket: int) -> float:
        try:
            return await self._reserve_slot(f"identify:{bucket}", SHARED_SPACING)
        except DatabaseUnavailableError:
            log.warning("identifying without word from the other processes", exc_info=True)
            return SHARED_SPACING
