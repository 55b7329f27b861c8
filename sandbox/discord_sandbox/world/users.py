"""Accounts: people and the bot."""

from dataclasses import dataclass

from discord_sandbox.json_codec import Json


@dataclass(slots=True)
class User:
    """An account; `name` is the unique handle, `display_name` what others read."""

    id: int
    name: str
    display_name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"

    def to_json(self) -> Json:
        """Return Discord's user object."""
        payload: Json = {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0000" if self.bot else "0",
            "global_name": None if self.bot else self.display_name,
            "avatar": None,
            "avatar_decoration_data": None,
            "collectibles": None,
            "primary_guild": None,
            "public_flags": 0,
            "flags": 0,
        }
        if self.bot:
            payload["bot"] = True
        return payload
