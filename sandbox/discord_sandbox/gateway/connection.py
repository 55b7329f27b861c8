"""One WebSocket of the gateway: what goes out, and how it ends."""

import asyncio
import struct
from dataclasses import dataclass
from socket import SO_LINGER, SOL_SOCKET

from aiohttp import web

from discord_sandbox.gateway.compression import Packer
from discord_sandbox.gateway.opcodes import Op
from discord_sandbox.json_codec import Json, encode
from discord_sandbox.wire_log import WireLog

HEARTBEAT_INTERVAL_MS = 41_250


@dataclass(frozen=True, slots=True)
class Close:
    """An order to end the connection with a close code of the gateway."""

    code: int
    reason: str = ""


class Connection:
    """Sends without waiting: frames queue up and one writer packs them in order."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, packer: Packer, wire_log: WireLog) -> None:
        self._request = request
        self._socket = socket
        self._packer = packer
        self._wire_log = wire_log
        self._queue: asyncio.Queue[bytes | Close] = asyncio.Queue()
        self.closed_with: int | None = None

    def send(self, payload: bytes) -> None:
        """Queue an encoded payload."""
        self._queue.put_nowait(payload)

    def send_op(self, op: int, data: object = None) -> None:
        """Queue a payload that is no event."""
        payload: Json = {"op": op, "d": data, "s": None, "t": None}
        self._wire_log.sent(Op(op).name, data)
        self._queue.put_nowait(encode(payload))

    def close(self, code: int, reason: str = "") -> None:
        """Queue the end, after everything that was sent before."""
        if self.closed_with is None:
            self.closed_with = code
            self._wire_log.sent(f"CLOSE {code}", reason)
            self._queue.put_nowait(Close(code, reason))

    def drop(self) -> None:
        """Cut the TCP connection, with no word of farewell."""
        abort(self._request)

    async def write(self) -> None:
        """Send what is queued until the connection ends."""
        while True:
            item = await self._queue.get()
            try:
                if isinstance(item, Close):
                    await self._socket.close(code=item.code, message=item.reason.encode())
                    return
                frame = self._packer.pack(item)
                if isinstance(frame, str):
                    await self._socket.send_str(frame)
                else:
                    await self._socket.send_bytes(frame)
            except ConnectionError:
                return


def abort(request: web.Request) -> None:
    """Reset a request's TCP connection."""
    if request.transport is not None:
        reset(request.transport)


def reset(transport: asyncio.Transport) -> None:
    """End a TCP connection so that the other side sees ECONNRESET."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        # Lingering for no time makes the kernel send RST instead of FIN.
        sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
