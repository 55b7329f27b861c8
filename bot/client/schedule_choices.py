"""What Discord offers while an organiser types: time zones, sections, times, days and latenesses."""

from collections.abc import Callable

import discord
from discord import app_commands

from bot.client.autocomplete import MAX_CHOICE_LENGTH, MAX_CHOICES, Choices, Completion, offering, section_choices
from bot.client.gateway_client import GatewayClient
from bot.core import schedule_suggest
from bot.core.sections import ALL
from bot.core.zones import zones_like
from bot.ui.text import clip


@offering
async def zone_choices(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
    """Offer time zones for a city, country or name that has been typed, with the time there now."""
    found = zones_like(current, interaction.client.app.clock())
    return [app_commands.Choice(name=clip(zone.label, MAX_CHOICE_LENGTH), value=zone.name) for zone in found]


@offering
async def sections_choices(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
    """Offer sections for the last of several separated by commas, keeping those typed before it."""
    before, comma, last = current.rpartition(",")
    kept = f"{before.strip()}, " if comma else ""
    every = [] if comma else [app_commands.Choice(name="All sections", value=ALL)]
    found = [
        app_commands.Choice(name=clip(kept + one.name, MAX_CHOICE_LENGTH), value=kept + one.value)
        for one in await section_choices(interaction, last)
        if len(kept + one.value) <= MAX_CHOICE_LENGTH
    ]
    return [*every, *found][:MAX_CHOICES]


def _texts(like: Callable[[str], list[str]]) -> Completion:
    @offering
    async def offer(_interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
        return [app_commands.Choice(name=text, value=text) for text in like(current) if len(text) <= MAX_CHOICE_LENGTH]

    return offer


time_choices = _texts(schedule_suggest.times_like)
days_choices = _texts(schedule_suggest.days_like)
late_choices = _texts(schedule_suggest.latenesses_like)
