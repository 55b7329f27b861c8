"""Sending: runs are taken as fast as Discord lets all processes send together, and each is brought to its end."""

import asyncio
import logging
from datetime import timedelta

from bot.background import BackgroundTasks
from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError
from bot.jobs.errand import Errands
from bot.jobs.pace import LEASE, MOST_UNDER_WAY, POSTS_PER_SECOND, TICK
from bot.jobs.turn import stopped_before
from bot.store.claims import first_due
from bot.store.occurrences import Taken, any_ready, take
from bot.store.turns import reserve

log = logging.getLogger(__name__)

TURN = "posts"
"""The name of the turns that posts take."""
SPACING = 1 / POSTS_PER_SECOND
HANDFUL = 20
"""Runs taken in one go: to read more keeps members waiting for some ten milliseconds."""
BREATH = 0.25
"""Seconds from one handful to the next, in which half of it is sent: all processes begin on the full minute."""
CLAIMS_FIRST = timedelta(seconds=10)
"""How long what is just due is left to be claimed first: to post meanwhile would keep members waiting for both."""


class Sending:
    """Sends what was claimed; several posts are under way at a time."""

    def __init__(self, app: AppContext, stopping: asyncio.Event) -> None:
        self._app = app
        self._errands = Errands(app)
        self._tasks = BackgroundTasks()
        self._under_way: set[asyncio.Task[object]] = set()
        self._stopping = stopping
        self._free_at = 0.0

    async def tick(self) -> None:
        """Take what can be sent until the next tick, a handful at a time, and set each going for its turn."""
        if not self._app.poster.ready or not await self._has_work():
            return
        seconds = asyncio.get_running_loop().time
        while (handful := min(HANDFUL, MOST_UNDER_WAY - len(self._under_way))) > 0:
            runs, lasts = await self._take(handful)
            enough = runs < handful or lasts > TICK
            if enough or await stopped_before(seconds() + BREATH, self._stopping):
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
            being_claimed = due is not None and timedelta(0) <= now - due < CLAIMS_FIRST
            return not being_claimed and await any_ready(connection, now)

    async def _take(self, most: int) -> tuple[int, float]:
        """Take up to `most` runs and set them going; give how many there were, and for how many seconds they last."""
        now = self._app.clock()
        async with self._app.database.writing() as connection:
            runs = await take(connection, now, now + LEASE, most)
            wait = await reserve(connection, TURN, len(runs) * SPACING)
        turn = asyncio.get_running_loop().time() + wait
        for number, taken in enumerate(runs):
            task = self._tasks.start(self._send(taken, turn + number * SPACING), taken.occurrence.mark)
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(runs), wait + len(runs) * SPACING

    async def _send(self, taken: Taken, turn: float) -> None:
        try:
            if await stopped_before(turn, self._stopping) or await stopped_before(self._own_turn(), self._stopping):
                await self._errands.release(taken)
            else:
                await self._errands.run(taken)
        except DatabaseUnavailableError:
            log.warning(
                "the database is away, the run is left until its lease ends", extra={"run": taken.occurrence.mark}
            )

    def _own_turn(self) -> float:
        """Return the time for the next post of this process: turns that it was late for do not all come at once."""
        turn = max(asyncio.get_running_loop().time(), self._free_at)
        self._free_at = turn + SPACING
        return turn
