"""Work that would hold the event loop, done in a process of its own: a job at a time, killed when it takes too long.

Run as a module it is that process: it reads jobs from its standard input and ends when that is closed, so it never
outlives a bot that was killed.
"""

import asyncio
import logging
import os
import signal
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

log = logging.getLogger(__name__)

MAX_WAITING = 3
"""Jobs that may wait for the one under way; whoever comes after them is told so at once."""
TIME_LIMIT = 10.0
"""Seconds that a job may take, the start of the process included."""
NICENESS = 10
"""How far a job stands back for whoever else wants the processor: answers come before pictures."""
SIZE = struct.Struct(">I")


class WorkerError(Exception):
    """The job gave no result."""


class WorkerBusyError(WorkerError):
    """Too many jobs wait already."""


class WorkerProcess:
    """A process that is started for the first job, and anew when it has died or was killed.

    A job is a function that takes and returns bytes, named as `package.module:function`.
    """

    def __init__(self, *, max_waiting: int = MAX_WAITING, time_limit: float = TIME_LIMIT) -> None:
        self._max_waiting, self._time_limit = max_waiting, time_limit
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._jobs = 0

    async def run(self, function: str, argument: bytes) -> bytes:
        """Return what `function` makes of `argument`.

        WorkerBusyError when too many wait; WorkerError when it raised, took longer than the limit, or its process died.
        """
        if self._jobs > self._max_waiting:
            raise WorkerBusyError
        self._jobs += 1
        try:
            async with self._turn:
                return await self._run(function, argument)
        finally:
            self._jobs -= 1

    async def close(self) -> None:
        """End the process, if there is one; another job starts it again."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process else None

    @property
    def jobs(self) -> int:
        """How many jobs wait or are under way."""
        return self._jobs

    async def _run(self, function: str, argument: bytes) -> bytes:
        finished = False
        try:
            async with asyncio.timeout(self._time_limit):
                ok, result = await self._exchange(await self._started(), function, argument)
            finished = True
        except TimeoutError as error:
            raise WorkerError(f"{function} took more than {self._time_limit:g} seconds") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            raise WorkerError(f"the process of {function} died") from error
        finally:
            if not finished:  # also when nobody waits any longer: what it would still answer belongs to no other job
                await self.close()
        if not ok:
            raise WorkerError(result.decode(errors="replace"))
        return result

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
            )
        return self._process

    async def _exchange(
        self, process: asyncio.subprocess.Process, function: str, argument: bytes
    ) -> tuple[bool, bytes]:
        if process.stdin is None or process.stdout is None:
            raise WorkerError("the process has no pipes")
        for part in (function.encode(), argument):
            process.stdin.write(SIZE.pack(len(part)) + part)
        await process.stdin.drain()
        ok = await process.stdout.readexactly(1)
        (size,) = SIZE.unpack(await process.stdout.readexactly(SIZE.size))
        return ok == b"+", await process.stdout.readexactly(size)


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Do the jobs that come in, one after another, until there are no more."""
    while (name := _read(jobs)) is not None and (argument := _read(jobs)) is not None:
        module, _, function = name.decode().partition(":")
        try:
            sign, result = b"+", getattr(import_module(module), function)(argument)
        except Exception as error:  # noqa: BLE001 - whatever a job raises is its result
            sign, result = b"-", f"{type(error).__name__}: {error}".encode()
        results.write(sign + SIZE.pack(len(result)) + result)
        results.flush()


def _read(jobs: BinaryIO) -> bytes | None:
    head = jobs.read(SIZE.size)
    if len(head) < SIZE.size:
        return None
    (size,) = SIZE.unpack(head)
    return jobs.read(size)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group: the bot says when it ends
    if hasattr(os, "nice"):  # Windows has no such thing
        os.nice(NICENESS)
    results, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no result
    serve(sys.stdin.buffer, results)
