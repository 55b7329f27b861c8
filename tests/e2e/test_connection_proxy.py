"""A host behind a proxy: every request, and the gateway, goes through it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from discord_sandbox import Sandbox
from waiting import until
from whole_bot import process


class Proxy:
    """A proxy on 127.0.0.1 for plain HTTP: it reads where a connection wants to go, and carries bytes both ways."""

    def __init__(self) -> None:
        self.carried = bytearray()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        address = urlsplit(head.split()[1].decode())
        self.carried += head
        there_reader, there_writer = await asyncio.open_connection(address.hostname, address.port)
        there_writer.write(head)
        await asyncio.gather(self._carry(reader, there_writer), self._carry(there_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                self.carried += data
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def proxy() -> AsyncIterator[Proxy]:
    made = Proxy()
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made


async def test_everything_goes_through_the_proxy(discord: Sandbox, tmp_path: Path) -> None:
    async with proxy() as between:
        address = f"http://127.0.0.1:{between.port}"
        async with process(discord, tmp_path / "waymark.db", HTTP_PROXY=address) as bot:
            assert "1 of 51" in (await discord.member("ada").slash("done", topic="csrf")).text
            assert await bot.stop() == 0
        for part in (b"/users/@me", b"Upgrade: websocket", b"/callback"):
            assert part in between.carried


async def test_without_the_proxy_nothing_gets_through(discord: Sandbox, tmp_path: Path, unused_tcp_port: int) -> None:
    gone = f"http://127.0.0.1:{unused_tcp_port}"
    async with process(discord, tmp_path / "waymark.db", ready=False, HTTP_PROXY=gone) as bot:
        await until(lambda: "connection lost" in bot.log)
        assert not discord.requests
        assert await bot.stop() == 0
