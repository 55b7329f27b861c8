"""Gets pictures drawn: once for what is asked again, by one worker process, and only as often as is fair."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from cachetools import LRUCache, TTLCache

from bot.ui.pictures import Picture
from bot.worker_process import WorkerBusyError, WorkerError, WorkerProcess

log = logging.getLogger(__name__)

DRAW = "bot.ui.drawing:draw"
MAX_KEPT = 64
"""Pictures that are kept, of some 40 kB each."""
MAX_PER_HOUR = 10
"""Pictures that are drawn for a member in an hour; those that are kept cost nothing and do not count."""
HOUR = timedelta(hours=1)


class NoPictureError(Exception):
    """There is no picture this time; its words say why, and what to do."""


class PictureRenderer:
    """Draws pictures to PNG. `enabled` is the host's word; `worker` draws one at a time and lets few wait."""

    def __init__(self, worker: WorkerProcess, clock: Callable[[], datetime], *, enabled: bool = True) -> None:
        self._worker, self._clock, self._enabled = worker, clock, enabled
        self._kept: LRUCache[bytes, bytes] = LRUCache(MAX_KEPT)
        self._drawn: TTLCache[int, list[datetime], datetime] = TTLCache(4_096, HOUR, clock)

    async def render(self, picture: Picture, user_id: int) -> bytes:
        """Return the PNG of `picture`, for a member; NoPictureError when there is none this time."""
        if not self._enabled:
            raise NoPictureError("Pictures are switched off here.")
        job = picture.job()
        key = sha256(job).digest()
        if (cached := self._kept.get(key)) is not None:
            return cached
        self._count(user_id)
        try:
            drawn = self._kept[key] = await self._worker.run(DRAW, job)
        except WorkerBusyError:
            raise NoPictureError("Others are waiting for their pictures: ask again in a minute for this one.") from None
        except WorkerError as error:
            log.warning("a picture could not be drawn", extra={"picture": picture.name, "reason": str(error)})
            raise NoPictureError("The picture could not be drawn this time.") from error
        return drawn

    @property
    def queue(self) -> int:
        """How many pictures wait or are being drawn."""
        return self._worker.jobs

    async def close(self) -> None:
        """End the worker process."""
        await self._worker.close()

    def _count(self, user_id: int) -> None:
        now = self._clock()
        drawn = [at for at in self._drawn.get(user_id, ()) if now - at < HOUR]
        if len(drawn) >= MAX_PER_HOUR:
            raise NoPictureError(f"That was {MAX_PER_HOUR} pictures in an hour: try again later.")
        self._drawn[user_id] = [*drawn, now]
