"""Keeps PostgreSQL to an index where it cannot know how much is waiting."""

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

FORCE_INDEX_SCAN = func.set_config("enable_bitmapscan", "off", true())
"""Asked in a transaction, lets what comes in an index's order be read from the index itself, as far as it is needed.

After a busy minute there may be a hundred thousand of what statistics call rare: to collect and sort them all, which
PostgreSQL thinks is little, takes fifty times as long.
"""

_ASK = select(FORCE_INDEX_SCAN)


async def force_index_scan(connection: AsyncConnection) -> None:
    """Ask for `FORCE_INDEX_SCAN` where there is such a planner."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ASK)
