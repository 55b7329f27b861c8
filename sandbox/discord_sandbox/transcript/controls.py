"""What a member can press and choose in a message, in the order and with the numbers that the transcript shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discord_sandbox.limits.component_tree import walk

BUTTON, STRING_SELECT = 2, 3
SELECTS = {STRING_SELECT: "option", 5: "user", 6: "role", 7: "user or role", 8: "channel"}
LINK, PREMIUM = 5, 6


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button that sends something: all but links."""

    custom_id: str
    label: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class Choosable:
    """An option of a select."""

    custom_id: str
    value: str
    label: str


def pressable(message: Mapping[str, Any]) -> list[Pressable]:
    """Return the message's buttons; the first has number 1 in the transcript."""
    return [
        Pressable(component["custom_id"], face(component), bool(component.get("disabled")))
        for _, component in walk(message.get("components") or ())
        if component["type"] == BUTTON and component.get("custom_id")
    ]


def choosable(message: Mapping[str, Any]) -> list[Choosable]:
    """Return the options of the message's selects that are not disabled; the first has number 1 in the transcript."""
    return [
        Choosable(component["custom_id"], option["value"], face(option))
        for _, component in walk(message.get("components") or ())
        if component["type"] == STRING_SELECT and not component.get("disabled")
        for option in component["options"]
    ]


def face(component: Mapping[str, Any]) -> str:
    """Say what a button or option looks like: its emoji and label."""
    emoji = component.get("emoji") or {}
    picture = f":{emoji['name']}:" if emoji.get("id") else emoji.get("name")
    return " ".join(filter(None, [picture, component.get("label")]))


class Numbers:
    """Hands out the numbers of buttons and options as they are shown."""

    def __init__(self) -> None:
        self._buttons = 0
        self._options = 0

    def button(self, component: Mapping[str, Any]) -> str:
        """Return a button with its number; a link with where it leads instead."""
        if component.get("url"):
            return f"{face(component)} → {component['url']}"
        if not component.get("custom_id"):
            return face(component) or "(premium)"
        self._buttons += 1
        return f"[{self._buttons}] {face(component)}{' (disabled)' if component.get('disabled') else ''}"

    def options(self, options: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the options of a select, a line for each, with their numbers."""
        lines = []
        for option in options:
            self._options += 1
            mark = "●" if option.get("default") else " "
            about = f" – {option['description']}" if option.get("description") else ""
            lines.append(f"{self._options:>4}. {mark} {face(option)}{about}".rstrip())
        return lines
