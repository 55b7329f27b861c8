"""Pictures by the worker process: drawn once, one at a time, and again after the process was killed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.ui.pictures import Picture, weeks_picture
from bot.ui.renderer import MAX_PER_HOUR, NoPictureError, PictureRenderer
from bot.worker_process import WorkerBusyError, WorkerError, WorkerProcess

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PNG = b"\x89PNG"


def stuck(_argument: bytes) -> bytes:
    """Never return."""
    signal.pause()
    return b""


def refuse(argument: bytes) -> bytes:
    """Raise whatever is asked."""
    raise ValueError(argument.decode())


def process_id(_argument: bytes) -> bytes:
    """Return the id of the process that does it."""
    print("what a library prints is no result")  # noqa: T201 - that is what is tested
    return str(os.getpid()).encode()


@pytest_asyncio.fixture
async def worker(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WorkerProcess]:
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))  # noqa: PTH120 - it finds the jobs above
    worker = WorkerProcess(time_limit=30)
    yield worker
    await worker.close()


def picture(number: int) -> Picture:
    return weeks_picture([], NOW.date() - timedelta(weeks=number), "Ada")


async def test_a_job_is_done_by_another_process_which_stays(worker: WorkerProcess) -> None:
    first = await worker.run("test_renderer:process_id", b"")
    assert int(first) == worker.pid != os.getpid()
    assert await worker.run("test_renderer:process_id", b"") == first


async def test_what_a_job_raises_is_told_and_the_next_one_is_done(worker: WorkerProcess) -> None:
    with pytest.raises(WorkerError, match="ValueError: no such shape"):
        await worker.run("test_renderer:refuse", b"no such shape")
    assert await worker.run("test_renderer:process_id", b"")


async def test_a_process_that_is_killed_is_started_anew(worker: WorkerProcess) -> None:
    before = int(await worker.run("test_renderer:process_id", b""))
    os.kill(before, signal.SIGKILL)
    for _ in range(2):  # the first may still go to the one that dies
        try:
            after = int(await worker.run("test_renderer:process_id", b""))
        except WorkerError:
            continue
    assert after != before


async def test_a_job_that_takes_too_long_ends_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))  # noqa: PTH120
    worker = WorkerProcess(time_limit=0.05)
    with pytest.raises(WorkerError, match=r"took more than 0\.05 seconds"):
        await worker.run("test_renderer:stuck", b"")
    assert worker.pid is None


async def test_whoever_comes_after_those_who_wait_is_told_at_once(worker: WorkerProcess) -> None:
    waiting = [asyncio.get_running_loop().create_task(worker.run("test_renderer:stuck", b"")) for _ in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(WorkerBusyError):
        await worker.run("test_renderer:process_id", b"")
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await worker.run("test_renderer:process_id", b"")


async def test_an_equal_picture_is_drawn_once(worker: WorkerProcess) -> None:
    renderer = PictureRenderer(worker, lambda: NOW)
    first = await renderer.render(picture(1), 7)
    assert first.startswith(PNG)
    await worker.close()
    assert await renderer.render(picture(1), 8) is first
    assert worker.pid is None


async def test_a_member_gets_so_many_pictures_an_hour(worker: WorkerProcess) -> None:
    now = NOW
    renderer = PictureRenderer(worker, lambda: now)
    for number in range(MAX_PER_HOUR):
        await renderer.render(picture(number), 7)
    with pytest.raises(NoPictureError, match="10 pictures in an hour"):
        await renderer.render(picture(99), 7)
    await renderer.render(picture(99), 8)
    await renderer.render(picture(3), 7)  # it is kept, so it costs nothing
    now += timedelta(hours=1)
    await renderer.render(picture(98), 7)


async def test_a_host_who_wants_none_gets_none(worker: WorkerProcess) -> None:
    with pytest.raises(NoPictureError, match="switched off"):
        await PictureRenderer(worker, lambda: NOW, enabled=False).render(picture(1), 7)
    assert worker.pid is None
