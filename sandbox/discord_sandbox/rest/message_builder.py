"""From the body of a request to a message: what it holds, checked as Discord checks it."""

from discord_sandbox.errors import EMPTY_MESSAGE, UNSUPPORTED, ApiError
from discord_sandbox.json_codec import Json
from discord_sandbox.limits import INTERACTION_FLAGS, FormErrors, check_message, is_empty_message
from discord_sandbox.rest.attachments import attachments_of, missing_files
from discord_sandbox.rest.call import Call
from discord_sandbox.rest.guards import bot_may
from discord_sandbox.rest.normalization import stored_components, stored_embeds, text_of
from discord_sandbox.world.mentions import mentions_in
from discord_sandbox.world.model import NOBODY, Channel, Mentions, Message, MessageFlag

_UNSUPPORTED = ("poll", "sticker_ids")
# What an edit may switch on or off.
_EDITABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2


def check_new(call: Call, body: Json, flags_allowed: int, under: str | None = None) -> None:
    """Raise 50035 or 50006 when Discord would refuse the new message `body`; `under` names where it was nested."""
    if not call.backend.strict:
        return
    _refuse(call, check_message(body, flags_allowed) or missing_files(call, body, []), under)
    if is_empty_message(body) and not call.files:
        raise ApiError(EMPTY_MESSAGE)
    if any(body.get(name) for name in _UNSUPPORTED):
        raise ApiError(UNSUPPORTED)


def new_message(call: Call, channel: Channel, body: Json, private_to: int | None) -> Message:
    """Make the bot's message that `body` asks for; the caller posts it."""
    world = call.world
    attachments = attachments_of(call, channel, body, [], private=private_to is not None)
    files = _by_name(attachments)
    components = stored_components(body.get("components") or [], files, world.snowflakes)
    content = str(body.get("content") or "").strip()
    return Message(
        id=world.snowflakes.next(),
        channel=channel,
        author=world.bot,
        content=content,
        embeds=stored_embeds(body.get("embeds") or [], files),
        components=components,
        attachments=attachments,
        flags=int(body.get("flags") or 0),
        tts=bool(body.get("tts")),
        mentions=_mentions(call, channel, text_of(content, components), body),
        nonce=body.get("nonce"),
        private_to=private_to,
        application_id=world.application.id,
    )


def check_edit(call: Call, message: Message, body: Json, under: str | None = None) -> None:
    """Raise 50035 or 50006 when Discord would refuse the message that an edit leaves behind."""
    if not call.backend.strict:
        return
    flags = body.get("flags") or 0
    of_layout = message.flags & MessageFlag.COMPONENTS_V2
    left: Json = {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        **{name: value for name, value in body.items() if name in {"content", "embeds", "components"}},
        "flags": of_layout | flags if isinstance(flags, int) else flags,
        "allowed_mentions": body.get("allowed_mentions"),
        "attachments": body.get("attachments"),
    }
    _refuse(call, check_message(left, INTERACTION_FLAGS) or missing_files(call, body, message.attachments), under)
    attached = call.files or (message.attachments if body.get("attachments") is None else body["attachments"])
    if is_empty_message(left) and not attached:
        raise ApiError(EMPTY_MESSAGE)


def edit_message(call: Call, message: Message, body: Json) -> None:
    """Change a message to what `body` asks for; what it does not name stays. The caller tells of it."""
    private = message.private_to is not None
    message.attachments = attachments_of(call, message.channel, body, message.attachments, private=private)
    files = _by_name(message.attachments)
    if "content" in body:
        message.content = str(body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = stored_embeds(body["embeds"] or [], files)
    if "components" in body:
        message.components = stored_components(body["components"] or [], files, call.world.snowflakes)
    if body.get("flags") is not None:
        set_now = int(body["flags"]) & _EDITABLE
        # The flag for Components V2 cannot be taken off again.
        message.flags = message.flags & ~MessageFlag.SUPPRESS_EMBEDS | set_now
    message.mentions = _mentions(call, message.channel, text_of(message.content, message.components), body)


def _mentions(call: Call, channel: Channel, text: str, body: Json) -> Mentions:
    if "@" not in text:
        return NOBODY
    return mentions_in(text, body.get("allowed_mentions"), channel, bot_may(channel), call.world.users)


def _by_name(attachments: list[Json]) -> dict[str, str]:
    return {attachment["filename"]: attachment["url"] for attachment in attachments}


def _refuse(call: Call, errors: FormErrors, under: str | None) -> None:
    call.refuse({under: errors} if errors and under else errors)
