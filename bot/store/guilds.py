"""Servers: what their organisers have set, and who is in them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.guild import GuildSettings
from bot.core.member import RequestContext
from bot.store.sql import any_of, upsert, zone_of
from bot.store.tables import excluded_roles, guilds, members

_TOUCH = upsert(
    members,
    lambda new: {"display_name": new.display_name, "last_seen_at": new.last_seen_at, "left_at": None},
)
_RENAME = (
    update(members)
    .where(members.c.guild_id == bindparam("guild"), members.c.user_id == bindparam("who"))
    .values(display_name=bindparam("name"))
)
_NAMES = select(members.c.user_id, members.c.display_name).where(
    members.c.guild_id == bindparam("guild"), any_of(members.c.user_id, "people")
)
_EXCLUDED_ROLES = (
    select(excluded_roles.c.role_id)
    .where(excluded_roles.c.guild_id == bindparam("guild"))
    .order_by(excluded_roles.c.role_id)
)
_INCLUDE_ROLES = delete(excluded_roles).where(excluded_roles.c.guild_id == bindparam("guild"))
_INCLUDE_ALL = (
    update(members)
    .where(members.c.guild_id == bindparam("guild"), members.c.excluded)
    .values(excluded=False)
    .returning(members.c.user_id)
)
_ARE_EXCLUDED = select(members.c.user_id, members.c.excluded).where(
    members.c.guild_id == bindparam("guild"), any_of(members.c.user_id, "people")
)
_EXCLUDE = (
    update(members)
    .where(members.c.guild_id == bindparam("guild"), members.c.user_id == bindparam("who"))
    .values(excluded=bindparam("is_excluded"))
)
_owner = members.alias("owner")
_SHARE_SERVER = (
    select(members.c.guild_id)
    .join(_owner, _owner.c.guild_id == members.c.guild_id)
    .where(
        members.c.user_id == bindparam("viewer_id"),
        members.c.left_at.is_(None),
        _owner.c.user_id == bindparam("owner_id"),
        _owner.c.left_at.is_(None),
    )
    .limit(1)
)
_IS_IN_SERVER = select(members.c.guild_id).where(
    members.c.guild_id == bindparam("guild_id"),
    members.c.user_id == bindparam("user_id"),
    members.c.left_at.is_(None),
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


async def record_member(
    connection: AsyncConnection,
    guild_id: int,
    user_id: int,
    name: str,
    at: datetime,
    role_ids: Collection[int] | None = None,
) -> None:
    """Note that a member was seen in a server at `at` (aware UTC), as `name` (cut to 100 characters), with these roles.

    They count as being there again if they had left; whether they are hidden stays as it was, and so does whether they
    are excluded when nothing is known of their roles.
    """
    row = {"guild_id": guild_id, "user_id": user_id, "display_name": name, "hidden": False, "last_seen_at": at}
    await connection.execute(_TOUCH.on(connection), row)
    if role_ids is not None:
        await note_roles(connection, guild_id, {user_id: role_ids})


async def record_members(connection: AsyncConnection, requests: Sequence[RequestContext]) -> None:
    """Note that the members of some requests in servers were seen there, as `record_member` does of one."""
    rows = [
        {
            "guild_id": request.guild_id,
            "user_id": request.user_id,
            "display_name": request.name,
            "hidden": False,
            "last_seen_at": request.at,
        }
        for request in sorted(requests, key=attrgetter("user_id"))  # so that no two batches wait for each other
    ]
    if rows:
        await connection.execute(_TOUCH.on(connection), rows)
    roles: dict[int, dict[int, Collection[int]]] = {}
    for request in requests:
        if request.guild_id is not None and request.role_ids is not None:
            roles.setdefault(request.guild_id, {})[request.user_id] = request.role_ids
    for guild_id, roles_of in roles.items():
        await note_roles(connection, guild_id, roles_of)


async def excluded_roles_of(connection: AsyncConnection, guild_id: int) -> tuple[int, ...]:
    """Return the ids of the roles whose members are on none of a server's boards, in order."""
    return tuple((await connection.execute(_EXCLUDED_ROLES, {"guild": guild_id})).scalars())


async def exclude_roles(connection: AsyncConnection, guild_id: int, role_ids: Collection[int]) -> tuple[int, ...]:
    """Let the members of these roles, and of no others, be on none of a server's boards.

    Return the members who were not on them: all of them are again, until their roles are looked at the next time.
    """
    await connection.execute(_INCLUDE_ROLES, {"guild": guild_id})
    if role_ids:
        rows = [{"guild_id": guild_id, "role_id": role_id} for role_id in sorted(set(role_ids))]
        await connection.execute(insert(excluded_roles), rows)
    return tuple((await connection.execute(_INCLUDE_ALL, {"guild": guild_id})).scalars())


async def note_roles(
    connection: AsyncConnection, guild_id: int, roles_of: Mapping[int, Collection[int]]
) -> tuple[int, ...]:
    """Note which members of a server have an excluded role, by the ids of their roles; return whom that changed."""
    excluded = set(await excluded_roles_of(connection, guild_id))
    if not excluded:
        return ()  # when the last one was taken away, nobody was left excluded
    rows = await connection.execute(_ARE_EXCLUDED, {"guild": guild_id, "people": tuple(roles_of)})
    known = {row.user_id: row.excluded for row in rows}
    changed = {
        user_id: not known[user_id]
        for user_id in sorted(known)
        if known[user_id] is excluded.isdisjoint(roles_of[user_id])
    }
    if changed:
        changes = [{"guild": guild_id, "who": user_id, "is_excluded": is_now} for user_id, is_now in changed.items()]
        await connection.execute(_EXCLUDE, changes)
    return tuple(changed)


async def is_excluded(connection: AsyncConnection, guild_id: int, user_id: int) -> bool:
    """Return whether a role keeps a member off a server's boards."""
    rows = await connection.execute(_ARE_EXCLUDED, {"guild": guild_id, "people": (user_id,)})
    return any(row.excluded for row in rows)


async def rename_members(connection: AsyncConnection, guild_id: int, names: Mapping[int, str]) -> None:
    """Keep what members of a server are called now (cut to 100 characters); whoever is no member stays none."""
    rows = [{"guild": guild_id, "who": user_id, "name": name} for user_id, name in sorted(names.items())]
    if rows:
        await connection.execute(_RENAME, rows)


async def names_of(connection: AsyncConnection, guild_id: int, user_ids: Collection[int]) -> dict[int, str]:
    """Return what members of a server are called in its boards, by user id."""
    rows = await connection.execute(_NAMES, {"guild": guild_id, "people": tuple(user_ids)})
    return {row.user_id: row.display_name for row in rows}


async def share_server(connection: AsyncConnection, guild_id: int | None, viewer_id: int, owner_id: int) -> bool:
    """Tell whether two people share a server in which both have used the bot; the viewer uses it in `guild_id` now."""
    if guild_id is not None:
        here = await connection.execute(_IS_IN_SERVER, {"guild_id": guild_id, "user_id": owner_id})
        if here.first() is not None:
            return True
    return (await connection.execute(_SHARE_SERVER, {"viewer_id": viewer_id, "owner_id": owner_id})).first() is not None


async def mark_left(connection: AsyncConnection, guild_id: int, user_ids: Sequence[int], at: datetime) -> None:
    """Note that members left a server at `at` (aware UTC): its boards no longer show them; their progress stays."""
    if user_ids:
        await connection.execute(_LEAVE, [{"of_guild": guild_id, "who": user_id, "since": at} for user_id in user_ids])


async def home_guild(connection: AsyncConnection, user_id: int) -> int | None:
    """Return the server that somebody was last seen in and has not left: the one that direct messages go by."""
    rows = await connection.execute(_HOME, {"user_id": user_id})
    guild_id: int | None = rows.scalar()
    return guild_id


MAX_MEMBER_AGE = timedelta(hours=1)
"""How long a return may stay unseen here when another process noted the leave; one process serves a server."""


class MemberCache:
    """Notices members who are new here, back, or with another name or roles; boards rank only whom they know."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._known: TTLCache[tuple[int, int], tuple[str, frozenset[int]], datetime] = TTLCache(
            16_384, MAX_MEMBER_AGE, clock
        )

    def needs_upsert(self, request: RequestContext) -> bool:
        """Tell whether the member of `request` should be put on record: in a server, and not lately as they are now."""
        if request.guild_id is None:
            return False
        known = self._known.get((request.guild_id, request.user_id))
        return known is None or known != (request.name, known[1] if request.role_ids is None else request.role_ids)

    def mark_pending(self, request: RequestContext) -> None:
        """Remember that the member is being put on record, so that what comes meanwhile does not do it again."""
        if request.guild_id is not None:
            self._known[request.guild_id, request.user_id] = (request.name, request.role_ids or frozenset())

    def forget_user(self, user_id: int) -> None:
        """Forget somebody in every server."""
        for key in [key for key in self._known if key[1] == user_id]:
            self._known.pop(key, None)

    def forget_guild(self, guild_id: int) -> None:
        """Forget everybody in a server, so that their roles are looked at again."""
        for key in [key for key in self._known if key[0] == guild_id]:
            self._known.pop(key, None)

    def forget(self, guild_id: int | None, user_ids: Collection[int]) -> None:
        """Forget members who left, so that their return is noticed, or whom the database did not take."""
        if guild_id is not None:
            for user_id in user_ids:
                self._known.pop((guild_id, user_id), None)


MAX_NAME = 100
"""Characters that are kept of a member's name."""

SETTINGS = (
    guilds.c.zone.label("guild_zone"),
    guilds.c.first_weekday.label("guild_first_weekday"),
    guilds.c.roadmap_id.label("guild_roadmap_id"),
    guilds.c.created_at.label("guild_created_at"),
)
"""The columns that `settings_of` reads; all of them empty for a server that has no settings."""
_ONE: Select[Any] = select(*SETTINGS).where(guilds.c.guild_id == bindparam("guild_id"))
_SAVE = upsert(
    guilds,
    lambda new: {"zone": new.zone, "first_weekday": new.first_weekday, "roadmap_id": new.roadmap_id},
)


async def guild_settings(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    """Return a server's settings, the defaults when it has none."""
    row = (await connection.execute(_ONE, {"guild_id": guild_id})).first()
    return settings_of(guild_id, row) if row else GuildSettings(guild_id)


def settings_of(guild_id: int, row: Row[Any]) -> GuildSettings:
    """Read a server's settings from a row that has the columns of `SETTINGS`."""
    if row.guild_zone is None:
        return GuildSettings(guild_id)
    zone = zone_of(row.guild_zone)
    return GuildSettings(
        guild_id,
        zone,
        row.guild_first_weekday,
        row.guild_roadmap_id,
        row.guild_created_at,
        unknown_zone="" if zone.key == row.guild_zone else row.guild_zone,
    )


async def save(connection: AsyncConnection, settings: GuildSettings, at: datetime) -> None:
    """Keep a server's settings; `at` (aware UTC) is when, and becomes `created_at` if the server is new here."""
    await connection.execute(_SAVE.on(connection), _row(settings, at))


def _row(settings: GuildSettings, at: datetime) -> dict[str, object]:
    return {
        "guild_id": settings.guild_id,
        "zone": settings.unknown_zone or settings.zone.key,
        "first_weekday": settings.first_weekday,
        "roadmap_id": settings.roadmap_id,
        "created_at": at,
    }
