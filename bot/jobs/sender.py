"""Sending: runs are taken as fast as Discord lets all processes send together, and each is brought to its end."""

import asyncio
from datetime import timedelta

from bot.background import BackgroundTasks, wait_or_stop
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError
from bot.jobs.config import LEASE, MAX_IN_FLIGHT, POSTS_PER_SECOND, TICK_INTERVAL
from bot.jobs.delivery import PostDelivery
from bot.jobs.outage import SENDING, Outage
from bot.store.claims import first_due
from bot.store.coordination import reserve_slot
from bot.store.occurrences import LeasedRun, any_ready, lease_runs

RATE_SLOT_NAME = "posts"
"""The name of the turns that posts take."""
POST_INTERVAL = 1 / POSTS_PER_SECOND
BATCH_SIZE = 20
"""Runs taken in one go: to read more keeps members waiting for some ten milliseconds."""
BATCH_INTERVAL = 0.25
"""Seconds from one handful to the next, in which half of it is sent: all processes begin on the full minute."""
CLAIM_PRIORITY = timedelta(seconds=10)
"""How long what is just due is left to be claimed first: to post meanwhile would keep members waiting for both."""


class Sender:
    """Sends what was claimed; several posts are under way at a time."""

    def __init__(self, app: AppContext, stopping: asyncio.Event, outage: Outage) -> None:
        self._app = app
        self._outage = outage
        self._delivery = PostDelivery(app, outage)
        self._tasks = BackgroundTasks()
        self._under_way: set[asyncio.Task[object]] = set()
        self._stopping = stopping
        self._free_at = 0.0

    async def tick(self) -> None:
        """Take what can be sent until the next tick, a handful at a time, and set each going for its turn."""
        if not self._app.ports.channel_sender.ready or not await self._has_work():
            return
        seconds = asyncio.get_running_loop().time
        while (handful := min(BATCH_SIZE, MAX_IN_FLIGHT - len(self._under_way))) > 0:
            runs, lasts = await self._take(handful)
            enough = runs < handful or lasts > TICK_INTERVAL
            if enough or await wait_or_stop(seconds() + BATCH_INTERVAL, self._stopping):
                break

    async def drain(self) -> None:
        """Wait until nothing is under way; when the process stops, what was not begun is given back."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def close(self) -> None:
        """Break off what is under way: it keeps its lease, after which another process sees to it."""
        await self._tasks.close()

    async def _has_work(self) -> bool:
        now = self._app.clock()
        async with self._app.database.reading() as connection:
            due = await first_due(connection)
            being_claimed = due is not None and timedelta(0) <= now - due < CLAIM_PRIORITY
            return not being_claimed and await any_ready(connection, now)

    async def _take(self, most: int) -> tuple[int, float]:
        """Take up to `most` runs and set them going; give how many there were, and for how many seconds they last."""
        now = self._app.clock()
        async with self._app.database.writing() as connection:
            runs = await lease_runs(connection, now, now + LEASE, most)
            wait = await reserve_slot(connection, RATE_SLOT_NAME, len(runs) * POST_INTERVAL)
        turn = asyncio.get_running_loop().time() + wait
        for number, leased_run in enumerate(runs):
            task = self._tasks.start(
                self._send(leased_run, turn + number * POST_INTERVAL), leased_run.occurrence.run_token
            )
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(runs), wait + len(runs) * POST_INTERVAL

    async def _send(self, leased_run: LeasedRun, turn: float) -> None:
        try:
            if await wait_or_stop(turn, self._stopping) or await wait_or_stop(self._own_turn(), self._stopping):
                await self._delivery.release(leased_run)
            else:
                await self._delivery.run(leased_run)
        except DatabaseUnavailableError as error:
            self._outage.note(SENDING, error)  # the run is left until its lease ends

    def _own_turn(self) -> float:
        """Return the time for the next post of this process: turns that it was late for do not all come at once."""
        turn = max(asyncio.get_running_loop().time(), self._free_at)
        self._free_at = turn + POST_INTERVAL
        return turn
