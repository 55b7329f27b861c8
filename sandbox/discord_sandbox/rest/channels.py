"""/channels: a channel, the sign that the bot is typing there, and its messages."""

from collections.abc import Iterable
from itertools import islice

from discord_sandbox.errors import (
    CANNOT_DM_USER,
    CANNOT_READ_REPLIED,
    MISSING_PERMISSIONS,
    NO_MUTUAL_GUILD,
    NOT_A_TEXT_CHANNEL,
    NOT_IN_A_DM,
    NOT_THE_AUTHOR,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    UNKNOWN_MESSAGE,
    UNSUPPORTED,
    ApiError,
    invalid_field,
)
from discord_sandbox.gateway.intents import Intent, may_read, without_content
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import CHANNEL_FLAGS
from discord_sandbox.permissions import Permission
from discord_sandbox.rest.call import Call, snowflake
from discord_sandbox.rest.guards import bot_may, message_in, require, visible_channel
from discord_sandbox.rest.message_builder import check_edit, check_new, edit_message, new_message
from discord_sandbox.rest.routes import Routes
from discord_sandbox.world.application import GATEWAY_MESSAGE_CONTENT_LIMITED
from discord_sandbox.world.model import REPLY, WITHOUT_MESSAGES, Channel, Event, Message
from discord_sandbox.world.payloads import channel_json, message_json, sent_message_json

routes = Routes()
_CHANNEL = "/channels/{channel_id}/messages"
_MESSAGE = _CHANNEL + "/{message_id}"
_DEFAULT_LIMIT, _MAX_LIMIT = 50, 100
_FORWARD = 1


@routes.get("/channels/{channel_id}")
def get_channel(call: Call) -> Json:
    """Return a channel or thread."""
    return channel_json(visible_channel(call))


@routes.post("/channels/{channel_id}/typing")
def trigger_typing(call: Call) -> None:
    """Show that the bot is typing."""
    channel = visible_channel(call)
    require(channel, Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES)
    payload: Json = {
        "channel_id": str(channel.id),
        "user_id": str(call.world.bot.id),
        "timestamp": int(call.world.clock.now().timestamp()),
    }
    if channel.guild is not None:
        payload["guild_id"] = str(channel.guild.id)
    call.world.events.publish(Event("TYPING_START", lambda: payload, guild=channel.guild, channel=channel))


@routes.get(_CHANNEL)
def list_messages(call: Call) -> list[Json]:
    """Return a channel's messages, newest first; none without the permission to read its history."""
    channel = visible_channel(call)
    limit = call.limit(_DEFAULT_LIMIT, _MAX_LIMIT)
    if Permission.READ_MESSAGE_HISTORY not in bot_may(channel):
        return []
    public = [message for message in channel.history.values() if message.private_to is None]
    return [_readable(call, message) for message in _page(call, public, limit)]


@routes.get(_MESSAGE)
def get_message(call: Call) -> Json:
    """Return one message."""
    channel = visible_channel(call)
    require(channel, Permission.READ_MESSAGE_HISTORY)
    return _readable(call, message_in(call, channel))


@routes.post(_CHANNEL)
def create_message(call: Call) -> Json:
    """Send a message. With `enforce_nonce`, a nonce of the past few minutes gives the message that it was sent with."""
    channel = visible_channel(call)
    body = call.form()
    _may_send(call, channel)
    check_new(call, body, CHANNEL_FLAGS)
    if body.get("enforce_nonce") and body.get("nonce") is not None:
        known = call.world.nonces.find(call.world.bot.id, body["nonce"], call.world.clock.now())
        if known is not None and known.deleted:
            raise ApiError(UNKNOWN_MESSAGE)
        if known is not None:
            return sent_message_json(known)
    may = bot_may(channel)
    _embeds_allowed(call, body, may)
    message = new_message(call, channel, body, private_to=None)
    message.application_id = None
    _reply_to(message, channel, body, may)
    channel.archived = False
    return sent_message_json(call.world.post(message))


@routes.patch(_MESSAGE)
def edit(call: Call) -> Json:
    """Edit one of the bot's own messages."""
    channel = visible_channel(call)
    message = message_in(call, channel)
    if message.author is not call.world.bot:
        raise ApiError(NOT_THE_AUTHOR)
    if channel.archived:
        raise ApiError(THREAD_ARCHIVED)
    body = call.form()
    may = bot_may(channel)
    if Permission.EMBED_LINKS not in may:
        body = {**body, "embeds": []} if body.get("embeds") else body
    check_edit(call, message, body)
    edit_message(call, message, body)
    return message_json(call.world.edited(message))


@routes.delete(_MESSAGE)
def delete_message(call: Call) -> None:
    """Delete a message: the bot's own, or with the permission anybody's."""
    channel = visible_channel(call)
    message = message_in(call, channel)
    if message.author is not call.world.bot:
        if channel.guild is None:
            raise ApiError(NOT_IN_A_DM)
        require(channel, Permission.MANAGE_MESSAGES)
    call.world.delete(message)


def _readable(call: Call, message: Message) -> Json:
    world = call.world
    intents = Intent.MESSAGE_CONTENT if world.application.flags & GATEWAY_MESSAGE_CONTENT_LIMITED else Intent(0)
    payload = message_json(message)
    return payload if may_read(message, intents, world.bot.id) else without_content(payload)


def _page(call: Call, messages: list[Message], limit: int) -> Iterable[Message]:
    before, after, around = call.asked_id("before"), call.asked_id("after"), call.asked_id("around")
    if around is not None:
        older = [message for message in messages if message.id <= around][-(limit // 2 + 1) :]
        newer = [message for message in messages if message.id > around][: limit - len(older)]
        return reversed([*older, *newer])
    if after is not None:
        return reversed(list(islice((message for message in messages if message.id > after), limit)))
    return islice((message for message in reversed(messages) if before is None or message.id < before), limit)


def _may_send(call: Call, channel: Channel) -> None:
    if channel.type in WITHOUT_MESSAGES:
        raise ApiError(NOT_A_TEXT_CHANNEL)
    if channel.recipient is not None:
        _may_dm(call, channel)
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    require(channel, needed)
    if channel.locked and Permission.MANAGE_THREADS not in bot_may(channel):
        raise ApiError(THREAD_ARCHIVED if channel.archived else THREAD_LOCKED)
    if call.files:
        require(channel, Permission.ATTACH_FILES)


def _may_dm(call: Call, channel: Channel) -> None:
    recipient = channel.recipient
    if recipient is None or not recipient.accepts_dms:
        raise ApiError(CANNOT_DM_USER)
    guilds = call.world.guilds.values()
    if not any(guild.me is not None and recipient.id in guild.members for guild in guilds):
        raise ApiError(NO_MUTUAL_GUILD)


def _embeds_allowed(call: Call, body: Json, may: Permission) -> None:
    # Discord refuses a message of embeds alone, and drops the embeds of one that has more (discord-api-docs#2601).
    if not body.get("embeds") or Permission.EMBED_LINKS in may:
        return
    if not (body.get("content") or body.get("components") or call.files):
        raise ApiError(MISSING_PERMISSIONS)
    body["embeds"] = []


def _reply_to(message: Message, channel: Channel, body: Json, may: Permission) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    if reference.get("type") == _FORWARD:
        raise ApiError(UNSUPPORTED)
    if Permission.READ_MESSAGE_HISTORY not in may:
        raise ApiError(CANNOT_READ_REPLIED)
    original = channel.history.get(snowflake(reference.get("message_id"), "message_reference.message_id"))
    if original is None and reference.get("fail_if_not_exists", True):
        raise invalid_field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if original is None:
        return
    message.type, message.replies_to = REPLY, original
    if (body.get("allowed_mentions") or {}).get("replied_user", body.get("allowed_mentions") is None):
        message.mentions = message.mentions.also(original.author)
