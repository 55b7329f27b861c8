"""A shard of the bot in a process of its own, as a host would run it."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from discord_sandbox import Sandbox


@asynccontextmanager
async def shard(sandbox: Sandbox, url: str, number: int, count: int) -> AsyncIterator[None]:
    """Run shard `number` of `count` on the database at `url`; its log is in the folder for temporary files."""
    environment = {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DATABASE_URL": url,
        "LOG_FORMAT": "json",
        "SHARD_COUNT": str(count),
        "SHARD_IDS": str(number),
    }
    with (Path(tempfile.gettempdir()) / f"waymark-bench-bot-{number}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=os.environ | environment, stderr=log
        )
        try:
            yield
        finally:
            if process.returncode is None:  # it may have ended by itself, as its log will say
                process.kill()
            await process.wait()
