"""A Discord server (guild) as its organisers set it up."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server's boards and posts go by; the defaults hold until an organiser says otherwise.

    `first_weekday` is 0 for Monday to 6 for Sunday; `roadmap_id` is None for the roadmap that the bot brings;
    `created_at` (aware UTC) is when the server was first seen, None when it never was. `unknown_zone` is the zone that
    was chosen and that this machine does not know, for which UTC stands in.
    """

    guild_id: int
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    first_weekday: int = 0
    roadmap_id: str | None = None
    created_at: datetime | None = None
    unknown_zone: str = ""
