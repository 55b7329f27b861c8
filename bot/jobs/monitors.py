"""Telling the host when posts fall behind, and mending what a wrong clock has left behind."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from bot.context import AppContext
from bot.core.recurrence import ONE_DAY, PUNCTUAL
from bot.store.database import Database
from bot.store.next_runs import forget_future_runs, recompute_next_runs
from bot.store.occurrences import backlog, prune_runs

log = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

KEEP_RUNS = timedelta(days=730)
"""How long runs are kept: the walk through a roadmap looks back on them, and so does the history."""
MAX_DRIFT = timedelta(minutes=1)
"""How far the wall clock may go back against the time that has passed without being called wrong."""


class BacklogMonitor:
    """Looks at how much is left to do, and since when."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Say how far behind posts are, if they are."""
        now = self._app.clock()
        async with self._app.database.reading() as connection:
            left = await backlog(connection, now)
        if left.oldest is not None and now - left.oldest > PUNCTUAL:
            minutes = round((now - left.oldest).total_seconds() / 60)
            log.warning("posts are behind", extra={"minutes": minutes, "open": left.open, "due": left.due})


class RunPruner:
    """Deletes runs so old that nobody looks at them, once a day: a schedule adds one every day for ever."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._next_at: datetime | None = None

    async def tick(self) -> None:
        """Delete what is too old, if that was not done today."""
        now = self._app.clock()
        if self._next_at is not None and timedelta(0) < self._next_at - now <= ONE_DAY:
            return
        async with self._app.database.writing_once() as connection:
            pruned = await prune_runs(connection, now - KEEP_RUNS)
        self._next_at = now + ONE_DAY
        if pruned:
            log.info("old runs deleted", extra={"runs": pruned})


class ClockMonitor:
    """Notices that the clock was set back, and plans anew what was planned while it was ahead."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._offset = self._measured()

    async def tick(self) -> None:
        """Mend the plan if the clock has gone back since the last tick."""
        before, self._offset = self._offset, self._measured()
        if before - self._offset <= MAX_DRIFT:
            return
        log.warning("the clock was set back", extra={"seconds": round((before - self._offset).total_seconds())})
        await correct_plan(self._app.database, self._app.clock())

    def _measured(self) -> timedelta:
        """Return how far the wall clock is ahead of a clock that only counts on."""
        passed = timedelta(seconds=asyncio.get_running_loop().time())
        return self._app.clock() - passed - EPOCH


async def correct_plan(database: Database, now: datetime) -> None:
    """Correct all next runs by this machine's clock and time zone data; raises DatabaseUnavailableError."""
    async with database.writing() as connection:
        forgotten = await forget_future_runs(connection, now)
        moved = await recompute_next_runs(connection, now)
    if forgotten:
        log.warning("runs lay in the future: the clock was ahead, they are forgotten", extra={"schedules": forgotten})
    if moved:
        log.warning("next runs were corrected, by the clock and time zone data of today", extra={"schedules": moved})
