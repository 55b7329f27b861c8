"""The sandbox in a process of its own."""

import asyncio
import signal
import sys

from discord_sandbox import Sandbox
from raw_client import raw_rest


async def start(*arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "discord_sandbox", *arguments, stdout=pipe, stderr=pipe
    )


async def test_it_says_where_it_is_and_stops_when_told() -> None:
    process = await start("--port", "0")
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    token = (await process.stdout.readline()).decode().strip()
    assert address.startswith("DISCORD_API_URL=http://127.0.0.1:")
    assert token.startswith("DISCORD_TOKEN=")
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_a_taken_port_is_one_clear_line() -> None:
    async with Sandbox() as sandbox, raw_rest(sandbox):
        port = sandbox.site.rpartition(":")[2]
        process = await start("--port", port)
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.decode() == f"cannot listen on 127.0.0.1:{port}: Address already in use\n"
