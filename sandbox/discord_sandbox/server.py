"""The HTTP server: routes, the gateway and attachments on one port of 127.0.0.1."""

import io
import logging
import re
import socket

from aiohttp import web

from discord_sandbox.errors import METHOD_NOT_ALLOWED, NOT_FOUND, ApiError
from discord_sandbox.gateway.connection import reset
from discord_sandbox.gateway.serve import serve
from discord_sandbox.rest import accounts, callbacks, channels, commands, guilds, webhooks
from discord_sandbox.rest.bodies import MAX_REQUEST
from discord_sandbox.rest.endpoint import API, AppServices, Endpoint, RestResponse, note_unserved, respond
from discord_sandbox.rest.routes import Route

_log = logging.getLogger(__name__)

HOST = "127.0.0.1"
GATEWAY = "/gateway"

ROUTES: tuple[Route, ...] = (
    *callbacks.routes.all,
    *webhooks.routes.all,
    *channels.routes.all,
    *guilds.routes.all,
    *commands.routes.all,
    *accounts.routes.all,
    *accounts.open_routes.all,
)


def listen(port: int = 0) -> socket.socket:
    """Take a port of 127.0.0.1, 0 for a free one; OSError when it is in use."""
    return socket.create_server((HOST, port), backlog=1024)


class Server:
    """Serves the API under /api/v10, the gateway and the attachments on a socket."""

    def __init__(self, services: AppServices) -> None:
        self._services = services
        app = web.Application(client_max_size=MAX_REQUEST)
        _add_routes(app, services)
        # A client that goes away ends its request: one that hangs would else wait for ever.
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)

    async def start(self, sock: socket.socket) -> None:
        """Begin to serve."""
        await self._runner.setup()
        await web.SockSite(self._runner, sock).start()

    async def stop(self) -> None:
        """Stop serving; what is still open is cut off."""
        self.drop_connections()
        await self._runner.cleanup()

    def drop_connections(self) -> int:
        """Reset every TCP connection, of REST and gateway alike; returns how many there were."""
        server = self._runner.server
        transports = [protocol.transport for protocol in server.connections] if server is not None else []
        for transport in transports:
            if transport is not None:
                reset(transport)
        return len(transports)


def _add_routes(app: web.Application, services: AppServices) -> None:
    for route in ROUTES:
        app.router.add_route(route.method, API + route.template, Endpoint(services, route).__call__)

    async def open_gateway(request: web.Request) -> web.StreamResponse:
        return await serve(services.backend.gateway, request)

    async def get_attachment(request: web.Request) -> web.StreamResponse:
        stored = services.backend.world.files.get(int(request.match_info["id"]))
        if stored is None:
            return web.Response(status=404)
        return web.Response(body=io.BytesIO(stored.data), headers={"Content-Type": stored.content_type})

    async def get_upload(request: web.Request) -> web.StreamResponse:
        if request.query.get("hm") != f"{int(request.match_info['id']):x}":
            return web.Response(status=404, text="This content is no longer available.")
        return await get_attachment(request)

    async def refuse(request: web.Request) -> web.StreamResponse:
        _log.warning("%s %s is not served by the sandbox", request.method, request.path)
        error = ApiError(METHOD_NOT_ALLOWED if _is_served(request.path) else NOT_FOUND)
        note_unserved(services, request, error.status)
        return respond(RestResponse(error.status, error.to_json()))

    app.router.add_get(GATEWAY, open_gateway)
    app.router.add_get(GATEWAY + "/", open_gateway)
    app.router.add_get(r"/attachments/{channel_id:[0-9]{1,20}}/{id:[0-9]{1,20}}/{filename}", get_attachment)
    app.router.add_get(r"/ephemeral-attachments/{app_id:[0-9]{1,20}}/{id:[0-9]{1,20}}/{filename}", get_upload)
    app.router.add_route("*", "/{path:.*}", refuse)


def _is_served(path: str) -> bool:
    patterns = (re.sub(r"\{\w+\}", "[^/]+", API + route.template) for route in ROUTES)
    return any(re.fullmatch(pattern, path) for pattern in patterns)
