"""What Discord refuses in a message, sent to a channel or as the answer to an interaction."""

from discord_sandbox.limits.components import check_layout, check_rows
from discord_sandbox.limits.embeds import check_embeds
from discord_sandbox.limits.emojis import POLL_EMOJI
from discord_sandbox.limits.form_errors import FormErrors, refusal
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.validators import Validator, boolean, choice, distinct, each, integer, snowflake, text

MAX_CONTENT = 2000
MAX_ATTACHMENTS = 10

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 7, 1 << 12
VOICE_MESSAGE, COMPONENTS_V2 = 1 << 13, 1 << 15
CHANNEL_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2
INTERACTION_FLAGS = CHANNEL_FLAGS | EPHEMERAL

LEGACY_FIELDS = ("content", "embeds", "poll", "sticker_ids")
FORWARD = 1


def nonce(value: object) -> FormErrors:
    """Ask for the mark that makes sending a message again harmless: a 64-bit number or a text of at most 25."""
    return text(25)(value) if isinstance(value, str) else integer(-(2**63), 2**63 - 1)(value)


MAX_POLL_ANSWERS = 10
MAX_POLL_HOURS = 32 * 24

QUESTION = ObjectSchema({"text": text(300, least=1)}, needs=("text",))
ANSWER = ObjectSchema(
    {"poll_media": ObjectSchema({"text": text(55, least=1), "emoji": POLL_EMOJI}, needs=("text",))},
    needs=("poll_media",),
)
POLL = ObjectSchema(
    {
        "question": QUESTION,
        "answers": each(ANSWER, MAX_POLL_ANSWERS, least=1),
        "duration": integer(1, MAX_POLL_HOURS),
        "allow_multiselect": boolean,
        "layout_type": choice(1),
    },
    needs=("question", "answers"),
)

MAX_IDS = 100


def parse_excludes_ids(body: Body) -> FormErrors:
    """Refuse ids of a kind that `parse` already lets through as a whole."""
    for kind in ("users", "roles"):
        if body.get(kind) and kind in (body.get("parse") or ()):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            return refusal("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    return {}


ALLOWED_MENTIONS = ObjectSchema(
    {
        "parse": distinct(choice("roles", "users", "everyone"), most=3),
        "roles": distinct(snowflake, MAX_IDS),
        "users": distinct(snowflake, MAX_IDS),
        "replied_user": boolean,
    },
    fits=parse_excludes_ids,
)

ATTACHMENT = ObjectSchema(
    {"id": snowflake, "filename": text(1024, least=1), "description": text(1024), "title": text(1024)},
    needs=("id",),
)
REFERENCE = ObjectSchema(
    {
        "type": choice(0, FORWARD),
        "message_id": snowflake,
        "channel_id": snowflake,
        "guild_id": snowflake,
        "fail_if_not_exists": boolean,
    },
    needs=("message_id",),
)
FIELDS: dict[str, Validator] = {
    "content": text(MAX_CONTENT),
    "embeds": check_embeds,
    "allowed_mentions": ALLOWED_MENTIONS,
    "attachments": each(ATTACHMENT, MAX_ATTACHMENTS),
    "poll": POLL,
    "nonce": nonce,
    "enforce_nonce": boolean,
    "tts": boolean,
    "flags": integer(0, 2**31 - 1),
    "sticker_ids": distinct(snowflake, most=3),
    "message_reference": REFERENCE,
}
WITH_ROWS = ObjectSchema({**FIELDS, "components": check_rows})
WITH_LAYOUT = ObjectSchema({**FIELDS, "components": check_layout})


def check_message(body: Body, flags_allowed: int = INTERACTION_FLAGS) -> FormErrors:
    """Return what Discord refuses in the message `body` (the `data` of a callback, or a body of its own).

    An edit is checked as the message that it would leave, since the flag for Components V2 stays with a message.
    `flags_allowed` is CHANNEL_FLAGS where only an interaction could make a message private.
    """
    flags = body.get("flags") or 0
    made_of_components = isinstance(flags, int) and flags & COMPONENTS_V2
    if made_of_components:
        return WITH_LAYOUT(body) or no_legacy_fields(body) or check_flags(flags, flags_allowed)
    return WITH_ROWS(body) or check_flags(flags, flags_allowed)


def check_flags(flags: int, allowed: int) -> FormErrors:
    """Refuse a flag that a sender may not set."""
    if flags & ~allowed:
        return {"flags": refusal("MESSAGE_FLAGS_INVALID", f"Only the flags in {allowed} can be set here")}
    return {}


def no_legacy_fields(body: Body) -> FormErrors:
    """Refuse text, embeds, polls and stickers beside Components V2."""
    errors: FormErrors = {}
    for name in LEGACY_FIELDS:
        if body.get(name):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors[name] = refusal("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    return errors


def is_empty_message(body: Body) -> bool:
    """Return whether nothing in the message could be seen, which Discord answers with code 50006 instead."""
    content = body.get("content")
    if isinstance(content, str) and content and not content.isspace():
        return False
    if any(body.get(name) for name in ("embeds", "components", "attachments", "sticker_ids", "poll")):
        return False
    reference = body.get("message_reference") or {}
    return bool(reference.get("type") != FORWARD)
