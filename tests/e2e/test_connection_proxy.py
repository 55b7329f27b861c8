"""A host behind a proxy: every request, and the gateway, goes through it."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from discord_sandbox import Sandbox
from waiting import until
from whole_bot import process


class Proxy:
    """A proxy on 127.0.0.1: it reads where a connection wants to go, and carries bytes both ways."""

    def __init__(self) -> None:
        self.carried = bytearray()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.carried += head
        method, target, *_ = head.decode().split()
        address = urlsplit(f"//{target}" if method == "CONNECT" else target)
        there_reader, there_writer = await asyncio.open_connection(address.hostname, address.port)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            there_writer.write(head)
        await both_ways((reader, writer), (there_reader, there_writer), self.carried)


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def both_ways(here: Stream, there: Stream, carried: bytearray) -> None:
    """Carry bytes between two connections until both have ended, and note them."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                carried.extend(data)
                writer.write(data)
                await writer.drain()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    await asyncio.gather(carry(here[0], there[1]), carry(there[0], here[1]))


@asynccontextmanager
async def proxy() -> AsyncIterator[Proxy]:
    made = Proxy()
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for localhost and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("a proxy is tried with TLS, which needs a certificate: apt-get install openssl")
    file = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    request = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run([*request.split(), "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@asynccontextmanager
async def encrypted(sandbox: Sandbox, certificate: Path) -> AsyncIterator[int]:
    """Serve a Discord with TLS on a port of its own, its gateway too."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    plain = urlsplit(sandbox.api_url)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(plain.hostname, plain.port)
        await both_ways((reader, writer), there, bytearray())

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
        port: int = server.sockets[0].getsockname()[1]
        sandbox.gateway.url = f"wss://localhost:{port}{urlsplit(sandbox.gateway.url).path}"
        yield port


async def test_with_tls_everything_goes_through_the_proxy_and_nothing_can_be_read_there(
    discord: Sandbox, tmp_path: Path, certificate: Path
) -> None:
    async with proxy() as between, encrypted(discord, certificate) as port:
        set_up = {
            "HTTPS_PROXY": f"http://127.0.0.1:{between.port}",
            "DISCORD_API_URL": f"https://localhost:{port}{urlsplit(discord.api_url).path}",
            "SSL_CERT_FILE": str(certificate),
        }
        async with process(discord, tmp_path / "waymark.db", ready=True, **set_up) as bot:
            assert "1 of 51" in (await discord.member("ada").slash("done", topic="csrf")).text
            assert await bot.stop() == 0
        assert between.carried.count(f"CONNECT localhost:{port} ".encode()) >= 2  # for requests, and for the gateway
        for part in (b"/users/@me", b"Upgrade: websocket", b"/callback", discord.token.encode()):
            assert part not in between.carried


async def test_a_proxy_that_refuses_is_a_line_a_try(
    discord: Sandbox, tmp_path: Path, certificate: Path, unused_tcp_port: int
) -> None:
    async with encrypted(discord, certificate) as port:
        set_up = {
            "HTTPS_PROXY": f"http://127.0.0.1:{unused_tcp_port}",
            "DISCORD_API_URL": f"https://localhost:{port}{urlsplit(discord.api_url).path}",
            "SSL_CERT_FILE": str(certificate),
        }
        async with process(discord, tmp_path / "waymark.db", ready=False, **set_up) as bot:
            await until(lambda: "connection lost" in bot.log)
            assert not discord.requests
            assert "Traceback" not in bot.log
            assert await bot.stop() == 0


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
