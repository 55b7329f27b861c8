"""The health endpoint tells the truth even when what it asks does not answer."""

import asyncio
import json
import urllib.error
import urllib.request

import pytest

from bot.core.errors import StartError
from bot.health import HealthServer


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


async def test_a_host_that_is_not_ours_is_not_blamed_on_the_port(unused_tcp_port: int) -> None:
    for host in ("nowhere.invalid", "192.0.2.1"):
        with pytest.raises(StartError, match=f"HEALTH_HOST {host}"):
            await HealthServer({}, host, unused_tcp_port).start()


async def test_a_port_that_is_taken_is_named(unused_tcp_port: int) -> None:
    first = HealthServer({}, "127.0.0.1", unused_tcp_port)
    await first.start()
    with pytest.raises(StartError, match=f"HEALTH_PORT {unused_tcp_port}"):
        await HealthServer({}, "127.0.0.1", unused_tcp_port).start()
    await first.close()
