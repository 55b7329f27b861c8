"""What the organisers of a server have set."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.guild import GuildSettings
from bot.store.sql import upsert, zone_of
from bot.store.tables import guilds

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
    found = (await connection.execute(_ONE, {"guild_id": guild_id})).first()
    return settings_of(guild_id, found) if found else GuildSettings(guild_id)


def settings_of(guild_id: int, row: Row[Any]) -> GuildSettings:
    """Read a server's settings from a row that has the columns of `SETTINGS`."""
    if row.guild_zone is None:
        return GuildSettings(guild_id)
    zone = zone_of(row.guild_zone)
    return GuildSettings(guild_id, zone, row.guild_first_weekday, row.guild_roadmap_id, row.guild_created_at)


async def save(connection: AsyncConnection, settings: GuildSettings, at: datetime) -> None:
    """Keep a server's settings; `at` (aware UTC) is when, and becomes `created_at` if the server is new here."""
    await connection.execute(_SAVE.on(connection), _row(settings, at))


def _row(settings: GuildSettings, at: datetime) -> dict[str, object]:
    return {
        "guild_id": settings.guild_id,
        "zone": settings.zone.key,
        "first_weekday": settings.first_weekday,
        "roadmap_id": settings.roadmap_id,
        "created_at": at,
    }
