"""What people have chosen for themselves: their zone, roadmap, goal, who may see them, and when to delete them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.user import UserSettings, Visibility
from bot.store.database import Database
from bot.store.sql import upsert, zone_of
from bot.store.tables import members, users

_GET = select(users).where(users.c.user_id == bindparam("user_id"))
_CHANGEABLE = [column.name for column in users.c if column.name not in ("user_id", "created_at", "reminder_closed_at")]
_SAVE = upsert(users, lambda new: {name: new[name] for name in _CHANGEABLE})
_SET_VISIBILITY = upsert(
    users, lambda new: {"visibility": new.visibility, "visibility_told_at": new.visibility_told_at}
)
# What an older process still reads; this version goes by the person's own setting.
_HIDE = update(members).where(members.c.user_id == bindparam("who")).values(hidden=bindparam("is_hidden"))
_NOTE_CLOSED = upsert(users, lambda new: {"reminder_closed_at": new.reminder_closed_at})
_TO_DELETE = (
    select(users.c.user_id)
    .where(users.c.delete_after.is_not(None), users.c.delete_after <= bindparam("at"))
    .order_by(users.c.delete_after)
    .limit(bindparam("most"))
)


async def user_settings(connection: AsyncConnection, user_id: int) -> UserSettings:
    """Return a person's settings, the defaults when they have none."""
    row = (await connection.execute(_GET, {"user_id": user_id})).first()
    return _settings_from(row) if row else UserSettings(user_id=user_id)


async def save_user(connection: AsyncConnection, settings: UserSettings, at: datetime) -> None:
    """Keep a person's settings as changed at `at` (aware UTC), which becomes `created_at` if they are new here."""
    row = {
        "user_id": settings.user_id,
        "zone": settings.zone.key if settings.zone else None,
        "roadmap_id": settings.roadmap_id,
        "visibility": settings.visibility.value,
        "visibility_told_at": at if settings.visibility_told else None,
        "weekly_goal": settings.weekly_goal,
        "delete_after": settings.delete_after,
        "created_at": at,
    }
    await connection.execute(_SAVE.on(connection), row)


async def set_visibility(connection: AsyncConnection, user_id: int, visibility: Visibility, at: datetime) -> None:
    """Keep who may see a person's progress in every server, as they chose it themselves at `at` (aware UTC)."""
    await connection.execute(_HIDE, {"who": user_id, "is_hidden": visibility is Visibility.NOBODY})
    row = {"user_id": user_id, "visibility": visibility.value, "visibility_told_at": at, "created_at": at}
    await connection.execute(_SET_VISIBILITY.on(connection), row)


async def note_reminder_closed(connection: AsyncConnection, user_id: int, at: datetime, *, told: bool = False) -> None:
    """Note at `at` (aware UTC) that a reminder found somebody's direct messages closed, or that they were told so."""
    row = {"user_id": user_id, "visibility": Visibility.EVERYBODY.value, "created_at": at}
    await connection.execute(_NOTE_CLOSED.on(connection), row | {"reminder_closed_at": None if told else at})


async def users_to_delete(connection: AsyncConnection, now: datetime, limit: int = 100) -> tuple[int, ...]:
    """Return the ids of people whose deletion is due at `now` (aware), the longest due first."""
    return tuple((await connection.execute(_TO_DELETE, {"at": now, "most": limit})).scalars())


def _settings_from(row: Row[Any]) -> UserSettings:
    return UserSettings(
        user_id=row.user_id,
        zone=zone_of(row.zone) if row.zone else None,
        roadmap_id=row.roadmap_id,
        visibility=Visibility(row.visibility),
        visibility_told=row.visibility_told_at is not None or row.visibility == Visibility.EVERYBODY,
        weekly_goal=row.weekly_goal,
        delete_after=row.delete_after,
        created_at=row.created_at,
        reminder_closed=row.reminder_closed_at is not None,
    )


class UserCache:
    """Remembers what people have chosen for themselves; whoever changes it makes the cache forget the person."""

    def __init__(self, database: Database, clock: Callable[[], datetime], max_age: timedelta) -> None:
        self._database = database
        self._settings: TTLCache[int, UserSettings, datetime] = TTLCache(4_096, max_age, clock)

    async def settings(self, user_id: int) -> UserSettings:
        """Return a person's settings, from memory when they were read lately."""
        if (cached := self._settings.get(user_id)) is not None:
            return cached
        async with self._database.reading() as connection:
            read = await user_settings(connection, user_id)
        self._settings[user_id] = read
        return read

    def remembered(self, user_id: int) -> UserSettings:
        """Return a person's settings if they are remembered, else the defaults; never asks the database."""
        return self._settings.get(user_id) or UserSettings(user_id=user_id)

    def forget(self, user_id: int) -> None:
        """Forget what may no longer be so."""
        self._settings.pop(user_id, None)
