"""The real bot, run beside a sandbox in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from discord_sandbox import Sandbox
from pydantic import SecretStr

from bot.app import App
from bot.settings import Settings

TICK = 0.1
"""Seconds between two looks at what is due: nobody should wait for the clock that they moved."""


def address_of(file: Path) -> str:
    """Return the database address of a SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


@asynccontextmanager
async def hosting(sandbox: Sandbox, database_url: str, content: Path) -> AsyncIterator[App]:
    """Run the bot in `sandbox` until the block ends; raises what ends it before it is connected."""
    settings = Settings(
        content_dir=content,
        discord_token=SecretStr(sandbox.token),
        discord_api_url=sandbox.api_url,
        database_url=database_url,
        shard_count=None,
        shard_ids=(),
        health_port=None,
    )
    app = App(settings, sandbox.clock.now, tick=TICK)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    life = loop.create_task(app.run(stop))
    arrival = loop.create_task(sandbox.gateway.connected())
    try:
        await asyncio.wait([life, arrival], return_when=asyncio.FIRST_COMPLETED)
        if life.done():
            life.result()
        yield app
    finally:
        arrival.cancel()
        stop.set()
        await life
