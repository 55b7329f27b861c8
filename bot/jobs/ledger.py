"""Writing down how runs fare, a few at a time: members find the database free however much is posted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.context import AppContext
from bot.core.post import OccurrenceState, Post
from bot.jobs.pace import LEASE
from bot.store import occurrences, schedules
from bot.store.occurrences import Taken

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Connections to the database that posts under way use together."""


class Ledger:
    """Where the runs under way of this process stand. Raises DatabaseUnavailableError like the database."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._gate = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def modestly(self) -> AsyncIterator[None]:
        """Use the database in this block only when few others of the posts do."""
        async with self._gate:
            yield

    async def begin(self, taken: Taken, post: Post) -> Taken | None:
        """Freeze the post of a run that is about to be sent; None when another process has it."""
        now = self._app.clock()
        async with self.modestly(), self._app.database.writing_once() as connection:
            return await occurrences.begin(connection, taken, post, taken.first_try_at or now, now + LEASE)

    async def end(
        self,
        taken: Taken,
        state: OccurrenceState,
        reason: str = "",
        *,
        message_id: int | None = None,
        pausing: bool = False,
    ) -> None:
        """Write down how a run ended; `pausing`: its schedule waits for organisers to mend the reason."""
        now, run, schedule = self._app.clock(), taken.occurrence, taken.schedule
        opened = self._app.database.writing if pausing else self._app.database.writing_once
        async with self.modestly(), opened() as connection:
            await occurrences.settle(connection, run.id, state, now, reason=reason, message_id=message_id)
            if pausing:
                await schedules.pause(connection, schedule.guild_id, schedule.id, now, reason)
        late = round((now - run.run.at).total_seconds(), 1)
        log.info("run ended", extra=fields(taken) | {"state": state.value, "late": late, "reason": reason})

    async def leave(self, taken: Taken, pause: timedelta, reason: str) -> None:
        """Leave a run alone for a while."""
        async with self.modestly(), self._app.database.writing_once() as connection:
            await occurrences.put_off(connection, taken, self._app.clock() + pause)
        log.warning("run put off", extra=fields(taken) | {"reason": reason, "seconds": pause.total_seconds()})

    async def release(self, taken: Taken) -> None:
        """Leave a run to whoever comes next."""
        async with self.modestly(), self._app.database.writing_once() as connection:
            await occurrences.put_off(connection, taken, self._app.clock())


def fields(taken: Taken) -> dict[str, object]:
    """Return what names a run in the log."""
    return {"run": taken.occurrence.mark, "schedule": taken.schedule.id, "attempts": taken.attempts}
