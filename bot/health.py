"""The health endpoint for containers: `/livez` (it turns), `/readyz` (it can serve), `/metrics` (how it does)."""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.core.errors import StartError

CHECK_TIMEOUT = 2.0
"""Seconds that a check may take; whoever asks gives up after a few."""

Checks = Mapping[str, Callable[[], Awaitable[bool]]]
"""What readiness depends on: a name for each check, which gives whether it holds."""


Measure = Callable[[], Awaitable[bytes]]
"""Writes the metrics as Prometheus reads them."""
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class HealthServer:
    """Serves `/livez`, `/readyz` and, where there is something to `measure`, `/metrics` on `host`:`port`."""

    def __init__(self, checks: Checks, host: str, port: int, measure: Measure | None = None) -> None:
        self._checks = checks
        self._measure = measure
        self._host, self._port = host, port
        app = web.Application()
        app.router.add_get("/livez", self._live)
        app.router.add_get("/readyz", self._ready)
        if measure:
            app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self) -> None:
        """Begin to serve; StartError when the host or the port cannot be used."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise StartError(_why_not(error, self._host, self._port)) from error

    async def close(self) -> None:
        """Stop serving."""
        await self._runner.cleanup()

    async def _live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _ready(self, _request: web.Request) -> web.Response:
        held = await asyncio.gather(*(_holds(check) for check in self._checks.values()))
        results = dict(zip(self._checks, held, strict=True))
        ready = all(results.values())
        return web.json_response({"status": "ok" if ready else "not ready", **results}, status=200 if ready else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        body = await self._measure() if self._measure else b""
        return web.Response(body=body, headers={"Content-Type": PROMETHEUS})


def _why_not(error: OSError, host: str, port: int) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HEALTH_HOST {host} is no address of this machine: try 127.0.0.1, or 0.0.0.0 for all that it has"
    if error.errno == errno.EACCES:
        return f"HEALTH_PORT {port} is reserved for the administrator: take one above 1023"
    return f"HEALTH_PORT {port} is in use by another program: take another one"


async def _holds(check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            return await check()
    except TimeoutError:
        return False
