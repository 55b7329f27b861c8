"""Runs simulations of what somebody will remember, in a process of their own, and keeps each for the day."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from cachetools import TTLCache

from bot.core.errors import StudyError
from bot.core.member import LearnerKey
from bot.core.simulation import Prospect, Study, prospect_from_json, study_to_json
from bot.worker_process import WorkerBusyError, WorkerError, WorkerProcess

log = logging.getLogger(__name__)

SIMULATE = "bot.core.simulation:simulate"
MAX_KEPT, MAX_AGE = 4_096, timedelta(days=2)
"""Prospects that are kept, of some hundred bytes each: for the day of study that they were made on."""


class Simulations:
    """Simulates with a `worker`, which is ended when nothing waits for it: who looks ahead does so once a day."""

    def __init__(self, worker: WorkerProcess, clock: Callable[[], datetime]) -> None:
        self._worker = worker
        self._kept: TTLCache[tuple[LearnerKey, date], Prospect, datetime] = TTLCache(MAX_KEPT, MAX_AGE, clock)

    def kept(self, learner: LearnerKey, day: date) -> Prospect | None:
        """Return the learner's prospect of a day of study, None when none was made on it."""
        return self._kept.get((learner, day))

    async def prospect(self, learner: LearnerKey, study: Study) -> Prospect:
        """Return what becomes of what a learner remembers; StudyError when it cannot be told right now."""
        try:
            result = await self._worker.run(SIMULATE, study_to_json(study))
        except WorkerBusyError:
            raise StudyError("Others are looking ahead right now: ask again in a minute.") from None
        except WorkerError as error:
            log.warning("a simulation failed", extra={"reason": str(error)})
            raise StudyError("I could not look ahead this time: ask again in a minute.") from error
        finally:
            if not self._worker.jobs:
                await self._worker.close()
        return self._kept.setdefault((learner, study.day), prospect_from_json(result))

    async def close(self) -> None:
        """End the worker process."""
        await self._worker.close()
