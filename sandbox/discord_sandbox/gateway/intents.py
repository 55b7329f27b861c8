"""Which events a session asked for, and what it may read in them."""

from enum import IntFlag

from discord_sandbox.json_codec import Json
from discord_sandbox.permissions import Permission
from discord_sandbox.world.access import permissions_in
from discord_sandbox.world.application import (
    GATEWAY_GUILD_MEMBERS_LIMITED,
    GATEWAY_MESSAGE_CONTENT_LIMITED,
    GATEWAY_PRESENCE_LIMITED,
)
from discord_sandbox.world.model import Event, Message


class Intent(IntFlag):
    """The intents that the sandbox has events for, and the privileged ones."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


KNOWN_BITS = (1 << 26) - 1
_PRIVILEGED = {
    Intent.GUILD_MEMBERS: GATEWAY_GUILD_MEMBERS_LIMITED,
    Intent.GUILD_PRESENCES: GATEWAY_PRESENCE_LIMITED,
    Intent.MESSAGE_CONTENT: GATEWAY_MESSAGE_CONTENT_LIMITED,
}
_MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"})
_MEMBERS = frozenset({"GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"})


def forbidden(intents: int, application_flags: int) -> bool:
    """Whether a privileged intent is asked for that is not switched on for the application."""
    return any(intents & intent and not application_flags & flag for intent, flag in _PRIVILEGED.items())


def needed(event: Event) -> Intent:
    """Return the intent that lets an event through."""
    if event.name in _MESSAGES:
        return Intent.DIRECT_MESSAGES if event.guild is None else Intent.GUILD_MESSAGES
    if event.name == "TYPING_START":
        return Intent.DIRECT_MESSAGE_TYPING if event.guild is None else Intent.GUILD_MESSAGE_TYPING
    return Intent.GUILD_MEMBERS if event.name in _MEMBERS else Intent.GUILDS


def reaches_bot(event: Event, bot_id: int) -> bool:
    """Whether Discord would let the bot know of an event at all."""
    if event.private_to not in (None, bot_id):
        return False
    if event.guild is None or event.name == "GUILD_DELETE":
        return True
    me = event.guild.me
    if me is None or not event.guild.available:
        return False
    if event.channel is None or not (event.message or event.channel.is_private_thread):
        return True
    return Permission.VIEW_CHANNEL in permissions_in(me, event.channel)


def may_read(message: Message, intents: int, bot_id: int) -> bool:
    """Whether the text of a message comes with it: by intent, in DMs, when it names the bot, and the bot's own."""
    return bool(
        intents & Intent.MESSAGE_CONTENT
        or message.channel.guild is None
        or message.author.id == bot_id
        or any(user.id == bot_id for user in message.mentions.users)
    )


def without_content(payload: Json) -> Json:
    """Return a message's payload as a bot without the intent for its content gets it."""
    return {**payload, "content": "", "embeds": [], "attachments": [], "components": []}
