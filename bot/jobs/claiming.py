"""Claiming: whenever schedules are due, their runs are written down, by whichever process comes first."""

import asyncio
import logging

from bot.jobs.pace import TICK
from bot.store.claims import any_due, claim
from bot.study import Study

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Schedules in one transaction: more would keep members' own writes waiting."""


class Claiming:
    """Claims what is due, batch after batch, for as long as one tick lasts."""

    def __init__(self, study: Study) -> None:
        self._study = study

    async def tick(self) -> None:
        """Claim what is due now; what a tick has no time for is left to the next."""
        async with self._study.database.reading() as connection:
            if not await any_due(connection, self._study.clock()):
                return
        loop = asyncio.get_running_loop()
        until = loop.time() + TICK
        total = 0
        while loop.time() < until:
            async with self._study.database.writing() as connection:
                claimed = await claim(connection, self._study.clock(), AT_ONCE)
            total += claimed
            if claimed < AT_ONCE:
                break
        log.info("schedules claimed", extra={"schedules": total})
