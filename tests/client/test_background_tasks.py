"""Tasks beside the answers: owned, bounded, ended."""

import asyncio
import logging

import pytest

from bot.background import MAX_CONCURRENT, BackgroundTasks, retry


async def test_the_same_thing_is_not_begun_twice_at_a_time() -> None:
    tasks, gate, begun = BackgroundTasks(), asyncio.Event(), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        await gate.wait()

    for _ in range(5):
        tasks.start_once(("greeting", 1, 2), work)
    await asyncio.sleep(0)
    assert begun == 1
    gate.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tasks.start_once(("greeting", 1, 2), work)
    await asyncio.sleep(0)
    assert begun == 2
    await tasks.close()


async def test_what_can_wait_does_not_pile_up() -> None:
    tasks, gate, begun = BackgroundTasks(), asyncio.Event(), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        await gate.wait()

    for number in range(10 * MAX_CONCURRENT):
        tasks.start_once(("states", number), work)
    await asyncio.sleep(0)
    assert begun == MAX_CONCURRENT
    await tasks.close()


async def test_a_failure_is_logged_and_ends_nothing_else(
    caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("background task failed")
    tasks = BackgroundTasks()

    async def fail() -> None:
        raise ValueError("no")

    with caplog.at_level(logging.ERROR):
        tasks.start_once(("misses",), fail)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert [vars(record)["task"] for record in caplog.records] == ["misses"]
    tasks.start_once(("misses",), fail)
    await tasks.close()


async def test_closing_waits_for_the_end_of_all() -> None:
    tasks, ended = BackgroundTasks(), False

    async def work() -> None:
        nonlocal ended
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended = True

    tasks.start(work(), "work")
    await asyncio.sleep(0)
    await tasks.close()
    assert ended


async def test_what_fails_is_tried_again_until_the_pauses_end() -> None:
    tries: list[int] = []
    heard: list[str] = []

    async def work() -> int:
        tries.append(1)
        if len(tries) < 3:
            raise LookupError(str(len(tries)))
        return len(tries)

    assert await retry(work, LookupError, [0.0] * 5, lambda error: heard.append(str(error))) == 3
    assert heard == ["1", "2"]
    tries.clear()
    with pytest.raises(LookupError, match="2"):
        await retry(work, LookupError, [0.0], lambda _: None)
    tries.clear()
    with pytest.raises(LookupError):
        await retry(work, KeyError, [0.0], lambda _: None)
