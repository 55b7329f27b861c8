"""The floor of a start: a bare bot that imports the libraries that Waymark needs and opens a SQLite file.

python -m bench.floor API_URL TOKEN DATABASE_URL
"""

import asyncio
import sys

import aiosqlite  # noqa: F401 - what importing it costs is what is measured, here and below
import apscheduler.schedulers.asyncio  # noqa: F401
import pydantic_settings  # noqa: F401
import rapidfuzz.process  # noqa: F401
import structlog  # noqa: F401
import yaml  # noqa: F401
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bench import bare_bot


async def main(api_url: str, token: str, database_url: str) -> None:
    """Run until killed."""
    async with create_async_engine(database_url).connect() as connection:
        await connection.execute(text("SELECT 1"))
        await bare_bot.main(api_url, token)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
