"""What Discord refuses in the selects of messages and modals."""

from collections.abc import Mapping

from discord_sandbox.limits.emojis import EMOJI
from discord_sandbox.limits.form_errors import FormErrors, at, bad_length, refusal, too_large
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.validators import Validator, boolean, choice, distinct, each, integer, snowflake, text

STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 3, 5, 6, 7, 8
MAX_OPTIONS = 25
CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)

CUSTOM_ID = text(100, least=1)


def values_in_order(body: Body) -> FormErrors:
    """Refuse a select that asks for more values at least than at most."""
    most = body.get("max_values")
    if (body.get("min_values") or 0) > (1 if most is None else most):
        return at("min_values", errors=too_large(1 if most is None else most))
    return {}


def distinct_values(body: Body) -> FormErrors:
    """Refuse options with the same value."""
    seen: set[str] = set()
    for place, option in enumerate(body["options"]):
        if option["value"] in seen:
            message = "The specified option value is already used"
            return at("options", place, errors=refusal("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message))
        seen.add(option["value"])
    return {}


def options_fit(body: Body) -> FormErrors:
    """Refuse options with the same value, and more values or defaults than there are options for."""
    if errors := distinct_values(body):
        return errors
    most, count = body.get("max_values"), len(body["options"])
    if most is not None and most > count:
        return at("max_values", errors=too_large(count))
    if (body.get("min_values") or 0) > count:
        return at("options", errors=bad_length(body["min_values"], MAX_OPTIONS))
    chosen = sum(bool(option.get("default")) for option in body["options"])
    return values_in_order(body) or too_many_defaults(body, "options", chosen)


def picks_fit(body: Body) -> FormErrors:
    """Refuse more values chosen in advance than can be chosen."""
    return values_in_order(body) or too_many_defaults(body, "default_values", len(body.get("default_values") or ()))


def too_many_defaults(body: Body, field: str, chosen: int) -> FormErrors:
    """Refuse `field` when it chooses more values than the select takes."""
    most = body.get("max_values")
    if chosen > (1 if most is None else most):
        message = "More default values than can be selected"
        return at(field, errors=refusal("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", message))
    return {}


OPTION = ObjectSchema(
    {
        "label": text(100, least=1),
        "value": text(100, least=1),
        "description": text(100),
        "emoji": EMOJI,
        "default": boolean,
    },
    needs=("label", "value"),
)
ANY_SELECT: Mapping[str, Validator] = {
    "id": integer(0, 2**31 - 1),
    "custom_id": CUSTOM_ID,
    "placeholder": text(150),
    "min_values": integer(0, MAX_OPTIONS),
    "max_values": integer(1, MAX_OPTIONS),
    "disabled": boolean,
    "required": boolean,
}


def picker(*kinds: str, **fields: Validator) -> ObjectSchema:
    """Return the shape of a select that offers what the server has of `kinds`."""
    default_value = ObjectSchema({"id": snowflake, "type": choice(*kinds)}, needs=("id", "type"))
    known = {**ANY_SELECT, "default_values": each(default_value, MAX_OPTIONS), **fields}
    return ObjectSchema(known, needs=("custom_id",), fits=picks_fit)


SELECTS: Mapping[int, ObjectSchema] = {
    STRING_SELECT: ObjectSchema(
        {**ANY_SELECT, "options": each(OPTION, MAX_OPTIONS, least=1)},
        needs=("custom_id", "options"),
        fits=options_fit,
    ),
    USER_SELECT: picker("user"),
    ROLE_SELECT: picker("role"),
    MENTIONABLE_SELECT: picker("user", "role"),
    CHANNEL_SELECT: picker("channel", channel_types=distinct(choice(*CHANNEL_TYPES), len(CHANNEL_TYPES))),
}
