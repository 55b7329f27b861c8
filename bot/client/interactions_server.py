"""The HTTP server that Discord sends interactions to: whatever is not signed by Discord, now, is refused.

Discord's rules: "Setting Up an Endpoint" and "Security and Authorization" in its documentation of interactions.
"""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from aiohttp import web
from cachetools import TTLCache

from bot.client.http_replies import REPLY_TIMEOUT, HttpReplies, HttpReply
from bot.context import Clock
from bot.core.errors import StartError

log = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
"""Bytes of a request; the largest form and the largest message together stay well below."""
READ_TIMEOUT = 2.0
"""Seconds for the body to come."""
MAX_AGE = timedelta(minutes=1)
"""How far Discord's clock may be from ours. An older request is a replay, or one that nobody waits for any more."""
LOG_PAUSE = timedelta(minutes=1)
"""After a refusal is logged, others for the same reason are not for so long: anybody can send them."""
WRONG_SIGNATURE = "signed by somebody else: Discord tries that with a new address; else see whether PUBLIC_KEY is right"

PING = 1
PONG = b'{"type":1}'

Payload = Mapping[str, Any]
Receive = Callable[[Payload], None]
"""Takes a payload that is Discord's, and sees to it that the interaction is answered."""


class InteractionsServer:
    """Receives interactions on `host`:`port` that are signed with the key whose public half is `public_key`.

    Until `connect` it answers only PINGs. Any path will do: it is the balancer's business.
    """

    def __init__(self, public_key: str, host: str, port: int, clock: Clock) -> None:
        self.replies = HttpReplies()
        self.port = port
        self._host = host
        self._clock = clock
        self._is_signature = signature_check(public_key)
        self._receive: Receive | None = None
        self._open = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._logged: TTLCache[str, bool, datetime] = TTLCache(100, LOG_PAUSE, clock)
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_post("/{path:.*}", self._post)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self) -> None:
        """Begin to serve; StartError when the host or the port cannot be used."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise StartError(_why_not(error, self._host, self.port)) from error

    def connect(self, receive: Receive) -> None:
        """Hand interactions to `receive` from now on."""
        self._receive = receive

    async def drain(self, seconds: float) -> None:
        """Take no more interactions, so that a balancer asks another process, and let the open ones be answered."""
        self._receive = None
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            log.warning("stopped with interactions unanswered", extra={"interactions": self._open})

    async def close(self) -> None:
        """Stop serving."""
        await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        timestamp = request.headers.get("X-Signature-Timestamp", "")
        signature = request.headers.get("X-Signature-Ed25519", "")
        if not timestamp.isdecimal() or len(timestamp) > len("9999999999") or len(signature) != 128:
            return self._refuse(401, "not signed")
        if abs(self._clock().timestamp() - int(timestamp)) > MAX_AGE.total_seconds():
            return self._refuse(401, "signed at another time: an old request, or the clock of this machine is wrong")
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(413, "too large")
        except TimeoutError:
            return self._refuse(408, "too slow")
        if not self._is_signature(signature, timestamp.encode() + body):
            return self._refuse(401, WRONG_SIGNATURE)
        return await self._answer(request, body)

    async def _answer(self, request: web.Request, body: bytes) -> web.StreamResponse:
        payload = _parsed(body)
        if payload.get("type") == PING:
            return web.Response(body=PONG, content_type="application/json")
        interaction_id = payload.get("id")
        if not isinstance(interaction_id, str) or not interaction_id.isdecimal():
            return self._refuse(400, "no interaction")
        if self._receive is None:
            return web.Response(status=503, headers={"Retry-After": "1", "Connection": "close"})
        reply = self.replies.expect(int(interaction_id))
        if reply is None:  # a balancer that was in doubt sends one twice
            return web.Response(status=202)
        self._open += 1
        self._idle.clear()
        try:
            self._receive(payload)
            return await _replied(request, reply)
        finally:
            self.replies.take(int(interaction_id))
            self._open -= 1
            if not self._open:
                self._idle.set()

    def _refuse(self, status: int, reason: str) -> web.Response:
        if not self._logged.get(reason):
            self._logged[reason] = True
            log.warning("a request was refused", extra={"status": status, "reason": reason})
        return web.Response(status=status)


async def _replied(request: web.Request, reply: HttpReply) -> web.StreamResponse:
    """Return the response that was sent for `reply`: its body, or word that the answer comes another way."""
    await asyncio.wait([reply.body], timeout=REPLY_TIMEOUT)
    if not reply.body.done():
        return web.Response(status=202)
    body = reply.body.result()
    response = web.Response(body=body.content, headers={"Content-Type": body.content_type})
    try:
        await response.prepare(request)
        await response.write_eof()
    except OSError as failure:
        reply.written.set_exception(failure)
    else:
        reply.written.set_result(None)
    return response


def signature_check(public_key: str) -> Callable[[str, bytes], bool]:
    """Return what tells whether a signature (in hexadecimal) is one of a message; StartError when it is no key."""
    from nacl.bindings import crypto_core_ed25519_is_valid_point  # noqa: PLC0415 - only where interactions come by HTTP
    from nacl.exceptions import BadSignatureError  # noqa: PLC0415
    from nacl.signing import VerifyKey  # noqa: PLC0415

    key = bytes.fromhex(public_key)
    if not crypto_core_ed25519_is_valid_point(key):
        raise StartError("PUBLIC_KEY is no public key: copy it anew from the application's page, General Information")
    verify = VerifyKey(key).verify

    def is_signature(signature: str, message: bytes) -> bool:
        try:
            verify(message, bytes.fromhex(signature))
        except (BadSignatureError, ValueError):
            return False
        return True

    return is_signature


def _parsed(body: bytes) -> Payload:
    try:
        payload = orjson.loads(body)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}


def _why_not(error: OSError, host: str, port: int) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"INTERACTIONS_HOST {host} is no address of this machine: try 127.0.0.1, or 0.0.0.0 for all that it has"
    if error.errno == errno.EACCES:
        return f"INTERACTIONS_PORT {port} is reserved for the administrator: take one above 1023"
    return f"INTERACTIONS_PORT {port} is in use by another program: take another one"
