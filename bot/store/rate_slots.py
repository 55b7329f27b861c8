"""Turns that all processes take at what Discord limits, one after another, by the database's own clock."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database

MAX_AHEAD = 60.0
"""Seconds ahead that turns can be spoken for; what lies further says only that a clock was set back."""

_RESERVE = """
    INSERT INTO turns (name, free_at) VALUES (:name, {now} + :length)
    ON CONFLICT (name) DO UPDATE SET free_at = {greatest}({now}, {least}(turns.free_at, {now} + :horizon)) + :length
    RETURNING {greatest}(free_at - :length - {now}, 0.0)
"""
_BY_DIALECT = {
    "sqlite": text(
        _RESERVE.format(now="(julianday('now') - 2440587.5) * 86400.0", greatest="max", least="min"),
    ),
    "postgresql": text(
        _RESERVE.format(
            now="extract(epoch FROM clock_timestamp())::double precision", greatest="greatest", least="least"
        )
    ),
}


async def reserve_slot(connection: AsyncConnection, name: str, length: float) -> float:
    """Reserve the next `length` seconds of `name` (≤ 32 characters); give in how many seconds they begin."""
    row = {"name": name, "length": length, "horizon": MAX_AHEAD}
    return float((await connection.execute(_BY_DIALECT[connection.dialect.name], row)).scalar_one())


async def reserve_slot_in_own_transaction(database: Database, name: str, length: float) -> float:
    """Reserve as `reserve_slot` does, in its own transaction; 0 on SQLite, whose file one process has to itself."""
    async with database.writing_once() as connection:
        if connection.dialect.name == "sqlite":
            return 0.0
        return await reserve_slot(connection, name, length)
