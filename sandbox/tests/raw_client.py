"""Clients without a library, to see exactly what the sandbox answers on the wire."""

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
import orjson
import zstandard
from discord_sandbox import Sandbox

Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: its status, headers and parsed body."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> int:
        """Discord's error code."""
        return int(self.body["code"])


class RawRest:
    """The REST API, as the bot unless told otherwise."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
        self._session = session
        self._sandbox = sandbox

    async def __call__(
        self, method: str, path: str, body: object = None, *, token: str | None = None, data: object = None
    ) -> Reply:
        """Send a request; `data` is sent as it is, `body` as JSON."""
        headers = {"Authorization": f"Bot {token or self._sandbox.token}"}
        if body is not None:
            data, headers["Content-Type"] = orjson.dumps(body), "application/json"
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, data=data, headers=headers) as response:
            raw = await response.read()
            return Reply(response.status, dict(response.headers), orjson.loads(raw) if raw else None)


@asynccontextmanager
async def raw_rest(sandbox: Sandbox) -> AsyncIterator[RawRest]:
    """Open a client of the REST API."""
    async with aiohttp.ClientSession() as session:
        yield RawRest(session, sandbox)


class RawGateway:
    """One gateway connection that speaks in payloads."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, compress: str) -> None:
        self._socket = socket
        self._inflate = zlib.decompressobj()
        self._unpack = zstandard.ZstdDecompressor().decompressobj()
        self._compress = compress
        self.sequence = 0

    async def send(self, op: int, data: object = None) -> None:
        """Send a payload."""
        await self._socket.send_str(orjson.dumps({"op": op, "d": data}).decode())

    async def send_text(self, text: str) -> None:
        """Send anything."""
        await self._socket.send_str(text)

    async def receive(self) -> Json:
        """Return the next payload; fails when the connection ends instead."""
        message = await self._socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.TEXT:
            payload = orjson.loads(message.data)
        elif message.type is aiohttp.WSMsgType.BINARY:
            payload = orjson.loads(self._unpacked(message.data))
        else:
            raise AssertionError(f"expected a payload, got {message}")
        self.sequence = payload.get("s") or self.sequence
        return dict(payload)

    def _unpacked(self, data: bytes) -> bytes:
        return self._inflate.decompress(data) if self._compress == "zlib-stream" else self._unpack.decompress(data)

    async def event(self, name: str) -> Json:
        """Return the data of the next event of that name, passing over others."""
        while True:
            payload = await self.receive()
            if payload["t"] == name:
                return dict(payload["d"])

    async def close_code(self) -> int | None:
        """Return the code that the connection is closed with, passing over payloads before."""
        while not self._socket.closed:
            await self._socket.receive(timeout=5)
        return self._socket.close_code

    async def close(self, code: int) -> None:
        """Close the connection."""
        await self._socket.close(code=code)

    async def identify(self, sandbox: Sandbox, **changes: object) -> Self:
        """Introduce oneself as the bot with every intent that needs no leave, and read the hello before."""
        hello = await self.receive()
        assert hello["op"] == 10
        unprivileged = 53608189 & ~(1 << 1 | 1 << 8 | 1 << 15)
        await self.send(2, {"token": sandbox.token, "intents": unprivileged, "properties": {}, **changes})
        return self


@asynccontextmanager
async def raw_gateway(
    sandbox: Sandbox, query: str = "v=10&encoding=json", compress: str = ""
) -> AsyncIterator[RawGateway]:
    """Open a gateway connection."""
    suffix = f"&compress={compress}" if compress else ""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{sandbox.gateway.url}/?{query}{suffix}", max_msg_size=0) as socket,
    ):
        yield RawGateway(socket, compress)
