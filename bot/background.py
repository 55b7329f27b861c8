"""Tasks with an owner, which keeps them until they end and logs their failure; and waiting that a stop cuts short."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import TypeVar

log = logging.getLogger(__name__)

MAX_CONCURRENT = 64
"""Tasks of `start_once` that run at a time: what they do can wait for another occasion, answers cannot."""

Result = TypeVar("Result")
Work = Coroutine[object, object, object]


class BackgroundTasks:
    """The tasks that somebody started and is answerable for."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()
        self._keys: set[tuple[object, ...]] = set()

    def start(self, work: Work, name: str) -> asyncio.Task[object]:
        """Run `work` beside the caller; `name` tells it apart in the log."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def start_once(self, key: tuple[object, ...], work: Callable[[], Work]) -> None:
        """Run `work()` beside the caller, unless the same `key` is still under way or too much else is.

        For what the next occasion would start again: when it is slow, no more of it should pile up.
        """
        if key in self._keys or len(self._keys) >= MAX_CONCURRENT:
            return
        self._keys.add(key)
        task = self.start(work(), name=str(key[0]))
        task.add_done_callback(lambda _: self._keys.discard(key))

    async def close(self, grace: float = 0.0) -> None:
        """Let what runs finish within `grace` seconds, cancel the rest and wait until it has ended."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("background task failed", extra={"task": task.get_name()}, exc_info=error)


async def wait_or_stop(turn: float, stopping: asyncio.Event) -> bool:
    """Wait until `turn`, a time of the running loop; True as soon as the process stops before it, or has stopped."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(turn):
            await stopping.wait()
    return stopping.is_set()


async def retry(
    work: Callable[[], Awaitable[Result]],
    retry_on: type[Exception] | tuple[type[Exception], ...],
    pauses: Iterable[float],
    failed: Callable[[Exception], None] | None = None,
    *,
    try_timeout: float | None = None,
    within: float = math.inf,
) -> Result:
    """Return what `work` returns, tried until it does not raise `retry_on`, with `pauses` (seconds) in between.

    `failed` hears of each failure but the last one, which is raised when the pauses end, or when the next try would
    begin later than `within` seconds from now. A try that takes longer than `try_timeout` seconds, or than what is
    left of `within`, fails with TimeoutError.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + within
    following = iter(pauses)
    while True:
        try:
            async with asyncio.timeout(_shorter(try_timeout, end - clock())):
                return await work()
        except retry_on as error:
            pause = next(following, None)
            if pause is None or clock() + pause >= end:
                raise
            if failed:
                failed(error)
        await asyncio.sleep(pause)


def _shorter(try_timeout: float | None, left: float) -> float | None:
    return try_timeout if left == math.inf else min(left, try_timeout or left)
