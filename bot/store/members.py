"""Who has used the bot in which server, under what name, and whether boards may show them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.user import Visibility
from bot.store.tables import members
from bot.store.upsert import upsert
from bot.store.users import set_visibility

_TOUCH = upsert(
    members,
    lambda new: {"display_name": new.display_name, "last_seen_at": new.last_seen_at, "left_at": None},
)
_HIDE = upsert(members, lambda new: {"hidden": new.hidden})
_HIDDEN = select(members.c.hidden).where(
    members.c.guild_id == bindparam("guild_id"), members.c.user_id == bindparam("user_id")
)
_HOME = (
    select(members.c.guild_id)
    .where(members.c.user_id == bindparam("user_id"), members.c.left_at.is_(None))
    .order_by(members.c.last_seen_at.desc())
    .limit(1)
)
_LEAVE = (
    update(members)
    .where(
        members.c.guild_id == bindparam("of_guild"),
        members.c.user_id == bindparam("who"),
        members.c.last_seen_at <= bindparam("since"),  # news of a leave that came late: they are back already
    )
    .values(left_at=bindparam("since"))
)


async def record_member(connection: AsyncConnection, guild_id: int, user_id: int, name: str, at: datetime) -> None:
    """Note that a member was seen in a server at `at` (aware UTC), as `name` (cut to 100 characters).

    They count as being there again if they had left; whether they are hidden stays as it was.
    """
    row = {"guild_id": guild_id, "user_id": user_id, "display_name": name, "hidden": False, "last_seen_at": at}
    await connection.execute(_TOUCH.on(connection), row)


async def set_hidden(
    connection: AsyncConnection, guild_id: int, user_id: int, name: str, at: datetime, *, hidden: bool
) -> None:
    """Hide a member from boards or show them again; `name` and `at` are kept when they were never seen here."""
    row = {"guild_id": guild_id, "user_id": user_id, "display_name": name, "hidden": hidden, "last_seen_at": at}
    await connection.execute(_HIDE.on(connection), row)
    await set_visibility(connection, user_id, Visibility.NOBODY if hidden else Visibility.EVERYBODY, at)


async def is_hidden(connection: AsyncConnection, guild_id: int, user_id: int) -> bool:
    """Tell whether a member is hidden from a server's boards; one who was never seen is not."""
    found = await connection.execute(_HIDDEN, {"guild_id": guild_id, "user_id": user_id})
    return bool(found.scalar())


async def mark_left(connection: AsyncConnection, guild_id: int, user_ids: Sequence[int], at: datetime) -> None:
    """Note that members left a server at `at` (aware UTC): its boards no longer show them; their progress stays."""
    if user_ids:
        await connection.execute(_LEAVE, [{"of_guild": guild_id, "who": user_id, "since": at} for user_id in user_ids])


async def home_guild(connection: AsyncConnection, user_id: int) -> int | None:
    """Return the server that somebody was last seen in and has not left: the one that direct messages go by."""
    found = await connection.execute(_HOME, {"user_id": user_id})
    guild_id: int | None = found.scalar()
    return guild_id
