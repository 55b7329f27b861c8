"""Serves one WebSocket of the gateway from hello to goodbye."""

import asyncio

from aiohttp import WSMsgType, web

from discord_sandbox.gateway import Gateway
from discord_sandbox.gateway.compression import packer_for
from discord_sandbox.gateway.connection import HEARTBEAT_INTERVAL_MS, Connection
from discord_sandbox.gateway.opcodes import CloseCode, GatewayClosed, Op
from discord_sandbox.gateway.receiver import Receiver

_VERSION = "10"
# Twice the interval without a word: the bot is gone.
_SILENCE_SECONDS = 2 * HEARTBEAT_INTERVAL_MS / 1000


async def serve(gateway: Gateway, request: web.Request) -> web.StreamResponse:
    """Answer a gateway connection."""
    if gateway.refusals:
        return web.Response(status=gateway.refusals.pop(0))
    try:
        packer = packer_for(request.query.get("compress"))
    except KeyError:
        return web.Response(status=400)
    socket = web.WebSocketResponse(compress=False, timeout=2.0, max_msg_size=64 * 1024)
    await socket.prepare(request)
    connection = Connection(request, socket, packer, gateway.wire_log)
    receiver = Receiver(gateway, connection)
    gateway.arrived(connection)
    try:
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(connection.write())
            await _converse(gateway, request, socket, connection, receiver)
            # An end of our own making is finished by the writer: it waits for the bot's goodbye.
            if connection.closed_with is None:
                writer.cancel()
    finally:
        gateway.gone(connection, receiver.session, connection.closed_with or socket.close_code)
    return socket


async def _converse(
    gateway: Gateway,
    request: web.Request,
    socket: web.WebSocketResponse,
    connection: Connection,
    receiver: Receiver,
) -> None:
    if request.query.get("v") != _VERSION or request.query.get("encoding", "json") != "json":
        connection.close(CloseCode.INVALID_VERSION, "Invalid API version.")
    else:
        connection.send_op(Op.HELLO, {"heartbeat_interval": HEARTBEAT_INTERVAL_MS, "_trace": ["sandbox"]})
    while True:
        try:
            message = await socket.receive(timeout=_SILENCE_SECONDS)
        except TimeoutError:
            connection.close(CloseCode.SESSION_TIMED_OUT, "Session timed out.")
            continue
        if message.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
            return
        try:
            receiver.receive(message.data)
        except GatewayClosed as closed:
            connection.close(closed.code, closed.reason)
        gateway.changed()
