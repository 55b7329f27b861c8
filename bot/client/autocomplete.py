"""What Discord offers while a member types: topics and sections, from memory, with the member's state."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import discord
from discord import app_commands

from bot.client.acts import context_from
from bot.client.error_handler import log_failure
from bot.client.gateway_client import GatewayClient
from bot.context import GuildContext
from bot.core.progress import States, TopicState, up_next
from bot.core.roadmap import Topic
from bot.ui.text import clip
from bot.ui.theme import STATE_EMOJI

MAX_CHOICE_LENGTH = 100
"""Characters in the name and in the value of a choice."""
MAX_CHOICES = 25
"""Choices that Discord shows."""

Choices = list[app_commands.Choice[str]]
Completion = Callable[[discord.Interaction[GatewayClient], str], Coroutine[Any, Any, Choices]]


def offering(find: Completion) -> Completion:
    """Make a completion that offers nothing when it fails: discord.py would leave the member waiting."""

    @wraps(find)
    async def offer(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
        try:
            return await find(interaction, str(current))
        except Exception as failure:  # noqa: BLE001 - as for answers, every failure ends here
            log_failure(failure)
            return []

    return offer


@offering
async def topic_choices(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
    """Offer topics for what has been typed, best first; for nothing typed, what comes next for this member."""
    client = interaction.client
    request = context_from(interaction, client.app.clock())
    context = client.app.guild_context_in_memory(request)
    states = client.app.states_in_memory(context.learner(request))
    if states is None:
        client.warm(request)
    topics = context.lookup.suggest(current, MAX_CHOICES) if current.strip() else _ahead(context, states or {})
    return [app_commands.Choice(name=_name(context, one, states), value=one.id) for one in topics]


@offering
async def topics_choices(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
    """Offer topics for the last of several separated by commas, keeping those typed before it."""
    before, comma, last = current.rpartition(",")
    choices = await topic_choices(interaction, last)
    if not comma:
        return choices
    kept = f"{before.strip()}, "
    return [
        app_commands.Choice(name=clip(kept + one.name, MAX_CHOICE_LENGTH), value=kept + one.value)
        for one in choices
        if len(kept + one.value) <= MAX_CHOICE_LENGTH
    ]


@offering
async def section_choices(interaction: discord.Interaction[GatewayClient], current: str) -> Choices:
    """Offer the sections whose title has what was typed."""
    client = interaction.client
    context = client.app.guild_context_in_memory(context_from(interaction, client.app.clock()))
    wanted = current.strip().casefold()
    sections = [one for one in context.roadmap.sections if wanted in one.title.casefold()]
    return [
        app_commands.Choice(name=clip(f"{one.emoji} {one.title}", MAX_CHOICE_LENGTH), value=one.id)
        for one in sections[:MAX_CHOICES]
    ]


def _ahead(context: GuildContext, states: States) -> list[Topic]:
    left = [one for one in context.roadmap if states.get(one.id) not in (TopicState.DONE, TopicState.SKIPPED)]
    up = up_next(context.roadmap, states)
    return ([up.topic] if up else []) + [one for one in left if not up or one is not up.topic][: MAX_CHOICES - 1]


def _name(context: GuildContext, topic: Topic, states: States | None) -> str:
    mark = f"{STATE_EMOJI[states.get(topic.id, TopicState.OPEN)]} " if states is not None else ""
    return clip(f"{mark}{topic.title} · {context.roadmap.section_of[topic.id].title}", MAX_CHOICE_LENGTH)
