"""What a button or select carries instead of a stored view: a version, a verb and ids (`v1:done:drf-serializers`)."""

import re
from dataclasses import dataclass

VERSION = "v1"
MAX_LENGTH = 100
RUN_TOKEN = re.compile(r"(^|:)o[0-9a-f]+-[0-9a-f]+$")
"""The last part of what is pressed on a scheduled post: it names the run, and is nothing to a handler."""


@dataclass(frozen=True, slots=True)
class CustomId:
    """A custom_id taken apart: what to do, and with what."""

    verb: str
    argument: str


def custom_id(verb: str, *parts: str | int) -> str:
    """Write the custom_id for `verb` with `parts`; ValueError when it is longer than Discord takes."""
    text = ":".join([VERSION, verb, *map(str, parts)])
    if len(text) > MAX_LENGTH:
        raise ValueError(f"custom_id of {len(text)} characters: {text}")
    return text


def read(text: str) -> CustomId | None:
    """Read a custom_id; None for one of another version or that is not ours."""
    version, _, rest = text.partition(":")
    verb, _, argument = rest.partition(":")
    return CustomId(verb, RUN_TOKEN.sub("", argument)) if version == VERSION and verb else None
