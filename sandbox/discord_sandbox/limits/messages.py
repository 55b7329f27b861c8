"""What Discord refuses in a message, sent to a channel or as the answer to an interaction."""

from discord_sandbox.limits.components import check_layout, check_rows
from discord_sandbox.limits.embeds import check_embeds
from discord_sandbox.limits.form_errors import FormErrors, refusal
from discord_sandbox.limits.mentions import ALLOWED_MENTIONS
from discord_sandbox.limits.polls import POLL
from discord_sandbox.limits.rules import Rule, boolean, choice, distinct, each, integer, snowflake, text
from discord_sandbox.limits.shapes import Body, Shape

MOST_CONTENT = 2000
MOST_ATTACHMENTS = 10

SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 7, 1 << 12
VOICE_MESSAGE, COMPONENTS_V2 = 1 << 13, 1 << 15
CHANNEL_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2
INTERACTION_FLAGS = CHANNEL_FLAGS | EPHEMERAL

LEGACY_FIELDS = ("content", "embeds", "poll", "sticker_ids")
FORWARD = 1


def nonce(value: object) -> FormErrors:
    """Ask for the mark that makes sending a message again harmless: a 64-bit number or a text of at most 25."""
    return text(25)(value) if isinstance(value, str) else integer(-(2**63), 2**63 - 1)(value)


ATTACHMENT = Shape(
    {"id": snowflake, "filename": text(1024, least=1), "description": text(1024), "title": text(1024)},
    needs=("id",),
)
REFERENCE = Shape(
    {
        "type": choice(0, FORWARD),
        "message_id": snowflake,
        "channel_id": snowflake,
        "guild_id": snowflake,
        "fail_if_not_exists": boolean,
    },
    needs=("message_id",),
)
FIELDS: dict[str, Rule] = {
    "content": text(MOST_CONTENT),
    "embeds": check_embeds,
    "allowed_mentions": ALLOWED_MENTIONS,
    "attachments": each(ATTACHMENT, MOST_ATTACHMENTS),
    "poll": POLL,
    "nonce": nonce,
    "enforce_nonce": boolean,
    "tts": boolean,
    "flags": integer(0, 2**31 - 1),
    "sticker_ids": distinct(snowflake, most=3),
    "message_reference": REFERENCE,
}
WITH_ROWS = Shape({**FIELDS, "components": check_rows})
WITH_LAYOUT = Shape({**FIELDS, "components": check_layout})


def check_message(body: Body, flags_allowed: int = INTERACTION_FLAGS) -> FormErrors:
    """Give what Discord refuses in the message `body` (the `data` of a callback, or a body of its own).

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
    """Tell whether nothing in the message could be seen, which Discord answers with code 50006 instead."""
    content = body.get("content")
    if isinstance(content, str) and content and not content.isspace():
        return False
    if any(body.get(name) for name in ("embeds", "components", "attachments", "sticker_ids", "poll")):
        return False
    reference = body.get("message_reference") or {}
    return bool(reference.get("type") != FORWARD)
