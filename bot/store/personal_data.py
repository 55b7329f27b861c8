"""Everything that is kept of a person, in whatever table: to be handed to them, counted, and deleted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.user import deleted_person
from bot.store import group_tables, learning_tables, tables
from bot.store.sql import Base, upsert

_NOTE = upsert(learning_tables.deletions, lambda new: {"deleted_at": new.deleted_at})
_SALT = select(learning_tables.deletion_salt.c.salt)

PERSONAL = "user_id"
"""The column by which every table names the person whose row it is."""


def personal_tables() -> tuple[Table, ...]:
    """Return every table that keeps something of a person, by name."""
    known = {tables.users.name, learning_tables.answers.name, group_tables.deeds.name}
    found = sorted((table for table in Base.metadata.tables.values() if PERSONAL in table.c), key=lambda one: one.name)
    if not known <= {table.name for table in found}:
        raise RuntimeError("the tables of people are not loaded")
    return tuple(found)


async def personal_counts(connection: AsyncConnection, user_id: int) -> Mapping[str, int]:
    """Return how many rows each table keeps of a person, by table name."""
    counts = {}
    for table in personal_tables():
        asked = select(func.count()).select_from(table).where(table.c[PERSONAL] == user_id)
        counts[table.name] = int((await connection.execute(asked)).scalar_one())
    return counts


async def personal_data(connection: AsyncConnection, user_id: int) -> Mapping[str, list[dict[str, Any]]]:
    """Return all rows that are kept of a person, by table name, with instants and dates as ISO 8601."""
    data = {}
    for table in personal_tables():
        asked = select(table).where(table.c[PERSONAL] == user_id).order_by(*table.primary_key)
        rows = await connection.execute(asked)
        data[table.name] = [{name: _plain(value) for name, value in row._asdict().items()} for row in rows]
    return data


async def delete_personal_data(connection: AsyncConnection, user_id: int, at: datetime) -> int:
    """Delete all rows that are kept of a person, and note it for backups; return how many rows there were."""
    salt = (await connection.execute(_SALT)).scalar_one()
    await connection.execute(_NOTE.on(connection), {"person": deleted_person(user_id, salt), "deleted_at": at})
    deleted = 0
    for table in personal_tables():
        result = await connection.execute(delete(table).where(table.c[PERSONAL] == user_id))
        deleted += result.rowcount
    return deleted


def _plain(value: Any) -> Any:
    """Return a value as JSON takes it; whole numbers too long for JavaScript become text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    return value
