"""Who is studying: the ids that travel together."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import StudyError


@dataclass(frozen=True, slots=True)
class LearnerKey:
    """Somebody on a roadmap; progress belongs to this pair, wherever it was marked."""

    user_id: int
    roadmap_id: str


@dataclass(frozen=True, slots=True)
class GuildProfile:
    """What a server calls a member, and the ids of their roles there."""

    name: str
    role_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One thing that a learner asked for.

    `id` is the snowflake of the interaction or message it came with: unique, rising in time, the key that makes
    every write idempotent. `at` is aware UTC; `guild_id` is None in direct messages; `name` is the display name there;
    `can_manage_guild` tells whether they may manage that server (Discord's Manage Server), for what only organisers do.
    `roadmap_number` is that of the roadmap which the pressed button names; a command or words in chat name none, and
    mean the one studied there. `channel_id` is where it happened, `message_id` the message whose button was pressed or
    whose form was filled in, if Discord says so. `is_bot` is whether no person did it.
    `role_ids` are their roles in that server, None where Discord does not say.
    """

    id: int
    user_id: int
    name: str
    guild_id: int | None
    at: datetime
    can_manage_guild: bool = False
    roadmap_number: int | None = None
    channel_id: int | None = None
    message_id: int | None = None
    is_bot: bool = False
    role_ids: frozenset[int] | None = None


def require_manage_guild(request: RequestContext) -> int:
    """Return the server that `request` sets up; StudyError for whoever may not, and outside of a server."""
    if request.guild_id is None:
        raise StudyError("Posts go to a server: use this command in one.")
    if not request.can_manage_guild:
        raise StudyError(
            "Only organisers can do this: it needs the Manage Server permission. "
            "Ask one of them, or the server's owner."
        )
    return request.guild_id
