"""What the organisers of a server have set."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.guild import GuildSettings
from bot.store.tables import guilds
from bot.store.upsert import upsert

_ONE = select(guilds).where(guilds.c.guild_id == bindparam("guild_id"))
_SAVE = upsert(
    guilds,
    lambda new: {"zone": new.zone, "first_weekday": new.first_weekday, "roadmap_id": new.roadmap_id},
)


async def guild_settings(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    """Give a server's settings, the defaults when it has none."""
    found = (await connection.execute(_ONE, {"guild_id": guild_id})).first()
    if found is None:
        return GuildSettings(guild_id)
    return GuildSettings(guild_id, ZoneInfo(found.zone), found.first_weekday, found.roadmap_id, found.created_at)


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
