"""Every option of every command that there is, found by walking the rooms, filled with what should not be there."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import AppCommandOptionType, app_commands
from discord_sandbox import Member, Sandbox
from discord_sandbox.interactions.model import InteractionType, ReplyType
from discord_sandbox.permissions import Permission
from discord_sandbox.world.guilds import Guild
from forging import forge, forge_command, forge_typing, got, is_plain
from hostile import TEXTS

from bot.features import FEATURES

TEXT, NUMBER, SUBCOMMAND = 3, 4, 1
NUMBERS = (-1, 0, 10**9, 2**53)
SNOWFLAKES = ("0", "1", "999999999999999999")

Options = list[dict[str, object]]
Leaf = tuple[str, app_commands.Command[Any, ..., object]]


def leaves() -> Iterator[Leaf]:
    """Give every command that can be used, under its whole name."""
    for room in FEATURES:
        for command in room.commands:
            found = command.walk_commands() if isinstance(command, app_commands.Group) else [command]
            yield from ((one.qualified_name, one) for one in found if isinstance(one, app_commands.Command))


LEAVES = dict(leaves())


def nested(name: str, options: Options) -> tuple[str, Options]:
    """Give the name of the whole command, and its options inside of the subcommands that lead to them."""
    first, *path = name.split()
    for step in reversed(path):
        options = [{"name": step, "type": SUBCOMMAND, "options": options}]
    return first, options


def filled(command: app_commands.Command[Any, ..., object], number: int, text: str) -> Options:
    """Fill every option with `text`, or with what is as wrong for its type; `number` chooses among those."""
    values: dict[AppCommandOptionType, object] = {
        AppCommandOptionType.string: text,
        AppCommandOptionType.integer: NUMBERS[number % len(NUMBERS)],
        AppCommandOptionType.boolean: True,
    }
    snowflake = SNOWFLAKES[number % len(SNOWFLAKES)]
    return [
        {"name": one.display_name, "type": one.type.value, "value": values.get(one.type, snowflake)}
        for one in command.parameters
    ]


@pytest.fixture
def organiser(sandbox: Sandbox, guild: Guild) -> Member:
    return sandbox.member(f"organiser-{guild.id}", guild=guild, permissions=Permission.MANAGE_GUILD)


async def holds(member: Member, name: str, options: Options) -> None:
    whole, given = nested(name, options)
    answer = await got(member, forge_command(member, whole, *given))
    assert answer is not None, (name, options)
    begins_a_race = name == "race" and "Race" in answer.text and not answer.private
    if not answer.modal and not begins_a_race:
        is_plain(answer)


@pytest.mark.parametrize("name", LEAVES)
async def test_all_options_at_once(organiser: Member, ada: Member, name: str) -> None:
    for number, text in enumerate(TEXTS.values()):
        options = filled(LEAVES[name], number, text)
        await holds(organiser, name, options)
        await holds(ada, name, options)


@pytest.mark.parametrize("name", LEAVES)
async def test_one_option_at_a_time(organiser: Member, name: str) -> None:
    for number, text in enumerate(TEXTS.values()):
        for option in filled(LEAVES[name], number, text):
            await holds(organiser, name, [option])


@pytest.mark.parametrize("name", LEAVES)
async def test_values_of_other_types(organiser: Member, name: str) -> None:
    for value in (5, 1.5, True, None, ["csrf"], {"a": 1}, "", "0"):
        given: Options = [
            {"name": one.display_name, "type": one.type.value, "value": value} for one in LEAVES[name].parameters
        ]
        await holds(organiser, name, given)


@pytest.mark.parametrize("name", LEAVES)
async def test_in_direct_messages(ada: Member, name: str) -> None:
    whole, options = nested(name, filled(LEAVES[name], 0, "csrf"))
    data = {"id": "1", "name": whole, "type": 1, "options": options}
    answer = await ada.dm.deliver(forge(ada.dm, InteractionType.COMMAND, data))
    assert "that broke" not in answer.text


@pytest.mark.parametrize("name", LEAVES)
async def test_typing_into_every_option(organiser: Member, name: str) -> None:
    for text in TEXTS.values():
        for place, option in enumerate(filled(LEAVES[name], 0, text)):
            focused = [*filled(LEAVES[name], 0, text)[:place], {**option, "focused": True}]
            whole, options = nested(name, focused)
            typed = forge_typing(organiser, whole, *options)
            assert await got(organiser, typed) is not None, (name, option)
            assert typed.reply is ReplyType.CHOICES
            assert len(typed.choices) <= 25


def test_the_walk_finds_the_commands() -> None:
    assert {"topic", "done", "undo", "schedule add", "help"} <= LEAVES.keys()
