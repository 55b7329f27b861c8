"""Identifying no more often than Discord allows: a thousand times a day, and one at a time in five seconds."""

import asyncio
import logging

log = logging.getLogger(__name__)

SPACING = 5.0
"""Seconds between two identifies of one concurrency bucket."""
BURST = 100
"""Identifies that may come at that spacing before the daily budget slows them down."""
REFILL = 100.0
"""Seconds in which one more identify is earned: 864 a day, under Discord's 1,000, beyond which it resets the token."""


class IdentifyGate:
    """Lets identifies through, at the spacing and within the budget."""

    def __init__(self) -> None:
        self._tokens = float(BURST)
        self._last = float("-inf")
        self._lock = asyncio.Lock()

    async def heed(self, remaining: int, reset_after: float) -> None:
        """Wait for the next lot, `reset_after` seconds away, when Discord says that no identify remains today."""
        if remaining < 1:
            log.warning("Discord allows no more identifies for now", extra={"seconds": round(reset_after)})
            await asyncio.sleep(reset_after)

    async def wait(self, *, initial: bool) -> None:
        """Return when the next identify may be sent; the first of a process need not wait for the spacing."""
        async with self._lock:
            loop = asyncio.get_running_loop()
            pause = self.pause(loop.time(), initial=initial)
            await asyncio.sleep(pause)
            self._last = loop.time()

    def pause(self, now: float, *, initial: bool) -> float:
        """Take one identify from the budget at `now` (seconds of any steady clock) and give the pause before it."""
        if self._last != float("-inf"):
            self._tokens = min(BURST, self._tokens + (now - self._last) / REFILL)
        self._tokens -= 1
        spacing = 0.0 if initial else max(0.0, self._last + SPACING - now)
        return max(spacing, -self._tokens * REFILL)
