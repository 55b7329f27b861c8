"""Writing down how runs fare, a few at a time: members find the database free however much is posted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, OccurrenceState
from bot.jobs.config import LEASE, MAX_POSTPONE
from bot.store import occurrences, schedules
from bot.store.occurrences import LeasedRun

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 4
"""Connections to the database that posts under way use together."""


class RunStore:
    """Where the runs under way of this process stand. Raises DatabaseUnavailableError like the database."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._gate = asyncio.Semaphore(MAX_CONNECTIONS)

    @asynccontextmanager
    async def limited(self) -> AsyncIterator[None]:
        """Use the database in this block only when few others of the posts do."""
        async with self._gate:
            yield

    async def begin(self, leased_run: LeasedRun, post: MessageDraft) -> LeasedRun | None:
        """Freeze the post of a run that is about to be sent; None when another process has it."""
        now = self._app.clock()
        async with self.limited(), self._app.database.writing_once() as connection:
            return await occurrences.start_attempt(
                connection, leased_run, post, leased_run.first_try_at or now, now + LEASE
            )

    async def end(
        self,
        leased_run: LeasedRun,
        state: OccurrenceState,
        reason: str = "",
        *,
        message_id: int | None = None,
        pausing: bool = False,
    ) -> None:
        """Write down how a run ended; `pausing`: its schedule waits for organisers to mend the reason."""
        now, run, schedule = self._app.clock(), leased_run.occurrence, leased_run.schedule
        opened = self._app.database.writing if pausing else self._app.database.writing_once
        async with self.limited(), opened() as connection:
            await occurrences.finish(connection, run.id, state, now, reason=reason, message_id=message_id)
            if pausing:
                await schedules.pause(connection, schedule.guild_id, schedule.id, now, reason)
        late = round((now - run.run.at).total_seconds(), 1)
        log.info("run ended", extra=log_fields(leased_run) | {"state": state.value, "late": late, "reason": reason})

    async def postpone(self, leased_run: LeasedRun, pause: timedelta, reason: str) -> None:
        """Leave a run alone for a while, at most for `MAX_POSTPONE`."""
        pause = min(pause, MAX_POSTPONE)
        async with self.limited(), self._app.database.writing_once() as connection:
            await occurrences.reschedule(connection, leased_run, self._app.clock() + pause)
        log.warning("run put off", extra=log_fields(leased_run) | {"reason": reason, "seconds": pause.total_seconds()})

    async def release(self, leased_run: LeasedRun) -> None:
        """Leave a run to whoever comes next."""
        async with self.limited(), self._app.database.writing_once() as connection:
            await occurrences.reschedule(connection, leased_run, self._app.clock())


def log_fields(leased_run: LeasedRun) -> dict[str, object]:
    """Return what names a run in the log."""
    return {"run": leased_run.occurrence.run_token, "schedule": leased_run.schedule.id, "attempts": leased_run.attempts}
