"""Roles: named sets of permissions in a guild."""

from dataclasses import dataclass

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import NONE, Permission


@dataclass(slots=True)
class Role:
    """A role; the one with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: Permission = NONE
    position: int = 0
    mentionable: bool = False
    bot_id: int | None = None

    @property
    def mention(self) -> str:
        """The text that mentions this role."""
        return f"<@&{self.id}>"

    def to_json(self) -> Json:
        """Return Discord's role object."""
        payload: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.bot_id is not None,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            payload["tags"] = {"bot_id": str(self.bot_id)}
        return payload
