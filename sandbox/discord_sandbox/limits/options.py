"""What Discord refuses in the options of a slash command."""

import re
from collections.abc import Mapping, Sequence

from discord_sandbox.limits.choices import INTEGER, NUMBER, SAFE_INTEGER, STRING, VALUES, choices_of
from discord_sandbox.limits.form_errors import FormErrors, at, bad_length, refusal, too_large
from discord_sandbox.limits.locales import localised
from discord_sandbox.limits.schemas import Body, ObjectSchema, by_type
from discord_sandbox.limits.selects import CHANNEL_TYPES
from discord_sandbox.limits.validators import Validator, boolean, choice, distinct, each, integer, number, text

SUBCOMMAND, SUBCOMMAND_GROUP, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT = 1, 2, 5, 6, 7, 8, 9, 11
MAX_OPTIONS = 25
MAX_TYPED = 6000

# Letters and digits of any script with - _ '; Devanagari and Thai also write with marks that \w leaves out.
NAME_PATTERN = re.compile(r"[-_'\w\u0900-\u097F\u0E00-\u0E7F]+")


def name(value: object) -> FormErrors:
    """Ask for the name of a slash command or option: 1 to 32 letters, digits, - _ ', none of them upper case."""
    if not isinstance(value, str):
        return refusal("STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
    if not 1 <= len(value) <= 32:
        return bad_length(1, 32)
    if value != value.lower() or not NAME_PATTERN.fullmatch(value):
        return refusal("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    return {}


def in_order(body: Body) -> FormErrors:
    """Refuse limits of which the lower is above the upper, and autocomplete beside choices."""
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        lower, upper = body.get(least), body.get(most)
        if lower is not None and upper is not None and lower > upper:
            return at(least, errors=too_large(upper))
    if body.get("autocomplete") and body.get("choices"):
        message = "Autocomplete cannot be enabled for an option that has choices"
        return at("autocomplete", errors=refusal("APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message))
    return {}


def only_for(field: str, kinds: Sequence[int]) -> Validator:
    """Refuse `field` in options of other types than `kinds`."""

    def check(value: object) -> FormErrors:
        if not value:
            return {}
        message = f"{field} cannot be configured for this type of option, only for {tuple(kinds)}"
        return refusal(f"APPLICATION_COMMAND_{field.upper()}_INVALID", message)

    return check


def option_list(value: object, validator: Validator) -> FormErrors:
    """Return what is wrong with a list of options, each passed by `validator`: number, names, order and mixture."""
    errors = each(validator, MAX_OPTIONS)(value)
    return errors if errors or not isinstance(value, Sequence) else options_together(value)


def options_together(options: Sequence[Body]) -> FormErrors:
    """Refuse names used twice, required options behind others, and subcommands beside plain options."""
    names: set[str] = set()
    optional_seen = False
    nested = bool(options) and options[0]["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP}
    for place, option in enumerate(options):
        if option["name"] in names:
            duplicated = refusal("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
            return at(place, "name", errors=duplicated)
        names.add(option["name"])
        if nested != (option["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP}):
            message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
            return at(place, errors=refusal("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message))
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            return at(place, errors=refusal("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message))
        optional_seen = optional_seen or not option.get("required")
    return {}


DESCRIPTION = text(100, least=1)
NAMED: Mapping[str, Validator] = {
    "name": name,
    "name_localizations": localised(name),
    "description": DESCRIPTION,
    "description_localizations": localised(DESCRIPTION),
    "required": boolean,
}
NEEDS = ("name", "description")
CHOOSABLE = (STRING, INTEGER, NUMBER)
PLAIN: Mapping[str, Validator] = {
    **NAMED,
    "choices": only_for("choices", CHOOSABLE),
    "autocomplete": only_for("autocomplete", CHOOSABLE),
}


def typed(kind: int, **limits: Validator) -> ObjectSchema:
    """Return the shape of an option that is typed in, with choices or autocomplete and limits of its own."""
    fields = {**NAMED, "choices": choices_of(VALUES[kind]), "autocomplete": boolean, **limits}
    return ObjectSchema(fields, needs=NEEDS, fits=in_order)


WHOLE = integer(-SAFE_INTEGER, SAFE_INTEGER)
ANY_NUMBER = number(-SAFE_INTEGER, SAFE_INTEGER)
VALUE_OPTIONS: Mapping[int, Validator] = {
    STRING: typed(STRING, min_length=integer(0, MAX_TYPED), max_length=integer(1, MAX_TYPED)),
    INTEGER: typed(INTEGER, min_value=WHOLE, max_value=WHOLE),
    NUMBER: typed(NUMBER, min_value=ANY_NUMBER, max_value=ANY_NUMBER),
    CHANNEL: ObjectSchema(
        {**PLAIN, "channel_types": distinct(choice(*CHANNEL_TYPES), len(CHANNEL_TYPES))}, needs=NEEDS
    ),
    **{kind: ObjectSchema(PLAIN, needs=NEEDS) for kind in (BOOLEAN, USER, ROLE, MENTIONABLE, ATTACHMENT)},
}
IN_A_SUBCOMMAND = by_type(VALUE_OPTIONS)
SUBCOMMAND_SHAPE = ObjectSchema({**NAMED, "options": lambda value: option_list(value, IN_A_SUBCOMMAND)}, needs=NEEDS)
IN_A_GROUP = by_type({SUBCOMMAND: SUBCOMMAND_SHAPE})
GROUP_SHAPE = ObjectSchema({**NAMED, "options": lambda value: option_list(value, IN_A_GROUP)}, needs=NEEDS)
IN_A_COMMAND = by_type({SUBCOMMAND: SUBCOMMAND_SHAPE, SUBCOMMAND_GROUP: GROUP_SHAPE, **VALUE_OPTIONS})


def check_options(value: object) -> FormErrors:
    """Return what Discord refuses in the `options` of a slash command; groups nest one level deep."""
    return option_list(value, IN_A_COMMAND)
