"""The kinds of value that a form can ask for; each validator takes a value and returns what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from discord_sandbox.digits import whole_number
from discord_sandbox.limits.form_errors import (
    FormErrors,
    bad_length,
    one_of,
    refusal,
    required,
    too_large,
    too_small,
)

Validator: TypeAlias = Callable[[object], FormErrors]
Fields: TypeAlias = Mapping[str, Validator]

MAX_SNOWFLAKE = 2**64 - 1


def text(most: int, least: int = 0) -> Validator:
    """Ask for a text of `least` to `most` characters."""

    def check(value: object) -> FormErrors:
        if not isinstance(value, str):
            return refusal("STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
        return {} if least <= len(value) <= most else bad_length(least, most)

    return check


def trimmed_text(most: int) -> Validator:
    """Ask for a text of at most `most` characters; blanks around it do not count."""
    plain = text(most)

    def check(value: object) -> FormErrors:
        if isinstance(value, str) and len(value) > most:
            return plain(value.strip())
        return plain(value)

    return check


def visible_text(most: int) -> Validator:
    """Ask for a text of at most `most` characters that is more than blanks."""
    trimmed = trimmed_text(most)

    def check(value: object) -> FormErrors:
        if isinstance(value, str) and (not value or value.isspace()):
            return required()
        return trimmed(value)

    return check


def integer(least: int, most: int) -> Validator:
    """Ask for a whole number from `least` to `most`; 24.0 is one, as JSON has it."""

    def check(value: object) -> FormErrors:
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if not isinstance(value, (int, float)) or not whole or isinstance(value, bool):
            return refusal("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        if value > most:
            return too_large(most)
        return {} if value >= least else too_small(least)

    return check


def number(least: float, most: float) -> Validator:
    """Ask for a number, whole or not, from `least` to `most`."""

    def check(value: object) -> FormErrors:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return refusal("NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')
        if value > most:
            return too_large(most)
        return {} if value >= least else too_small(least)

    return check


def boolean(value: object) -> FormErrors:
    """Ask for true or false."""
    return {} if isinstance(value, bool) else refusal("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def snowflake(value: object) -> FormErrors:
    """Ask for an id: a whole number of 64 bits, as digits in a text or as a number."""
    if whole_number(value, MAX_SNOWFLAKE) is not None:
        return {}
    return refusal("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def choice(*values: object) -> Validator:
    """Ask for one of `values`."""

    def check(value: object) -> FormErrors:
        return {} if value in values and not isinstance(value, bool) else one_of(values)

    return check


def each(validator: Validator, most: int, least: int = 0) -> Validator:
    """Ask for a list of `least` to `most` values that each pass `validator`."""

    def check(value: object) -> FormErrors:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return refusal("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        if not least <= len(value) <= most:
            return bad_length(least, most)
        errors: FormErrors = {}
        for place, element in enumerate(value):
            if found := validator(element):
                errors[str(place)] = found
        return errors

    return check


def distinct(validator: Validator, most: int, least: int = 0) -> Validator:
    """Ask for a list like `each` does, in which no value comes twice."""
    plain = each(validator, most, least)

    def check(value: object) -> FormErrors:
        errors = plain(value)
        if not errors and isinstance(value, Sequence) and len(set(value)) < len(value):
            return refusal("SET_TYPE_ALREADY_CONTAINS_VALUE", "The Set already contains this value")
        return errors

    return check
