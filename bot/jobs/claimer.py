"""Claiming: the runs of schedules are written down before they are due, by all processes in turn."""

import asyncio
import logging
from datetime import timedelta

from bot.background import wait_or_stop
from bot.context import Clock
from bot.store.claims import claim, first_due
from bot.store.coordination import reserve_slot_in_own_transaction
from bot.store.database import Database

log = logging.getLogger(__name__)

CLAIM_AHEAD = timedelta(minutes=2)
"""How long before its time a run is claimed: a busy minute's claims are spread over the quiet ones before it."""

LOCK_NAME = "claims"
"""The name of the turns that claims take: two processes at it at once would be no faster, and in members' way."""
LOCK_SECONDS = 0.2
"""Seconds of a turn."""

SCHEDULES_PER_TRANSACTION = 250
"""Schedules in one transaction: more would keep members' own writes waiting."""

IDLE_INTERVAL = 0.2
"""Seconds from one batch to the next ahead of time: members hardly feel it, and `CLAIM_AHEAD` is enough for 150,000."""
BUSY_INTERVAL = 0.021
"""Seconds from one batch to the next of what is due already: a hundred thousand take less than ten."""


class Claimer:
    """Claims what comes due, batch after batch, until nothing does or the process stops."""

    def __init__(self, database: Database, clock: Clock, stopping: asyncio.Event) -> None:
        self._database = database
        self._clock = clock
        self._stopping = stopping

    async def tick(self) -> None:
        """Claim what comes due within `CLAIM_AHEAD`; what others hold is theirs until the next tick."""
        total = 0
        while (period := await self._period()) is not None:
            turn = asyncio.get_running_loop().time() + await reserve_slot_in_own_transaction(
                self._database, LOCK_NAME, LOCK_SECONDS
            )
            if await wait_or_stop(turn, self._stopping) or not (claimed := await self._claim_in_turn(period)):
                break
            total += claimed
        if total:
            log.info("schedules claimed", extra={"schedules": total})

    async def _period(self) -> float | None:
        """Return the seconds from one batch to the next; None when there is nothing to claim."""
        async with self._database.reading() as connection:
            first = await first_due(connection)
        now = self._clock()
        if first is None or first > now + CLAIM_AHEAD:
            return None
        return BUSY_INTERVAL if first <= now else IDLE_INTERVAL

    async def _claim_in_turn(self, period: float) -> int:
        seconds = asyncio.get_running_loop().time
        until = seconds() + LOCK_SECONDS
        total = 0
        while seconds() < until:
            began = seconds()
            claimed = await self._claim()
            total += claimed
            # The rest of the time is for members: what is claimed has to wait for its turn at Discord in any case.
            following = max(began + period, seconds() + (seconds() - began) / 4)
            if claimed < SCHEDULES_PER_TRANSACTION or await wait_or_stop(following, self._stopping):
                break
        return total

    async def _claim(self) -> int:
        async with self._database.writing() as connection:
            return await claim(connection, self._clock(), SCHEDULES_PER_TRANSACTION, ahead=CLAIM_AHEAD)
