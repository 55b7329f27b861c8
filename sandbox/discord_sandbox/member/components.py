"""Buttons and selects of a message, found the way that a member finds them."""

from dataclasses import dataclass

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.json_codec import Json
from discord_sandbox.rest.normalization import walk

BUTTON, STRING_SELECT = 2, 3
_SELECTS = frozenset({3, 5, 6, 7, 8})


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu as it is shown; `options` are labels to values, empty where Discord fills them in."""

    custom_id: str
    placeholder: str
    options: dict[str, str]
    chosen: tuple[str, ...]
    disabled: bool
    component: Json


def buttons_in(components: list[Json]) -> list[Json]:
    """Return the buttons, in reading order."""
    return [component for component in walk(components) if component.get("type") == BUTTON]


def label_of(button: Json) -> str:
    """Return what a button shows: its label, or its emoji alone."""
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or "")


def selects_in(components: list[Json]) -> list[Select]:
    """Return the select menus, in reading order."""
    return [_select(component) for component in walk(components) if component.get("type") in _SELECTS]


def find_button(components: list[Json], name: str) -> Json:
    """Return the button of that label, emoji or custom_id that can be pressed; raises NotPossible."""
    buttons = buttons_in(components)
    for button in buttons:
        if name in (label_of(button), button.get("custom_id")):
            if button.get("disabled"):
                raise NotPossible(f"the button {name!r} is disabled")
            if not button.get("custom_id"):
                raise NotPossible(f"the button {name!r} opens a link: {button.get('url')}")
            return button
    raise NotPossible(f"there is no button {name!r}; there are {[label_of(button) for button in buttons]}")


def find_select(components: list[Json], name: str) -> Select:
    """Return the select of that placeholder or custom_id that can be used; raises NotPossible."""
    selects = selects_in(components)
    for select in selects:
        if name in (select.placeholder, select.custom_id):
            if select.disabled:
                raise NotPossible(f"the select {name!r} is disabled")
            return select
    raise NotPossible(f"there is no select {name!r}; there are {[select.placeholder for select in selects]}")


def _select(component: Json) -> Select:
    options: list[Json] = component.get("options") or []
    return Select(
        custom_id=component["custom_id"],
        placeholder=component.get("placeholder") or "",
        options={option["label"]: option["value"] for option in options},
        chosen=tuple(option["value"] for option in options if option.get("default")),
        disabled=bool(component.get("disabled")),
        component=component,
    )
