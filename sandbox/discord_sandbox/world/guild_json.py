"""Guilds as Discord writes them: in full, as a bot gets them on connecting, and in part."""

from typing import TYPE_CHECKING

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import Permission
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.channels import Channel
from discord_sandbox.world.members import GuildMember

if TYPE_CHECKING:
    from discord_sandbox.world.guilds import Guild

_UNSET = (
    *("icon", "home_header", "description", "splash", "discovery_splash", "banner", "application_id"),
    *("afk_channel_id", "system_channel_id", "widget_channel_id", "rules_channel_id", "safety_alerts_channel_id"),
    *("public_updates_channel_id", "max_presences", "vanity_url_code", "incidents_data"),
)
_DEFAULTS: Json = {
    **dict.fromkeys(_UNSET),
    "region": "deprecated",
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "verification_level": 0,
    "default_message_notifications": 1,
    "mfa_level": 0,
    "explicit_content_filter": 0,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "nsfw": False,
    "nsfw_level": 0,
    "emojis": [],
    "stickers": [],
}


def guild_json(guild: "Guild") -> Json:
    """Return Discord's guild object."""
    return {
        **_DEFAULTS,
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "features": [],
        "preferred_locale": guild.preferred_locale,
        "roles": [role.to_json() for role in guild.roles.values()],
    }


def guild_create_json(guild: "Guild") -> Json:
    """Return the payload of GUILD_CREATE; without the privileged intents it names no member but the bot."""
    me = guild.me
    joined_at = me.joined_at.isoformat(timespec="microseconds") if me else None
    channels = guild.channels.values()
    return {
        **guild_json(guild),
        "joined_at": joined_at,
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [me.to_json()] if me else [],
        "channels": [channel.to_json() for channel in channels if not channel.is_thread],
        "threads": [channel.to_json() for channel in channels if is_open_thread(channel, me)],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def is_open_thread(channel: Channel, me: GuildMember | None) -> bool:
    """Return whether a channel is a thread that is not archived and that the bot sees."""
    return channel.is_thread and not channel.archived and Permission.VIEW_CHANNEL in permissions_in(me, channel)


def partial_guild_json(guild: "Guild") -> Json:
    """Return the part of a guild that comes with an interaction."""
    return {"id": str(guild.id), "locale": guild.preferred_locale, "features": []}
