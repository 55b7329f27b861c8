"""The world as Discord writes it: channels, members, messages and servers as JSON."""

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import Permission
from discord_sandbox.snowflakes import instant_of
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.model import Channel, ChannelType, GuildMember, GuildState, Message, Overwrite

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
_SPOKEN: Json = {"bitrate": 64000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1}
_OF_TYPE: dict[ChannelType, Json] = {
    ChannelType.VOICE: _SPOKEN,
    ChannelType.STAGE: _SPOKEN,
    ChannelType.FORUM: {"available_tags": [], "default_reaction_emoji": None, "default_forum_layout": 0},
}


def channel_json(channel: Channel) -> Json:
    """Return Discord's channel object."""
    if channel.guild is None:
        return _dm_json(channel)
    return _thread_json(channel, channel.guild) if channel.is_thread else _guild_channel_json(channel, channel.guild)


def _base_json(channel: Channel) -> Json:
    return {
        "id": str(channel.id),
        "type": int(channel.type),
        "last_message_id": str(channel.last_message_id) if channel.last_message_id else None,
        "flags": 0,
    }


def _dm_json(channel: Channel) -> Json:
    recipients = [channel.recipient] if channel.recipient else []
    return {**_base_json(channel), "recipients": [user.to_json() for user in recipients]}


def _guild_channel_json(channel: Channel, guild: GuildState) -> Json:
    return {
        **_base_json(channel),
        "guild_id": str(guild.id),
        "name": channel.name,
        "position": channel.position,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "permission_overwrites": [_overwrite_json(overwrite) for overwrite in channel.overwrites.values()],
        **_OF_TYPE.get(channel.type, {}),
    }


def _thread_json(channel: Channel, guild: GuildState) -> Json:
    created = instant_of(channel.id).isoformat(timespec="microseconds")
    return {
        **_base_json(channel),
        "guild_id": str(guild.id),
        "name": channel.name,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "owner_id": str(channel.owner_id),
        "rate_limit_per_user": 0,
        "message_count": len(channel.history),
        "member_count": min(len(channel.thread_members), 50),
        "total_message_sent": len(channel.history),
        "thread_metadata": {
            "archived": channel.archived,
            "archive_timestamp": created,
            "auto_archive_duration": 1440,
            "locked": channel.locked,
            "create_timestamp": created,
        },
    }


def _overwrite_json(overwrite: Overwrite) -> Json:
    return {
        "id": str(overwrite.target_id),
        "type": 0 if overwrite.is_role else 1,
        "allow": str(int(overwrite.allow)),
        "deny": str(int(overwrite.deny)),
    }


def member_json(member: GuildMember, *, with_user: bool = True) -> Json:
    """Return Discord's member object; messages carry it without the user."""
    payload: Json = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "deaf": False,
        "flags": 0,
        "joined_at": member.joined_at.isoformat(timespec="microseconds"),
        "mute": False,
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role.id) for role in member.roles],
    }
    if with_user:
        payload["user"] = member.user.to_json()
    return payload


def message_json(message: Message, *, with_reference: bool = True) -> Json:
    """Return Discord's message object, without the guild that only the gateway adds."""
    payload: Json = {
        "id": str(message.id),
        "type": message.type,
        "channel_id": str(message.channel.id),
        "author": message.author.to_json(),
        "content": message.content,
        "timestamp": message.sent_at.isoformat(timespec="microseconds"),
        "edited_timestamp": message.edited_at.isoformat(timespec="microseconds") if message.edited_at else None,
        "tts": message.tts,
        "mention_everyone": message.mentions.everyone,
        "mentions": [user.to_json() for user in message.mentions.users],
        "mention_roles": [str(role_id) for role_id in message.mentions.role_ids],
        "attachments": message.attachments,
        "embeds": message.embeds,
        "components": message.components,
        "pinned": False,
        "flags": message.flags,
    }
    if message.interaction is not None:
        payload["interaction_metadata"] = message.interaction
        payload["webhook_id"] = str(message.application_id)
    if message.application_id is not None:
        payload["application_id"] = str(message.application_id)
    if message.replies_to is not None and with_reference:
        payload.update(_reference(message.replies_to))
    return payload


def _reference(original: Message) -> Json:
    # One level deep, as Discord does: of the message that the original replies to there is only the id.
    shown = message_json(original, with_reference=False) | _pointer(original.replies_to)
    return {**_pointer(original), "referenced_message": None if original.deleted else shown}


def _pointer(original: Message | None) -> Json:
    if original is None:
        return {}
    reference: Json = {"type": 0, "channel_id": str(original.channel.id), "message_id": str(original.id)}
    if original.channel.guild is not None:
        reference["guild_id"] = str(original.channel.guild.id)
    return {"message_reference": reference}


def sent_message_json(message: Message) -> Json:
    """Return the message as its sender gets it back: with the nonce, which no history keeps."""
    payload = message_json(message)
    if message.nonce is not None:
        payload["nonce"] = message.nonce
    return payload


def message_event_json(message: Message) -> Json:
    """Return the payload of MESSAGE_CREATE and MESSAGE_UPDATE: with the guild and the author's membership."""
    payload = sent_message_json(message)
    payload["channel_type"] = int(message.channel.type)
    guild = message.channel.guild
    if guild is not None:
        payload["guild_id"] = str(guild.id)
        member = guild.members.get(message.author.id)
        if member is not None:
            payload["member"] = member_json(member, with_user=False)
    return payload


def guild_json(guild: GuildState) -> Json:
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


def guild_create_json(guild: GuildState) -> Json:
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
        "members": [member_json(me)] if me else [],
        "channels": [channel_json(channel) for channel in channels if not channel.is_thread],
        "threads": [channel_json(channel) for channel in channels if is_open_thread(channel, me)],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def is_open_thread(channel: Channel, me: GuildMember | None) -> bool:
    """Return whether a channel is a thread that is not archived and that the bot sees."""
    return channel.is_thread and not channel.archived and Permission.VIEW_CHANNEL in permissions_in(me, channel)


def partial_guild_json(guild: GuildState) -> Json:
    """Return the part of a guild that comes with an interaction."""
    return {"id": str(guild.id), "locale": guild.preferred_locale, "features": []}
