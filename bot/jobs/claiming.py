"""Claiming: whenever schedules are due, their runs are written down, by whichever process comes first."""

import asyncio
import logging

from bot.store.claims import claim, is_alone, longest_due
from bot.store.database import Database
from bot.study import Clock

log = logging.getLogger(__name__)

AT_ONCE = 250
"""Schedules in one transaction: more would keep members' own writes waiting."""

PERIOD = 0.021
"""Seconds from one batch to the next: fast enough for a hundred thousand in ten, and no faster."""

PASSED = 3
"""Ticks that are left to another process found claiming: by then it is done, or has much to do, or is gone."""


class Claiming:
    """Claims what is due, batch after batch, until nothing is or the process stops."""

    def __init__(self, database: Database, clock: Clock, stopping: asyncio.Event) -> None:
        self._database = database
        self._clock = clock
        self._stopping = stopping
        self._to_pass = 0

    async def tick(self) -> None:
        """Claim what is due now, unless that was left to another process a moment ago."""
        if self._to_pass > 1:
            self._to_pass -= 1
            return
        async with self._database.reading() as connection:
            if await longest_due(connection, self._clock()) is None:
                self._to_pass = 0
                return
        seconds = asyncio.get_running_loop().time
        total = 0
        while not self._stopping.is_set():
            began = seconds()
            claimed = await self._claim()
            total += claimed
            if claimed < AT_ONCE:
                break
            # The rest of the time is for members: what is claimed has to wait for its turn at Discord in any case.
            busy = seconds() - began
            await asyncio.sleep(max(PERIOD - busy, busy / 4))
        if total:
            log.info("schedules claimed", extra={"schedules": total})

    async def _claim(self) -> int:
        """Claim a batch, unless another process is at it: two of them would be no faster, and in members' way."""
        async with self._database.writing() as connection:
            had_its_time, self._to_pass = self._to_pass > 0, 0
            if not await is_alone(connection) and not had_its_time:
                self._to_pass = PASSED
                return 0
            return await claim(connection, self._clock(), AT_ONCE)
