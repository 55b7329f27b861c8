"""Claiming: whenever schedules are due, their runs are written down, by whichever process comes first."""

import asyncio
import logging

from bot.store.claims import any_due, claim
from bot.study import Study

log = logging.getLogger(__name__)

AT_ONCE = 250
"""Schedules in one transaction: more would keep members' own writes waiting."""

LONGEST_PAUSE = 0.05
"""Seconds between two batches, at most."""


class Claiming:
    """Claims what is due, batch after batch, until nothing is or the process stops."""

    def __init__(self, study: Study, stopping: asyncio.Event) -> None:
        self._study = study
        self._stopping = stopping

    async def tick(self) -> None:
        """Claim what is due now."""
        async with self._study.database.reading() as connection:
            if not await any_due(connection, self._study.clock()):
                return
        clock = asyncio.get_running_loop().time
        total = 0
        while not self._stopping.is_set():
            began = clock()
            async with self._study.database.writing() as connection:
                claimed = await claim(connection, self._study.clock(), AT_ONCE)
            total += claimed
            if claimed < AT_ONCE:
                break
            # As long again belongs to members: what is claimed has to wait for its turn at Discord in any case.
            await asyncio.sleep(min(clock() - began, LONGEST_PAUSE))
        log.info("schedules claimed", extra={"schedules": total})
