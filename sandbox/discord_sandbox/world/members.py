"""Membership: a user in a guild, with roles and what they allow."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import ALL, Permission
from discord_sandbox.world.roles import Role
from discord_sandbox.world.users import User

if TYPE_CHECKING:
    from discord_sandbox.world.guilds import Guild


@dataclass(slots=True)
class GuildMember:
    """A user's membership of one guild; `joined_at` is aware UTC."""

    user: User
    guild: "Guild"
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None

    @property
    def display_name(self) -> str:
        """The name that others read here."""
        return self.nick or self.user.display_name

    @property
    def permissions(self) -> Permission:
        """What the roles allow in the guild as a whole."""
        if self.user.id == self.guild.owner_id:
            return ALL
        allowed = self.guild.everyone.permissions
        for role in self.roles:
            allowed |= role.permissions
        return ALL if Permission.ADMINISTRATOR in allowed else allowed

    def to_json(self, *, with_user: bool = True) -> Json:
        """Return Discord's member object; messages carry it without the user."""
        payload: Json = {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "deaf": False,
            "flags": 0,
            "joined_at": self.joined_at.isoformat(timespec="microseconds"),
            "mute": False,
            "nick": self.nick,
            "pending": False,
            "premium_since": None,
            "roles": [str(role.id) for role in self.roles],
        }
        if with_user:
            payload["user"] = self.user.to_json()
        return payload
