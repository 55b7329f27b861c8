"""What members made of prompts, in a line or a link of their own: kept for them, the latest for each message."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.group_tables import deeds
from bot.store.sql import upsert

_PUT = upsert(deeds, lambda new: {"text": new.text, "local_date": new.local_date, "at": new.at})
_GET = select(deeds.c.topic_id, deeds.c.text).where(
    deeds.c.user_id == bindparam("user_id"), deeds.c.message_id == bindparam("message_id")
)


async def save_deed(connection: AsyncConnection, deed: Mapping[str, Any]) -> None:
    """Keep a line under its member and message; an earlier one there is replaced."""
    await connection.execute(_PUT.on(connection), dict(deed))


async def deed_of(connection: AsyncConnection, user_id: int, message_id: int) -> tuple[str, str] | None:
    """Return the topic's id and the line that somebody left at a prompt; None when they have left none."""
    row = (await connection.execute(_GET, {"user_id": user_id, "message_id": message_id})).first()
    return (row.topic_id, row.text) if row else None
