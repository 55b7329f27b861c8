"""What organisers fill in: menus of a server's channels and roles, and forms that open over the chat."""

from collections.abc import Sequence

import discord

from bot.ui.custom_id import custom_id
from bot.ui.theme import Item

SEPARATOR = "\x1f"
"""What stands between the texts of a form that are handed over as they were typed."""

MAX_ROLES = 10
"""Roles that can be picked at once."""
MOST_FIELDS = 5
"""Fields that Discord takes in a form."""

POST_CHANNELS = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
"""The kinds of channels that take a message."""


def channel_menu(placeholder: str, chosen: int | None, verb: str) -> Item:
    """Make a menu of the server's channels that take a message, which does `verb` with the id of the one picked."""
    default = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.channel)] if chosen else []
    return discord.ui.ChannelSelect(
        placeholder=placeholder, channel_types=list(POST_CHANNELS), default_values=default, custom_id=custom_id(verb)
    )


def role_menu(placeholder: str, chosen: int | None, verb: str) -> Item:
    """Make a menu of the server's roles, which does `verb` with the id of the one picked, or with nothing."""
    default = [discord.SelectDefaultValue(id=chosen, type=discord.SelectDefaultValueType.role)] if chosen else []
    return discord.ui.RoleSelect(
        placeholder=placeholder, min_values=0, default_values=default, custom_id=custom_id(verb)
    )


def roles_menu(placeholder: str, chosen: Sequence[int], verb: str) -> Item:
    """Make a menu of the server's roles, which does `verb` with the ids of all that are picked, or with nothing."""
    default = [discord.SelectDefaultValue(id=one, type=discord.SelectDefaultValueType.role) for one in chosen]
    return discord.ui.RoleSelect(
        placeholder=placeholder,
        min_values=0,
        max_values=MAX_ROLES,
        default_values=default[:MAX_ROLES],
        custom_id=custom_id(verb),
    )


def line_field(
    name: str, label: str, hint: str, value: str, *, most: int = 100, required: bool = True
) -> discord.ui.Label[discord.ui.Modal]:
    """Make a field for one line of text, of at most so many characters."""
    box: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=name, default=value, max_length=most, required=required
    )
    return discord.ui.Label(text=label, description=hint, component=box)


def text_field(
    name: str, label: str, hint: str, value: str = "", *, most: int = 4_000, required: bool = True
) -> discord.ui.Label[discord.ui.Modal]:
    """Make a field for a text of many lines, of up to `most` characters."""
    box: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=name, default=value, max_length=most, required=required, style=discord.TextStyle.paragraph
    )
    return discord.ui.Label(text=label, description=hint, component=box)


def pick_field(
    name: str, label: str, hint: str, options: Sequence[discord.SelectOption], *, most: int = 1
) -> discord.ui.Label[discord.ui.Modal]:
    """Make a field to pick one, or up to `most`, of `options`."""
    menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id=name, options=list(options), max_values=most
    )
    return discord.ui.Label(text=label, description=hint, component=menu)


def form(
    title: str, verb: str, fields: Sequence[discord.ui.Label[discord.ui.Modal]], *parts: str | int
) -> discord.ui.Modal:
    """Make a form that does `verb` with its fields as lines `name=value`; it is rendered but not kept, as views are."""
    modal = discord.ui.Modal(title=title, custom_id=custom_id(verb, *parts), timeout=None)
    for field in fields[:MOST_FIELDS]:
        modal.add_item(field)
    modal.stop()
    return modal
