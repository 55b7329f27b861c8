"""Interactions that lack something: whoever waits gets an answer, whatever is missing."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from discord_sandbox import Member, Sandbox
from discord_sandbox.exceptions import NotAnswered
from discord_sandbox.interactions.model import Interaction, InteractionType
from forging import forge, forge_form, forge_typing, got

KINDS: dict[str, Callable[[Member], Interaction]] = {
    "command": lambda member: member.prepare_slash("done", topic="csrf"),
    "with a user": lambda member: member.prepare_slash("progress", member=member),
    "autocomplete": lambda member: forge_typing(
        member, "topic", {"name": "name", "type": 3, "value": "c", "focused": True}
    ),
    "button": lambda member: forge(
        member, InteractionType.COMPONENT, {"component_type": 2, "custom_id": "v1:done:csrf"}
    ),
    "form": lambda member: forge_form(member, "v1:setup-save", time="09:00"),
}
WITHOUT_AN_ADDRESS = {"id", "token", "type"}
"""Without these nobody could answer, or knows what with."""


def paths_in(payload: Any, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Give the place of everything in a payload."""
    found: list[tuple[str | int, ...]] = []
    parts = payload if isinstance(payload, dict) else dict(enumerate(payload)) if isinstance(payload, list) else {}
    for key, value in parts.items():
        found += [(*before, key), *paths_in(value, (*before, key))]
    return found


def change(payload: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    """Put something else in one place of a payload; with nothing, take it away."""
    part: Any = payload
    for key in path[:-1]:
        part = part[key]
    if value is KeyError:
        del part[path[-1]]
    else:
        part[path[-1]] = value


@pytest.mark.parametrize("value", [KeyError, None, [], "x"], ids=["missing", "null", "list", "text"])
@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_is_missing_there_is_an_answer(
    sandbox: Sandbox, ada: Member, kind: str, value: object, expected_errors: list[str]
) -> None:
    expected_errors.append("failed")
    unanswered = []
    for path in paths_in(KINDS[kind](ada).payload):
        if path[0] in WITHOUT_AN_ADDRESS:
            continue
        asked = KINDS[kind](ada)
        broken = copy.deepcopy(asked.payload)
        change(broken, path, value)
        sandbox.gateway.send_event("INTERACTION_CREATE", broken)
        try:
            await ada.driver.wait(asked)
        except NotAnswered:
            unanswered.append(path)
    assert unanswered == []
    assert await got(ada, ada.prepare_slash("next"))
