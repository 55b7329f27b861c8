"""The health endpoint for containers: `/livez` says the process turns, `/readyz` says it can serve members."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Checks = Mapping[str, Callable[[], Awaitable[bool]]]
"""What readiness depends on: a name for each check, which gives whether it holds."""


class HealthServer:
    """Serves `/livez` and `/readyz` on `host`:`port`."""

    def __init__(self, checks: Checks, host: str, port: int) -> None:
        self._checks = checks
        self._host, self._port = host, port
        app = web.Application()
        app.router.add_get("/livez", self._live)
        app.router.add_get("/readyz", self._ready)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self) -> None:
        """Begin to serve; OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def close(self) -> None:
        """Stop serving."""
        await self._runner.cleanup()

    async def _live(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _ready(self, _request: web.Request) -> web.Response:
        results = {name: await check() for name, check in self._checks.items()}
        ready = all(results.values())
        return web.json_response({"status": "ok" if ready else "not ready", **results}, status=200 if ready else 503)
