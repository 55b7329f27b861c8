"""What Discord refuses in a set of application commands."""

from collections.abc import Iterator, Mapping, Sequence

from discord_sandbox.digits import whole_number
from discord_sandbox.limits.form_errors import FormErrors, at, merged, refusal
from discord_sandbox.limits.locales import localised
from discord_sandbox.limits.options import DESCRIPTION, check_options, name
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.validators import Validator, boolean, choice, distinct, text

CHAT_INPUT, USER, MESSAGE, ENTRY_POINT = 1, 2, 3, 4
MAX_OF_TYPE = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15, ENTRY_POINT: 1}
MAX_CHARACTERS = 8000
MAX_PERMISSIONS = 2**54 - 1


def permissions(value: object) -> FormErrors:
    """Ask for a set of permission bits, as digits in a text."""
    if whole_number(value, MAX_PERMISSIONS) is not None:
        return {}
    return refusal("BITFIELD_TYPE_CONVERT", f'Value "{value}" is not a bit set.')


ANY_NAME = text(32, least=1)
ANY_COMMAND: Mapping[str, Validator] = {
    "type": choice(*MAX_OF_TYPE),
    "default_member_permissions": permissions,
    "dm_permission": boolean,
    "nsfw": boolean,
    "contexts": distinct(choice(0, 1, 2), most=3, least=1),
    "integration_types": distinct(choice(0, 1), most=2, least=1),
}
SLASH = ObjectSchema(
    {
        **ANY_COMMAND,
        "name": name,
        "name_localizations": localised(name),
        "description": DESCRIPTION,
        "description_localizations": localised(DESCRIPTION),
        "options": check_options,
    },
    needs=("name", "description"),
)


def bare(body: Body) -> FormErrors:
    """Refuse options and a description on a command that is picked from a menu."""
    errors: FormErrors = {}
    for field in ("options", "description"):
        if body.get(field):
            message = "Context menu commands cannot have options or description"
            errors[field] = refusal("APPLICATION_COMMAND_CONTEXT_MENU_INVALID", message)
    return errors


MENU = ObjectSchema(
    {**ANY_COMMAND, "name": ANY_NAME, "name_localizations": localised(ANY_NAME)}, needs=("name",), fits=bare
)


def longest(body: Body, field: str) -> int:
    """Count the characters of the longest form of a name or description over its languages."""
    forms = (body.get(f"{field}_localizations") or {}).values()
    return max(len(body.get(field) or ""), *(len(form or "") for form in forms), 0)


def characters(body: Body) -> int:
    """Count the characters of a command that its limit counts: names, descriptions and values, all the way down."""
    counted = longest(body, "name") + longest(body, "description")
    for offered in body.get("choices") or ():
        counted += longest(offered, "name") + len(str(offered["value"]))
    return counted + sum(characters(option) for option in body.get("options") or ())


def check_command(body: object) -> FormErrors:
    """Return what Discord refuses in one command."""
    menu = isinstance(body, Mapping) and body.get("type") in (USER, MESSAGE)
    errors = (MENU if menu else SLASH)(body)
    if not errors and isinstance(body, Mapping) and characters(body) > MAX_CHARACTERS:
        return refusal("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MAX_CHARACTERS})")
    return errors


def over_the_count(commands: Sequence[Body]) -> Iterator[FormErrors]:
    """Refuse names that come twice in a type, and more commands of a type than there is room for."""
    seen: set[tuple[int, str]] = set()
    count = dict.fromkeys(MAX_OF_TYPE, 0)
    for place, command in enumerate(commands):
        kind = command.get("type") or CHAT_INPUT
        count[kind] += 1
        if (kind, command["name"]) in seen:
            message = "Application command names must be unique"
            yield at(place, errors=refusal("APPLICATION_COMMANDS_DUPLICATE_NAME", message))
        seen.add((kind, command["name"]))
    for kind, most in MAX_OF_TYPE.items():
        if count[kind] > most:
            message = f"Must be {most} or fewer commands of type {kind}."
            yield refusal("BASE_TYPE_MAX_LENGTH", message)


def check_commands(commands: Sequence[object]) -> FormErrors:
    """Return what Discord refuses in the commands that shall be an application's all, keyed by their places."""
    errors: FormErrors = {}
    well_shaped: list[Body] = []
    for place, body in enumerate(commands):
        if found := check_command(body):
            errors[str(place)] = found
        elif isinstance(body, Mapping):
            well_shaped.append(body)
    return errors or merged(*over_the_count(well_shaped))
