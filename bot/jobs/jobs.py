"""The ticks of this process: what it looks at again and again for as long as it runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.context import AppContext
from bot.core.errors import DatabaseUnavailableError
from bot.core.user import Retention
from bot.jobs.claimer import Claimer
from bot.jobs.config import TICK_INTERVAL
from bot.jobs.monitors import BacklogMonitor, ClockMonitor, Deletions, Leavers, PauseNotifier, RunPruner
from bot.jobs.outage import SENDING, Outage
from bot.jobs.posted_questions import QuestionClock
from bot.jobs.races import RaceClock
from bot.jobs.sender import Sender

log = logging.getLogger(__name__)

FOR_EVER = Retention()

Tick = Callable[[], Awaitable[None]]


def every(seconds: float) -> IntervalTrigger:
    """Return the times `seconds` apart from now on."""
    return IntervalTrigger(seconds=seconds, timezone=UTC)


def on_the_minute() -> IntervalTrigger:
    """Return the full minutes, when posts are due."""
    return IntervalTrigger(minutes=1, start_date=datetime(2000, 1, 1, tzinfo=UTC), timezone=UTC)


class Jobs:
    """Everything that the clock sets going; `start` it once, and `stop` it before what it works with is closed."""

    def __init__(self, app: AppContext, seconds: float = TICK_INTERVAL, retention: Retention = FOR_EVER) -> None:
        self._stopping = asyncio.Event()
        self._outage = Outage()
        self._sending = Sender(app, self._stopping, self._outage)
        self._races = RaceClock(app)
        self._questions = QuestionClock(app)
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticks = [
            self._at("claiming", Claimer(app.database, app.clock, self._stopping).tick, every(seconds)),
            # On the minute posts are punctual; else each process looks at times of its own, which spreads their work.
            self._at(SENDING, self._sending.tick, every(seconds), on_the_minute()),
            self._at("races", self._races.tick, every(seconds / 2)),
            self._at("questions", self._questions.tick, every(seconds)),
            self._at("telling", PauseNotifier(app).tick, every(seconds * 5)),
            self._at("watching the backlog", BacklogMonitor(app).tick, every(seconds * 30)),
            self._at("deleting", Deletions(app).tick, every(seconds * 30)),
            self._at("forgetting leavers", Leavers(app, retention).tick, every(seconds * 300)),
            self._at("looking at the library", app.live_library.refresh, every(seconds * 1.5)),
            self._at("pruning", RunPruner(app).tick, every(seconds * 300)),
            self._at("watching the clock", ClockMonitor(app).tick, every(seconds * 5)),
        ]

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    async def stop(self, grace: float) -> None:
        """End the ticks, and give what is under way up to `grace` seconds."""
        self._scheduler.pause()
        self._stopping.set()
        try:
            async with asyncio.timeout(grace):
                for tick in self._ticks:
                    await tick.stop()
                await self._sending.drain()
                await self._races.close(grace)
                await self._questions.close(grace)
        except TimeoutError:
            log.warning("stopped with posts under way: whoever comes next sees to them")
        await self._sending.close()
        await self._races.close()
        await self._questions.close()
        # The scheduler's own stop cancels ticks under way: there are none left, if they kept to their time.
        self._scheduler.shutdown(wait=False)

    def _at(self, name: str, tick: Tick, *times: IntervalTrigger) -> "PeriodicTask":
        steady = PeriodicTask(name, tick, self._outage)
        for trigger in times:
            self._scheduler.add_job(
                steady.run,
                trigger,
                name=name,
                misfire_grace_time=None,  # by itself it leaves out what comes more than a second late
                coalesce=True,
                max_instances=2,  # the second sees the first at work and leaves it to it
            )
        return steady


class PeriodicTask:
    """A tick whose failure is logged, once for each outage of the database, and does not keep the next one off."""

    def __init__(self, name: str, tick: Tick, outage: Outage) -> None:
        self.name = name
        self._tick = tick
        self._under_way = asyncio.Lock()
        self._stopped = False
        self._outage = outage

    async def run(self) -> None:
        """Tick once, unless the last time is still under way."""
        if self._stopped or self._under_way.locked():
            return
        async with self._under_way:
            await self._run()

    async def stop(self) -> None:
        """Tick no more, and wait for the end of the one under way."""
        self._stopped = True
        async with self._under_way:
            pass

    async def _run(self) -> None:
        try:
            await self._tick()
        except DatabaseUnavailableError as error:
            self._outage.note(self.name, error)
        except Exception:
            log.exception("a tick failed", extra={"tick": self.name})
        else:
            self._outage.end(self.name)
