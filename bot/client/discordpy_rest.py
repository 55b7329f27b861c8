"""The reach into discord.py's insides for REST and answers to interactions; for the gateway see discordpy_patches."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any

import aiohttp
import discord
import orjson
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.client.http_replies import HttpReplies, HttpReply, ReplyBody

JSON = "application/json"


def use_api(client: discord.Client, url: str, replies: HttpReplies | None = None) -> None:
    """Send the REST calls of `client` to `url` (with its version, no slash at the end), answers to interactions too.

    discord.py has one address for the whole process, `Route.BASE`, which it writes into each route. Here the route is
    turned on its way, for one client. Answers to interactions do not go through the client's `http` but through an
    adapter that discord.py takes from the context: call this in the task that connects, whose context all handlers
    inherit. A first answer that one of `replies` waits for goes there instead.
    """
    request = client.http.request

    @wraps(request)
    async def request_there(route: Route, *arguments: Any, **options: Any) -> Any:
        return await request(_turn(route, url), *arguments, **options)

    client.http.request = request_there  # type: ignore[method-assign]  # every request of discord.py goes through it
    async_context.set(_AdapterTo(url, replies or HttpReplies()))


def guard_global_limit(client: discord.Client) -> None:
    """Let the requests of `client` go on when one that is cancelled was waiting out the global limit for all of them.

    discord.py closes a gate when it is told of the limit, sleeps, and opens it: cancelled in that sleep, by a deadline
    of ours, it would leave the gate closed for good. Opened too early it closes again with the next refusal.
    """
    http, request = client.http, client.http.request

    @wraps(request)
    async def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return await request(*arguments, **options)
        except asyncio.CancelledError:
            http._global_over.set()  # noqa: SLF001 - it has no other handle
            raise

    http.request = guarded  # type: ignore[method-assign]


class RestApi:
    """Requests that discord.py makes only through objects which the gateway would have to tell of first.

    `Client.http` is not documented; all that is used of it is here. Raises what discord.py and aiohttp raise.
    """

    def __init__(self, client: discord.Client, replies: HttpReplies | None = None) -> None:
        self._http = client.http
        self._replies = replies or HttpReplies()

    async def create_message(self, channel_id: int, body: dict[str, Any]) -> Mapping[str, Any]:
        """Send a message, and return it."""
        return await self._http.send_message(channel_id, params=MultipartParameters(body, None, None))

    async def edit_message(self, channel_id: int, message_id: int, body: dict[str, Any]) -> None:
        """Change a message."""
        params = MultipartParameters(payload=body, multipart=None, files=None)
        await self._http.edit_message(channel_id, message_id, params=params)

    async def answer_interaction(self, interaction_id: int, token: str, body: dict[str, Any]) -> None:
        """Send the first answer to an interaction."""
        if reply := self._replies.take(interaction_id):
            await reply.hand_over(ReplyBody(orjson.dumps(body), JSON))
            return
        path = "/interactions/{interaction_id}/{webhook_token}/callback"
        await self._http.request(Route("POST", path, interaction_id=interaction_id, webhook_token=token), json=body)

    async def delete_message(self, channel_id: int, message_id: int) -> None:
        """Delete a message."""
        await self._http.delete_message(channel_id, message_id)

    async def open_dm(self, user_id: int) -> Mapping[str, Any]:
        """Return the channel of the direct messages with somebody; they see nothing of that."""
        return await self._http.start_private_message(user_id)

    async def message(self, channel_id: int, message_id: int) -> Mapping[str, Any]:
        """Return a message."""
        return await self._http.get_message(channel_id, message_id)

    async def messages_after(self, channel_id: int, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the first `limit` messages (≤ 100) with an id above `after`."""
        return await self._http.logs_from(channel_id, limit, after=after)

    async def guild(self, guild_id: int) -> Mapping[str, Any]:
        """Return a server."""
        return await self._http.get_guild(guild_id, with_counts=False)

    async def member(self, guild_id: int, user_id: int) -> Mapping[str, Any]:
        """Return a member of a server."""
        return await self._http.get_member(guild_id, user_id)


class _AdapterTo(AsyncWebhookAdapter):
    """Sends answers to interactions, and what follows them up, to an API of our choice."""

    def __init__(self, url: str, replies: HttpReplies) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # discord.py's own has no types
        self._url = url
        self._replies = replies

    async def request(self, route: Route, session: aiohttp.ClientSession, **options: Any) -> Any:
        """Send a request there."""
        return await super().request(_turn(route, self._url), session, **options)

    def create_interaction_response(
        self, interaction_id: int, token: str, *, params: MultipartParameters, **options: Any
    ) -> Any:
        """Send a first answer: into the HTTP response that waits for it, if one does."""
        if reply := self._replies.take(interaction_id):
            return _hand_over(reply, interaction_id, params)
        return super().create_interaction_response(interaction_id, token, params=params, **options)


async def _hand_over(reply: HttpReply, interaction_id: int, params: MultipartParameters) -> dict[str, Any]:
    """Answer by HTTP, and return what discord.py reads of a callback's result: not which message came of it."""
    await reply.hand_over(_reply_body(params))
    return {"interaction": {"id": str(interaction_id), "type": 0}}


def _reply_body(params: MultipartParameters) -> ReplyBody:
    if not params.files:
        return ReplyBody(orjson.dumps(params.payload), JSON)
    form = aiohttp.MultipartWriter("form-data")
    for field in params.multipart or ():
        kind = field.get("content_type") or JSON
        part = form.append(field["value"], {"Content-Type": kind})
        names = {"name": field["name"]} | ({"filename": field["filename"]} if "filename" in field else {})
        part.set_content_disposition("form-data", **names)
    return ReplyBody(form, form.content_type)


def _turn(route: Route, url: str) -> Route:
    if route.url.startswith(Route.BASE):
        route.url = url + route.url.removeprefix(Route.BASE)
    return route
