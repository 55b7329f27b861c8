"""The languages that Discord's clients speak, and names and descriptions in them."""

from collections.abc import Mapping

from discord_sandbox.limits.form_errors import FormErrors, one_of, refusal
from discord_sandbox.limits.validators import Validator

CODES = (
    "ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th tr uk "
    "vi zh-CN zh-TW"
)
LOCALES = tuple(CODES.split())


def localised(validator: Validator) -> Validator:
    """Ask for an object with a text for some of the languages, each of which passes `validator`."""

    def check(value: object) -> FormErrors:
        if not isinstance(value, Mapping):
            return refusal("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        errors: FormErrors = {}
        for locale, words in value.items():
            if locale not in LOCALES:
                errors[str(locale)] = one_of(LOCALES)
            elif found := validator(words):
                errors[str(locale)] = found
        return errors

    return check
