"""Claiming: whenever schedules are due, their runs are written down, by whichever process comes first."""

import asyncio
import logging

from bot.store.claims import claim, is_alone, longest_due
from bot.study import Study

log = logging.getLogger(__name__)

AT_ONCE = 250
"""Schedules in one transaction: more would keep members' own writes waiting."""

PERIOD = 0.015
"""Seconds from one batch to the next: fast enough for a hundred thousand in ten, and no faster."""

MOST_PASSED = 5
"""Ticks in a row that are left to another process: by then it has had its time, or sleeps with the work in hand."""


class Claiming:
    """Claims what is due, batch after batch, until nothing is or the process stops."""

    def __init__(self, study: Study, stopping: asyncio.Event) -> None:
        self._study = study
        self._stopping = stopping
        self._passed = 0

    async def tick(self) -> None:
        """Claim what is due now."""
        async with self._study.database.reading() as connection:
            if await longest_due(connection, self._study.clock()) is None:
                return
        clock = asyncio.get_running_loop().time
        total = 0
        while not self._stopping.is_set():
            began = clock()
            claimed = await self._claim()
            total += claimed
            if claimed < AT_ONCE:
                break
            # The rest of the time is for members: what is claimed has to wait for its turn at Discord in any case.
            busy = clock() - began
            await asyncio.sleep(max(PERIOD - busy, busy / 4))
        if total:
            log.info("schedules claimed", extra={"schedules": total})

    async def _claim(self) -> int:
        """Claim a batch, unless another process is at it: two of them would be no faster, and in members' way."""
        async with self._study.database.writing() as connection:
            if not await is_alone(connection) and self._passed < MOST_PASSED:
                self._passed += 1
                return 0
            self._passed = 0
            return await claim(connection, self._study.clock(), AT_ONCE)
