"""Buttons and options of an answer, found by number or by what is written on them."""

import re
from collections.abc import Callable

from discord_sandbox.exceptions import NotPossible
from discord_sandbox.member.actor import Member
from discord_sandbox.member.answer import Answer
from discord_sandbox.member.components import Select
from discord_sandbox.member.resolving import Picked
from discord_sandbox.terminal.values import channel, role, user, user_or_role
from discord_sandbox.transcript import Choosable, Pressable, choosable, pressable
from discord_sandbox.world.payloads import message_json

PICKERS: dict[int, Callable[[str, Member], Picked]] = {5: user, 6: role, 7: user_or_role, 8: channel}


def button_named(answer: Answer, name: str) -> Pressable:
    """Return the button of that number or label; raises NotPossible."""
    buttons = pressable(message_json(answer.message))
    for number, button in enumerate(buttons, 1):
        if name.casefold() in {str(number), button.label.casefold(), *bare(button.label)}:
            return button
    offered = ", ".join(f"[{number}] {button.label}" for number, button in enumerate(buttons, 1))
    raise NotPossible(f"there is no button {name!r}; there are {offered or 'none'}")


def bare(label: str) -> set[str]:
    """Return a label without the emoji before it, if there is one."""
    emoji, _, words = label.partition(" ")
    return {words.casefold()} if words and not any(map(str.isalnum, emoji)) else set()


def options_named(answer: Answer, text: str) -> tuple[str, list[str]]:
    """Return the select and the values that `text` picks: numbers, values or labels, several with commas."""
    offered = choosable(message_json(answer.message))
    try:
        picked = [option_named(offered, text)]
    except NotPossible:
        picked = [option_named(offered, part) for part in re.split(r"\s*,\s*|\s+", text.strip())]
    if len({option.custom_id for option in picked}) > 1:
        raise NotPossible("these options are not in the same list")
    return picked[0].custom_id, [option.value for option in picked]


def option_named(offered: list[Choosable], name: str) -> Choosable:
    """Return the option of that number, value or label; raises NotPossible."""
    for number, option in enumerate(offered, 1):
        if name.casefold() in {str(number), option.value.casefold(), option.label.casefold(), *bare(option.label)}:
            return option
    values = ", ".join(option.value for option in offered)
    raise NotPossible(f"there is no option {name!r}; there are {values or 'none'}")


def picks_named(answer: Answer, text: str, member: Member) -> tuple[str, list[str | Picked]]:
    """Return the select and what `text` picks from it: options, or else a user, role or channel; raises NotPossible.

    Of several lists of those the first is meant, or the one that part of its placeholder names: `role: players`.
    """
    try:
        select, values = options_named(answer, text)
    except NotPossible:
        pickers = [menu for menu in answer.selects if menu.component["type"] in PICKERS and not menu.disabled]
        if not pickers:
            raise
        menu, _, name = text.rpartition(":")
        picker = _menu_named(pickers, menu.strip())
        return picker.custom_id, [PICKERS[picker.component["type"]](name.strip(), member)]
    return select, list(values)


def _menu_named(menus: list[Select], name: str) -> Select:
    for menu in menus:
        if name.casefold() in menu.placeholder.casefold():
            return menu
    raise NotPossible(f"there is no list {name!r}; there are {', '.join(menu.placeholder for menu in menus)}")
