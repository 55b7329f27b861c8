"""The page itself: serves its files and one WebSocket for each tab, on a port of 127.0.0.1 of its own."""

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import WSCloseCode, WSMsgType, web

from discord_sandbox.json_codec import Json, decode, encode
from discord_sandbox.member.uploads import MAX_UPLOAD
from discord_sandbox.page.guard import add_headers, guard, is_same_origin
from discord_sandbox.page.hub import Hub
from discord_sandbox.page.request import TabRequest
from discord_sandbox.page.scene import Scene
from discord_sandbox.page.tab import Tab
from discord_sandbox.page.verbs import VERBS
from discord_sandbox.sandbox import Sandbox
from discord_sandbox.server import HOST, listen

STATIC = Path(__file__).parent / "static"
PORT = 8765
MAX_REQUEST = 2 * MAX_UPLOAD
"""Bytes of what a tab may send at once: a file grows by a third on its way."""
# What was uploaded may be anything: it is never a page of this site.
OF_UPLOADS = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"}


class Page:
    """Shows a running sandbox in a browser.

        async with Sandbox() as sandbox, Page(sandbox) as page:
            ...  # open page.address

    When `port` is taken it takes another one, and `moved` says so.
    """

    def __init__(self, sandbox: Sandbox, scene: Scene | None = None, *, port: int = PORT) -> None:
        self._sandbox = sandbox
        self._scene = scene or Scene()
        self._wanted = self._port = port
        self._runner: web.AppRunner | None = None
        self._watch: asyncio.Task[None] | None = None
        self._floor = Hub(sandbox, self._scene)
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{HOST}:{self._port}/"

    @property
    def moved(self) -> bool:
        """Whether the port that was wanted was taken."""
        return self._wanted not in (0, self._port)

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        try:
            sock = listen(self._wanted)
        except OSError:
            sock = listen()
        self._port = sock.getsockname()[1]
        app = web.Application(middlewares=[guard(lambda: self._port)])
        app.on_response_prepare.append(add_headers)
        self._add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.SockSite(self._runner, sock).start()
        self._watch = asyncio.get_running_loop().create_task(self._floor.watch_bot())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving; open tabs are told to look again later."""
        if self._watch is not None:
            self._watch.cancel()
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        if self._runner is not None:
            await self._runner.cleanup()

    def _add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_get("/live", self._live)
        app.router.add_get("/picture.svg", self._picture)
        app.router.add_get(r"/attachments/{channel:[0-9]{1,20}}/{id:[0-9]{1,20}}/{name}", self._attachment)
        app.router.add_static("/", STATIC)

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _picture(self, _: web.Request) -> web.StreamResponse:
        if self._scene.picture is None:
            raise web.HTTPNotFound
        return web.FileResponse(self._scene.picture, headers=OF_UPLOADS)

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        stored = self._sandbox.world.files.get(int(request.match_info["id"]))
        if stored is None:
            raise web.HTTPNotFound
        return web.Response(body=stored.data, headers={"Content-Type": stored.content_type, **OF_UPLOADS})

    async def _live(self, request: web.Request) -> web.StreamResponse:
        if not is_same_origin(request):
            raise web.HTTPForbidden(text="Only the page itself may open this.\n")
        socket = web.WebSocketResponse(heartbeat=30.0, max_msg_size=MAX_REQUEST, compress=False)
        await socket.prepare(request)
        outbox: asyncio.Queue[Json] = asyncio.Queue()
        tab = Tab(self._floor, outbox.put_nowait)
        self._sockets.add(socket)
        writing = asyncio.get_running_loop().create_task(_write(socket, outbox))
        try:
            await _read(socket, tab)
        finally:
            writing.cancel()
            self._sockets.discard(socket)
            await tab.close()
        return socket


async def _read(socket: web.WebSocketResponse, tab: Tab) -> None:
    async for frame in socket:
        if frame.type is not WSMsgType.TEXT:
            continue
        try:
            body = decode(frame.data)
        except ValueError:
            continue
        verb = VERBS.get(str(body.get("do"))) if isinstance(body, dict) else None
        if verb is not None:
            tab.start(tab.answer(body.get("id"), verb(tab, TabRequest(body))))


async def _write(socket: web.WebSocketResponse, outbox: "asyncio.Queue[Json]") -> None:
    while True:
        await socket.send_str(encode(await outbox.get()).decode())
