"""The shapes of the objects in a form: which fields they have, which of them must be there, how they fit together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from discord_sandbox.limits.form_errors import FormErrors, refusal, required
from discord_sandbox.limits.validators import Fields, Validator

Body: TypeAlias = Mapping[str, Any]
"""A JSON object; what its values are is what the rules find out, so that here anything goes."""


def all_fits(_body: Body) -> FormErrors:
    """Find nothing wrong in how the fields of an object fit together."""
    return {}


@dataclass(frozen=True, slots=True)
class ObjectSchema:
    """The validator for an object: one validator for each field, and one for how they fit together once each is fine.

    A field that is null counts as left out; a field that the shape does not know is ignored, as Discord does.
    """

    fields: Fields
    needs: tuple[str, ...] = ()
    fits: Callable[[Body], FormErrors] = all_fits

    def __call__(self, body: object) -> FormErrors:
        """Return what is wrong with the object `body`."""
        if not isinstance(body, Mapping):
            return refusal("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        errors: FormErrors = {}
        for name, value in body.items():
            validator = self.fields.get(name)
            if validator is not None and value is not None and (found := validator(value)):
                errors[name] = found
        for name in self.needs:
            if body.get(name) is None:
                errors[name] = required()
        return errors or self.fits(body)


def by_type(shapes: Mapping[int, Validator]) -> Validator:
    """Ask for an object whose `type` is one of `shapes`, and that passes the validator of its type."""
    types = tuple(shapes)

    def check(body: object) -> FormErrors:
        if not isinstance(body, Mapping):
            return refusal("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        kind = body.get("type")
        if kind is None:
            return {"type": required()}
        if not isinstance(kind, int) or isinstance(kind, bool) or kind not in shapes:
            return {"type": refusal("UNION_TYPE_CHOICES", f'Value of field "type" must be one of {types}.')}
        return shapes[kind](body)

    return check
