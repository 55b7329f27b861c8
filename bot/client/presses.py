"""Buttons, menus and forms as they come in: whose message they are on, and what the log calls them."""

from collections.abc import Container, Mapping
from typing import Any

import discord

from bot.ui import custom_id
from bot.ui.custom_id import CustomId

ROUTED_TYPES = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})
"""The interactions that are answered by what their custom_id says."""


def data_of(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """Return what came with an interaction, as plain keys and values."""
    return dict(interaction.data or {})


def parse_custom_id(interaction: discord.Interaction[Any]) -> CustomId | None:
    """Return what the custom_id of an interaction says; None when another version wrote it."""
    return custom_id.read(str(data_of(interaction).get("custom_id", "")))


def is_own_message(interaction: discord.Interaction[Any]) -> bool:
    """Tell whether the message whose button was pressed is the member's alone, so that it may be replaced."""
    message = interaction.message
    if message is None:
        return False
    if interaction.context.dm_channel:
        return True
    asked = message.interaction_metadata
    return message.flags.ephemeral and (asked is None or asked.user.id == interaction.user.id)


def describe_interaction(interaction: discord.Interaction[Any], verbs: Container[str]) -> str:
    """Name an interaction for the log: the command, or which of our `verbs`; no ids and no words of the member's."""
    if interaction.type not in ROUTED_TYPES:
        command = interaction.command
        return f"/{command.qualified_name}" if command else "unknown command"
    pressed = parse_custom_id(interaction)
    if pressed is None:
        return "button of another version"
    return f"button {pressed.verb}" if pressed.verb in verbs else "unknown button"
