"""The ticks of this process: what it looks at again and again for as long as it runs."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.core.errors import DatabaseUnavailableError
from bot.jobs.claiming import Claiming
from bot.jobs.pace import TICK
from bot.jobs.sending import Sending
from bot.jobs.telling import Telling
from bot.study import Study

log = logging.getLogger(__name__)

Tick = Callable[[], Awaitable[None]]


class Jobs:
    """Everything that the clock sets going; `start` it once, and `stop` it before what it works with is closed."""

    def __init__(self, study: Study, tick: float = TICK) -> None:
        self._sending = Sending(study)
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._every("claiming", Claiming(study).tick, tick)
        self._every("sending", self._sending.tick, tick)
        self._every("telling", Telling(study).tick, tick * 5)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    async def stop(self, grace: float) -> None:
        """End the ticks, and give posts under way up to `grace` seconds."""
        self._scheduler.remove_all_jobs()
        await self._sending.stop(grace)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _every(self, name: str, tick: Tick, seconds: float) -> None:
        # By itself APScheduler leaves out a run that comes more than a second late.
        trigger = IntervalTrigger(seconds=seconds, timezone=UTC)
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler.add_job(Steady(name, tick).tick, trigger, name=name, **options)


class Steady:
    """A tick whose failure is logged, once for each outage of the database, and does not keep the next one off."""

    def __init__(self, name: str, tick: Tick) -> None:
        self._name = name
        self._tick = tick
        self._away = False

    async def tick(self) -> None:
        """Tick once."""
        try:
            await self._tick()
        except DatabaseUnavailableError as error:
            if not self._away:
                log.warning("the database is away", extra={"tick": self._name, "error": str(error)})
            self._away = True
        except Exception:
            log.exception("a tick failed", extra={"tick": self._name})
        else:
            if self._away:
                log.info("the database is back", extra={"tick": self._name})
            self._away = False
