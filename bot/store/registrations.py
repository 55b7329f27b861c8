"""Which description of the slash commands Discord has, so that it is sent only when it changed."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.sql import upsert
from bot.store.tables import command_registrations

_ONE = select(command_registrations.c.digest).where(
    command_registrations.c.application_id == bindparam("application_id")
)
_SAVE = upsert(command_registrations, lambda new: {"digest": new.digest, "registered_at": new.registered_at})


async def digest(connection: AsyncConnection, application_id: int) -> str | None:
    """Return the digest of the commands last registered for an application, None when there were none."""
    found: str | None = (await connection.execute(_ONE, {"application_id": application_id})).scalar()
    return found


async def record(connection: AsyncConnection, application_id: int, digest: str, at: datetime) -> None:
    """Keep the digest (≤ 64 characters) of the commands that were registered at `at` (aware UTC)."""
    row = {"application_id": application_id, "digest": digest, "registered_at": at}
    await connection.execute(_SAVE.on(connection), row)
