"""What Discord refuses in the choices of a command's option, given in advance or while somebody types."""

from discord_sandbox.limits.form_errors import FormErrors
from discord_sandbox.limits.locales import localised
from discord_sandbox.limits.schemas import Body, ObjectSchema
from discord_sandbox.limits.validators import Validator, each, integer, number, text

STRING, INTEGER, NUMBER = 3, 4, 10
MAX_CHOICES = 25
SAFE_INTEGER = 2**53

NAME = text(100, least=1)
VALUES: dict[int, Validator] = {
    STRING: text(100),
    INTEGER: integer(-SAFE_INTEGER, SAFE_INTEGER),
    NUMBER: number(-SAFE_INTEGER, SAFE_INTEGER),
}


def choices_of(value: Validator) -> Validator:
    """Ask for at most 25 choices whose values pass the validator `value`."""
    shape = ObjectSchema({"name": NAME, "name_localizations": localised(NAME), "value": value}, needs=("name", "value"))
    return each(shape, MAX_CHOICES)


def any_value(value: object) -> FormErrors:
    """Ask for a value of any kind of option: the body of an autocomplete does not say which it is for."""
    return VALUES[STRING](value) if isinstance(value, str) else VALUES[NUMBER](value)


AUTOCOMPLETE = ObjectSchema({"choices": choices_of(any_value)})


def check_autocomplete(data: Body) -> FormErrors:
    """Return what Discord refuses in the `data` of an autocomplete's answer (callback of type 8)."""
    return AUTOCOMPLETE(data)
