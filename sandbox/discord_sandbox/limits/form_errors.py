"""Discord's way of saying what is wrong with a form: errors nested like the body that was sent (code 50035).

Codes and words are Discord's where they are publicly known; the others follow its pattern. Rely on the place.
"""

from typing import TypeAlias, TypedDict


class FormError(TypedDict):
    """One thing that is wrong in one place."""

    code: str
    message: str


FormErrors: TypeAlias = "dict[str, FormErrors | list[FormError]]"
"""What is wrong, keyed like the body: `{"embeds": {"0": {"title": {"_errors": [...]}}}}`; empty when all is fine."""


def refusal(code: str, message: str) -> FormErrors:
    """Return the errors of one place that is refused for one reason."""
    return {"_errors": [FormError(code=code, message=message)]}


def required() -> FormErrors:
    """Refuse a place where something must be."""
    return refusal("BASE_TYPE_REQUIRED", "This field is required")


def bad_length(least: int, most: int) -> FormErrors:
    """Refuse a text or list that is not `least` to `most` long."""
    if least == 0:
        return refusal("BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    return refusal("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def too_large(most: int | float) -> FormErrors:
    """Refuse a number over `most`."""
    return refusal("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")


def too_small(least: int | float) -> FormErrors:
    """Refuse a number under `least`."""
    return refusal("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")


def one_of(values: tuple[object, ...]) -> FormErrors:
    """Refuse a value that is none of `values`."""
    return refusal("BASE_TYPE_CHOICES", f"Value must be one of {values}.")


def at(*place: str | int, errors: FormErrors) -> FormErrors:
    """Return `errors` as they look from above: nested under the steps of `place`."""
    for step in reversed(place):
        errors = {str(step): errors}
    return errors


def merged(*parts: FormErrors) -> FormErrors:
    """Return one nest that holds the errors of all parts."""
    together: FormErrors = {}
    for part in parts:
        for key, found in part.items():
            known = together.get(key)
            if isinstance(known, dict) and isinstance(found, dict):
                together[key] = merged(known, found)
            elif isinstance(known, list) and isinstance(found, list):
                together[key] = known + found
            else:
                together[key] = found
    return together
