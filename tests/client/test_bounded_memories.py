"""What the client remembers stays small, and a stop waits for what is under way."""

import asyncio
import json
import urllib.error
import urllib.request

import pytest

from bot.client.arrivals import SeenInteractions
from bot.client.inflight import InFlightRequests
from bot.health import HealthServer


def test_an_arrival_is_known_the_second_time() -> None:
    arrivals = SeenInteractions()
    assert arrivals.is_first(1)
    assert not arrivals.is_first(1)
    assert arrivals.is_first(2)


def test_only_so_many_arrivals_are_remembered() -> None:
    arrivals = SeenInteractions(capacity=100)
    assert all(arrivals.is_first(number) for number in range(1000))
    assert not arrivals.is_first(999)
    assert arrivals.is_first(0)


async def test_a_stop_waits_for_the_answers_under_way() -> None:
    inflight = InFlightRequests()
    gate = asyncio.Event()

    async def answer() -> None:
        with inflight:
            await gate.wait()

    answering = asyncio.ensure_future(answer())
    await asyncio.sleep(0)
    draining = asyncio.ensure_future(inflight.drain(30))
    await asyncio.sleep(0)
    assert inflight.draining
    assert not draining.done()
    gate.set()
    assert await draining == 0
    await answering


async def test_a_stop_does_not_wait_for_ever() -> None:
    inflight = InFlightRequests()
    with inflight:
        assert await inflight.drain(0.01) == 1


async def test_readiness_is_told_even_when_a_check_hangs(unused_tcp_port: int) -> None:
    async def yes() -> bool:
        return True

    async def hang() -> bool:
        await asyncio.Event().wait()
        return True

    health = HealthServer({"discord": yes, "database": hang}, "127.0.0.1", unused_tcp_port)
    await health.start()

    def ask(path: str) -> tuple[int, dict[str, object]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}{path}", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)

    try:
        told = await asyncio.to_thread(ask, "/readyz")
        assert told == (503, {"status": "not ready", "discord": True, "database": False})
        assert await asyncio.to_thread(ask, "/livez") == (200, {"status": "ok"})
    finally:
        await health.close()
    with pytest.raises(OSError, match="refused"):
        await asyncio.to_thread(ask, "/livez")
