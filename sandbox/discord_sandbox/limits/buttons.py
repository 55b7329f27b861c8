"""What Discord refuses in buttons."""

from discord_sandbox.limits.emojis import EMOJI
from discord_sandbox.limits.form_errors import FormErrors, at, refusal, required
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.selects import CUSTOM_ID
from discord_sandbox.limits.urls import BUTTON_LINK
from discord_sandbox.limits.validators import boolean, choice, integer, snowflake, text

BUTTON = 2
LINK_STYLE, PREMIUM_STYLE = 5, 6


def target_of_style(body: Body) -> FormErrors:
    """Refuse a button that leads to nothing, or to something that its style does not lead to."""
    style = body["style"]
    wanted = {LINK_STYLE: "url", PREMIUM_STYLE: "sku_id"}.get(style, "custom_id")
    if body.get("custom_id") is not None and body.get("url") is not None:
        message = "A custom id and url cannot both be specified"
        return refusal("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    for target in ("custom_id", "url", "sku_id"):
        if target == wanted and body.get(target) is None:
            return at(target, errors=required())
        if target != wanted and body.get(target) is not None:
            message = f"A button of style {style} cannot have a {target}"
            return at(target, errors=refusal("BUTTON_COMPONENT_INVALID_FOR_STYLE", message))
    return face_of_style(body)


def face_of_style(body: Body) -> FormErrors:
    """Refuse a button without a face, and a premium button with one of its own."""
    faced = bool(body.get("label")) or body.get("emoji") is not None
    if body["style"] == PREMIUM_STYLE:
        message = "A premium button cannot have a label or an emoji"
        return refusal("BUTTON_COMPONENT_INVALID_FOR_STYLE", message) if faced else {}
    return {} if faced else at("label", errors=required())


BUTTONS = ObjectSchema(
    {
        "id": integer(0, 2**31 - 1),
        "style": choice(1, 2, 3, 4, LINK_STYLE, PREMIUM_STYLE),
        "label": text(80),
        "emoji": EMOJI,
        "custom_id": CUSTOM_ID,
        "url": BUTTON_LINK,
        "sku_id": snowflake,
        "disabled": boolean,
    },
    needs=("style",),
    fits=target_of_style,
)
