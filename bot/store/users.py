"""What people have chosen and written for themselves, and all that is kept of them, to hand over or delete."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey
from bot.core.notes import MAX_NOTE
from bot.core.user import UserSettings, Visibility, deleted_person
from bot.store import group_tables, learning_tables, tables
from bot.store.database import Database
from bot.store.learning_tables import notes
from bot.store.sql import Base, upsert, zone_of
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
_UNFOLLOW = (
    update(users)
    .where(users.c.user_id == bindparam("who"), users.c.roadmap_id == bindparam("gone"))
    .values(roadmap_id=None)
)
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


async def note_reminder_closed(
    connection: AsyncConnection, user_id: int, at: datetime, *, is_told: bool = False
) -> None:
    """Note at `at` (aware UTC) that a reminder found somebody's direct messages closed, or that they were told so."""
    row = {"user_id": user_id, "visibility": Visibility.EVERYBODY.value, "created_at": at}
    await connection.execute(_NOTE_CLOSED.on(connection), row | {"reminder_closed_at": None if is_told else at})


async def unfollow(connection: AsyncConnection, user_id: int, roadmap_id: str) -> None:
    """Let somebody follow their servers' roadmaps again, if they still follow this one."""
    await connection.execute(_UNFOLLOW, {"who": user_id, "gone": roadmap_id})


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

    def remember(self, settings: UserSettings) -> None:
        """Keep a person's settings that are being written."""
        self._settings[settings.user_id] = settings

    def forget(self, user_id: int) -> None:
        """Forget what may no longer be so."""
        self._settings.pop(user_id, None)


_NOTE_DELETION = upsert(learning_tables.deletions, lambda new: {"deleted_at": new.deleted_at})
_SALT = select(learning_tables.deletion_salt.c.salt)

PERSONAL = "user_id"
"""The column by which every table names the person whose row it is."""


def personal_tables() -> tuple[Table, ...]:
    """Return every table that keeps something of a person, by name."""
    known = {tables.users.name, learning_tables.answers.name, group_tables.deeds.name}
    personal = [table for name, table in sorted(Base.metadata.tables.items()) if PERSONAL in table.c]
    if not known <= {table.name for table in personal}:
        raise RuntimeError("the tables of people are not loaded")
    return tuple(personal)


async def personal_counts(connection: AsyncConnection, user_id: int) -> Mapping[str, int]:
    """Return how many rows each table keeps of a person, by table name."""
    counts = {}
    for table in personal_tables():
        query = select(func.count()).select_from(table).where(table.c[PERSONAL] == user_id)
        counts[table.name] = int((await connection.execute(query)).scalar_one())
    return counts


async def personal_data(connection: AsyncConnection, user_id: int) -> Mapping[str, list[dict[str, Any]]]:
    """Return all rows that are kept of a person, by table name, with instants and dates as ISO 8601."""
    data = {}
    for table in personal_tables():
        query = select(table).where(table.c[PERSONAL] == user_id).order_by(*table.primary_key)
        rows = await connection.execute(query)
        data[table.name] = [{name: _plain(value) for name, value in row._asdict().items()} for row in rows]
    return data


async def delete_personal_data(connection: AsyncConnection, user_id: int, at: datetime) -> int:
    """Delete all rows that are kept of a person, and note it for backups; return how many rows there were."""
    salt = (await connection.execute(_SALT)).scalar_one()
    await connection.execute(_NOTE_DELETION.on(connection), {"person": deleted_person(user_id, salt), "deleted_at": at})
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


_OF_LEARNER = (notes.c.user_id == bindparam("of_user"), notes.c.roadmap_id == bindparam("of_roadmap"))
_NOTES = select(notes.c.topic_id, notes.c.text).where(*_OF_LEARNER)
_SAVE_NOTE = upsert(notes, lambda new: {"text": new.text, "at": new.at})
_DELETE_NOTE = delete(notes).where(*_OF_LEARNER, notes.c.topic_id == bindparam("of_topic"))


async def notes_of(connection: AsyncConnection, learner: LearnerKey) -> Mapping[str, str]:
    """Return a learner's notes by topic id, those on retired topics too."""
    rows = await connection.execute(_NOTES, {"of_user": learner.user_id, "of_roadmap": learner.roadmap_id})
    return {row.topic_id: row.text for row in rows}


async def save_note(connection: AsyncConnection, learner: LearnerKey, topic_id: str, text: str, at: datetime) -> None:
    """Keep a note (at most MAX_NOTE characters) as written at `at` (aware UTC), in place of the one before."""
    row = {"user_id": learner.user_id, "roadmap_id": learner.roadmap_id, "topic_id": topic_id, "text": text, "at": at}
    await connection.execute(_SAVE_NOTE.on(connection), row)


async def delete_note(connection: AsyncConnection, learner: LearnerKey, topic_id: str) -> None:
    """Delete a note, if there is one."""
    names = {"of_user": learner.user_id, "of_roadmap": learner.roadmap_id, "of_topic": topic_id}
    await connection.execute(_DELETE_NOTE, names)


async def move_notes(connection: AsyncConnection, roadmap_id: str, renamed: Mapping[str, str]) -> None:
    """Carry notes over from old topic ids to new ones (`renamed`); who has both keeps both in one, the newer first."""
    ids = {*renamed, *renamed.values()}
    touched = select(notes).where(notes.c.roadmap_id == roadmap_id, notes.c.topic_id.in_(ids)).order_by(notes.c.at)
    rows = [row._asdict() for row in await connection.execute(touched)]
    if not any(row["topic_id"] in renamed for row in rows):
        return
    merged: dict[tuple[int, str], dict[str, object]] = {}
    for row in rows:
        key = row["user_id"], renamed.get(row["topic_id"], row["topic_id"])
        older = merged.get(key)
        text = f"{row['text']} {older['text']}"[:MAX_NOTE] if older else row["text"]
        merged[key] = {**row, "topic_id": key[1], "text": text}
    await connection.execute(delete(notes).where(notes.c.roadmap_id == roadmap_id, notes.c.topic_id.in_(ids)))
    await connection.execute(insert(notes), list(merged.values()))
