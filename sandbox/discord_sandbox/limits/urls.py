"""Addresses that Discord takes: which schemes, how long, how well formed."""

import re

from discord_sandbox.limits.form_errors import FormErrors, bad_length, refusal
from discord_sandbox.limits.validators import Validator

# Discord wants a dot in the name of the host (or an IPv6 address): http://localhost is "not well formed" to it.
WELL_FORMED = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?:[^\s/?#@:]+\.[^\s/?#@:.]+\.?|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?"
)


def url(*schemes: str, most: int = 2048) -> Validator:
    """Ask for an address of at most `most` characters with one of `schemes`."""

    def check(value: object) -> FormErrors:
        if not isinstance(value, str):
            return refusal("STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
        if len(value) > most:
            return bad_length(0, most)
        scheme, colon, _ = value.partition(":")
        if not colon or scheme.lower() not in schemes:
            known = f'Scheme "{scheme if colon else value}" is not supported. Scheme must be one of {schemes}.'
            return refusal("URL_TYPE_INVALID_SCHEME", known)
        if scheme.lower() in {"http", "https"} and not WELL_FORMED.fullmatch(value):
            return refusal("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return {}

    return check


LINK = url("http", "https")
PICTURE = url("http", "https", "attachment")
BUTTON_LINK = url("http", "https", "discord", most=512)
