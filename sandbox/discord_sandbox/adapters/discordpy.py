"""discord.py pointed at a sandbox: one client, not the whole process. Needs discord.py 2.7 (`[discordpy]`)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from discord_sandbox.sandbox import Sandbox

ARRIVAL_SECONDS = 10.0


@asynccontextmanager
async def running(client: discord.Client, sandbox: Sandbox, *, shards: int = 1) -> AsyncIterator[None]:
    """Log a client in to a sandbox and out again; `shards` is how many of its shards are waited for.

    Raises what ends the client before they are there (`discord.LoginFailure`, an error in `setup_hook`), and
    TimeoutError when they never come. A client of discord.py runs once: make a new one for each test.
    """
    # No task group: a fixture may be left in another task than it was entered in.
    life = asyncio.ensure_future(_live(client, sandbox))
    arrival = asyncio.ensure_future(sandbox.gateway.connected(shards))
    try:
        await asyncio.wait([life, arrival], timeout=ARRIVAL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not life.done():
            if not arrival.done():
                raise TimeoutError(f"the client was not at the gateway within {ARRIVAL_SECONDS:.0f} seconds")
            yield
    finally:
        arrival.cancel()
        await client.close()
        await life


async def _live(client: discord.Client, sandbox: Sandbox) -> None:
    point(client, sandbox)
    await client.start(sandbox.token)


def point(client: discord.Client, sandbox: Sandbox) -> None:
    """Send everything of a client to a sandbox; call it in the task that starts the client, before it does.

    discord.py has one address of Discord for the whole process, in `Route.BASE` and `DEFAULT_GATEWAY`. Here requests
    and connections are turned on their way instead, so that several clients can have a sandbox each.
    """
    request, connect = client.http.request, client.http.ws_connect

    @wraps(request)
    async def request_there(route: Route, *arguments: Any, **options: Any) -> Any:
        return await request(_turned(route, sandbox), *arguments, **options)

    @wraps(connect)
    async def connect_there(url: str, **options: Any) -> aiohttp.ClientWebSocketResponse:
        wanted = yarl.URL(url)
        if wanted.host == DiscordWebSocket.DEFAULT_GATEWAY.host:
            wanted = yarl.URL(sandbox.gateway.url).with_query(wanted.query)
        return await connect(str(wanted), **options)

    client.http.request = request_there  # type: ignore[method-assign]
    client.http.ws_connect = connect_there  # type: ignore[method-assign]
    # Answers to interactions go through an adapter that handlers inherit with the context of this task.
    async_context.set(_Adapter(sandbox))


class _Adapter(AsyncWebhookAdapter):
    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._sandbox = sandbox

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:
        return await super().request(_turned(route, self._sandbox), session, **options)


def _turned(route: Route, sandbox: Sandbox) -> Route:
    if route.url.startswith(Route.BASE):
        route.url = sandbox.api_url + route.url.removeprefix(Route.BASE)
    return route
