"""Finding what a path names, and whether the bot may touch it."""

from discord_sandbox.errors import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_APPLICATION,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    ApiError,
)
from discord_sandbox.permissions import Permission
from discord_sandbox.rest.call import Call
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Channel, Message


def bot_may(channel: Channel) -> Permission:
    """Return what the bot may do in a channel."""
    return permissions_in(channel.guild.me if channel.guild else None, channel)


def visible_channel(call: Call) -> Channel:
    """Return the channel of the path; raises 10003, and 50001 when the bot may not see it."""
    channel = call.world.channels.get(call.id("channel_id"))
    if channel is None:
        raise ApiError(UNKNOWN_CHANNEL)
    if Permission.VIEW_CHANNEL not in bot_may(channel):
        raise ApiError(MISSING_ACCESS)
    return channel


def require(channel: Channel, permission: Permission) -> None:
    """Raise 50013 when the bot lacks a permission in the channel."""
    if permission not in bot_may(channel):
        raise ApiError(MISSING_PERMISSIONS)


def message_in(call: Call, channel: Channel) -> Message:
    """Return the message of the path; raises 10008. Private answers are not found in channels."""
    message = channel.history.get(call.id("message_id"))
    if message is None or message.private_to is not None:
        raise ApiError(UNKNOWN_MESSAGE)
    return message


def own_guild(call: Call) -> Guild:
    """Return the guild of the path; raises 10004, and 50001 when the bot is not in it."""
    guild = call.world.guilds.get(call.id("guild_id"))
    if guild is None:
        raise ApiError(UNKNOWN_GUILD)
    if guild.me is None:
        raise ApiError(MISSING_ACCESS)
    return guild


def own_application(call: Call) -> None:
    """Raise 10002 unless the path names the bot's own application."""
    if call.id("application_id") != call.world.application.id:
        raise ApiError(UNKNOWN_APPLICATION)
