"""What a button or select carries instead of a stored view: version, roadmap, verb and ids (`v2:1:done:csrf`).

Whoever builds an answer leaves the roadmap out, as version 1 did (`v1:done:csrf`); it is put in at the edge, where the
answer leaves, in all at once. So nobody can forget it, and a press acts on the roadmap that its message was about.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.message_draft import MessageDraft

MAX_LENGTH = 100
"""The longest custom_id that Discord takes, in characters."""
MAX_ROADMAP = 36**4 - 1
"""The highest number of a roadmap: four signs."""
RUN_TOKEN = re.compile(r"(^|:)o[0-9a-f]+-[0-9a-f]+$")
"""The last part of what is pressed on a scheduled post: it names the run, and is nothing to a handler."""

PAGE_TOKEN = re.compile(r"(^|:)~[0-9]$")
"""The last part of the second and later menus that hold one list: it tells them apart, and is nothing to a handler."""

WITHOUT_ROADMAP, WITH_ROADMAP = "v1", "v2"
ROOM_FOR_ROADMAP = len("zzzz:")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NUMBER = re.compile(r"[0-9a-z]{1,4}")


@dataclass(frozen=True, slots=True)
class CustomId:
    """A custom_id taken apart: what to do, and with what; `roadmap` is a roadmap's number, None in one of version 1."""

    verb: str
    argument: str
    roadmap: int | None = None


def custom_id(verb: str, *parts: str | int) -> str:
    """Return the custom_id for `verb` with `parts`, without its roadmap.

    ValueError when there would be no room for the roadmap.
    """
    text = ":".join([WITHOUT_ROADMAP, verb, *map(str, parts)])
    if len(text) + ROOM_FOR_ROADMAP > MAX_LENGTH:
        raise ValueError(f"custom_id of {len(text)} characters: {text}")
    return text


def with_roadmap(part: object, number: int) -> object:
    """Return a component (as Discord has it), or any part of one, with a roadmap's number in all that is pressed on it.

    What has a number keeps it.
    """
    if isinstance(part, dict):
        return {
            key: numbered(str(value), number) if key == "custom_id" else with_roadmap(value, number)
            for key, value in part.items()
        }
    return [with_roadmap(each, number) for each in part] if isinstance(part, list | tuple) else part


def post_for_roadmap(post: MessageDraft, number: int) -> MessageDraft:
    """Return the same post with a roadmap's number in all that is pressed on it."""
    components = [with_roadmap(component, number) for component in post.components]
    return replace(post, components=tuple(part for part in components if isinstance(part, Mapping)))


def read(text: str) -> CustomId | None:
    """Return what a custom_id says; None for one of another version or that is not ours."""
    version, _, rest = text.partition(":")
    number: int | None = None
    if version == WITH_ROADMAP:
        digits, _, rest = rest.partition(":")
        if not NUMBER.fullmatch(digits):
            return None
        number = int(digits, 36)
    elif version != WITHOUT_ROADMAP:
        return None
    verb, _, argument = rest.partition(":")
    return CustomId(verb, PAGE_TOKEN.sub("", RUN_TOKEN.sub("", argument)), number) if verb else None


def numbered(text: str, number: int) -> str:
    """Return a custom_id with the number of a roadmap; one that has a number already, or is not ours, stays."""
    version, _, rest = text.partition(":")
    return f"{WITH_ROADMAP}:{_base36(number)}:{rest}" if version == WITHOUT_ROADMAP else text


def _base36(number: int) -> str:
    if not 0 <= number <= MAX_ROADMAP:
        raise ValueError(f"no room on a button for roadmap number {number}")
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits
