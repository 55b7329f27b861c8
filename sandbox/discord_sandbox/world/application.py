"""The application that the bot belongs to."""

from dataclasses import dataclass

from discord_sandbox.json_codec import Json
from discord_sandbox.world.users import User

GATEWAY_PRESENCE_LIMITED = 1 << 13
GATEWAY_GUILD_MEMBERS_LIMITED = 1 << 15
GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19
PRIVILEGED = GATEWAY_PRESENCE_LIMITED | GATEWAY_GUILD_MEMBERS_LIMITED | GATEWAY_MESSAGE_CONTENT_LIMITED


@dataclass(slots=True)
class Application:
    """What the developer portal knows; `flags` say which privileged intents are switched on there."""

    id: int
    name: str
    owner: User
    bot: User
    flags: int = 0
    public_key: str = "0" * 64
    interactions_endpoint_url: str | None = None

    def to_json(self, *, guilds: int) -> Json:
        """Return Discord's application object, as the bot itself may read it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.bot.to_json(),
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": self.public_key,
            "flags": self.flags,
            "flags_new": str(self.flags),
            "redirect_uris": [],
            "interactions_endpoint_url": self.interactions_endpoint_url,
            "role_connections_verification_url": None,
            "owner": self.owner.to_json(),
            "approximate_guild_count": guilds,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
            "integration_types_config": {"0": {}, "1": {}},
        }
