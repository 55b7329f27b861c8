"""The real bot behind an interactions endpoint: Discord sends what members do to it as signed requests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from discord_sandbox import Sandbox
from shipped import shipped_library
from waiting import until
from whole_bot import settings_for

from bot.app import App


def address_of(port: int) -> str:
    return f"http://127.0.0.1:{port}/interactions"


@asynccontextmanager
async def serving_by_http(sandbox: Sandbox, database: Path | str, port: int) -> AsyncIterator[App]:
    """Run the bot in this process, without a gateway, until the block ends; its address is registered with Discord."""
    url = database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}"
    by_http = {"public_key": sandbox.make_public_key(), "interactions_port": port}
    settings = settings_for(sandbox, url).model_copy(update=by_http)
    app = App(settings, sandbox.clock.now, library=shipped_library())
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(app.run(stop))
    try:
        await until(lambda: running.done() or (app.client is not None and app.client.is_ready()))
        if running.done():
            running.result()
        await sandbox.set_interactions_endpoint(address_of(port))
        yield app
    finally:
        stop.set()
        await running
