"""What Discord offers while somebody types: topics with the member's state, sections, zones, times, all from memory."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.errors import log_failure
from bot.client.requests import context_from
from bot.core import schedule_form
from bot.core.progress import States, TopicState, up_next
from bot.core.roadmap import Topic
from bot.core.schedule_form import ALL_SECTIONS
from bot.core.zones import zones_like
from bot.guild_context import GuildContext
from bot.ui.text import clip
from bot.ui.theme import STATE_EMOJI

MAX_CHOICE_LENGTH = 100
"""Characters in the name and in the value of a choice."""
MAX_CHOICES = 25
"""Choices that Discord shows."""

Choices = list[app_commands.Choice[str]]
Completion = Callable[[Interaction, str], Coroutine[Any, Any, Choices]]


def offering(complete: Completion) -> Completion:
    """Return a completion that offers nothing when it fails: discord.py would leave the member waiting."""

    @wraps(complete)
    async def offer(interaction: Interaction, current: str) -> Choices:
        try:
            return await complete(interaction, str(current))
        except Exception as failure:  # noqa: BLE001 - as for answers, every failure ends here
            log_failure(failure)
            return []

    return offer


@offering
async def topic_choices(interaction: Interaction, current: str) -> Choices:
    """Return topics for what has been typed, best first; for nothing typed, what comes next for this member."""
    dispatcher = interaction.client.dispatcher
    request = context_from(interaction, dispatcher.app.clock())
    return _topics(interaction, dispatcher.app.guilds.remembered(request), current)


@offering
async def group_topic_choices(interaction: Interaction, current: str) -> Choices:
    """Return topics of the server's roadmap for what has been typed, whatever the member follows."""
    dispatcher = interaction.client.dispatcher
    request = context_from(interaction, dispatcher.app.clock())
    return _topics(interaction, dispatcher.app.guilds.remembered_server(request), current)


def _topics(interaction: Interaction, context: GuildContext, current: str) -> Choices:
    dispatcher = interaction.client.dispatcher
    request = context_from(interaction, dispatcher.app.clock())
    states = dispatcher.app.progress.remembered(context.learner(request))
    if states is None:
        dispatcher.read_states_ahead(request)
    topics = context.lookup.suggest(current, MAX_CHOICES) if current.strip() else _not_done(context, states or {})
    return [app_commands.Choice(name=_label(context, topic, states), value=topic.id) for topic in topics]


@offering
async def topics_choices(interaction: Interaction, current: str) -> Choices:
    """Return topics for the last of several separated by commas, keeping those typed before it."""
    earlier, last = _split_last(current)
    return _continuing(earlier, await topic_choices(interaction, last))


@offering
async def section_choices(interaction: Interaction, current: str) -> Choices:
    """Return the sections whose title has what was typed."""
    app = interaction.client.dispatcher.app
    return _sections(app.guilds.remembered(context_from(interaction, app.clock())), current)


def _sections(context: GuildContext, current: str) -> Choices:
    wanted = current.strip().casefold()
    sections = [section for section in context.roadmap.sections if wanted in section.title.casefold()]
    return [
        app_commands.Choice(name=clip(f"{section.emoji} {section.title}", MAX_CHOICE_LENGTH), value=section.id)
        for section in sections[:MAX_CHOICES]
    ]


@offering
async def sections_choices(interaction: Interaction, current: str) -> Choices:
    """Return sections of the server's roadmap for the last of several separated by commas, keeping those before it."""
    app = interaction.client.dispatcher.app
    context = app.guilds.remembered_server(context_from(interaction, app.clock()))
    earlier, last = _split_last(current)
    is_meant = not earlier and ALL_SECTIONS.startswith(last.strip().casefold())
    every = [app_commands.Choice(name="All sections", value=ALL_SECTIONS)] if is_meant else []
    return [*every, *_continuing(earlier, _sections(context, last))][:MAX_CHOICES]


@offering
async def zone_choices(interaction: Interaction, current: str) -> Choices:
    """Return time zones for a city, country or name that has been typed, with the time there now."""
    zones = zones_like(current, interaction.client.dispatcher.app.clock())
    return [app_commands.Choice(name=clip(zone.label, MAX_CHOICE_LENGTH), value=zone.name) for zone in zones]


def _text_choices(suggest: Callable[[str], list[str]]) -> Completion:
    @offering
    async def offer(_interaction: Interaction, current: str) -> Choices:
        texts = [text for text in suggest(current) if len(text) <= MAX_CHOICE_LENGTH]
        return [app_commands.Choice(name=text, value=text) for text in texts]

    return offer


time_choices = _text_choices(schedule_form.times_like)
days_choices = _text_choices(schedule_form.days_like)
late_choices = _text_choices(schedule_form.latenesses_like)


def _split_last(current: str) -> tuple[str, str]:
    """Return what was typed before the last comma, as it stays, and what comes after it."""
    before, comma, last = current.rpartition(",")
    return f"{before.strip()}, " if comma else "", last


def _continuing(earlier: str, choices: Choices) -> Choices:
    """Return choices that go on after what is kept, without those that become too long."""
    return [
        app_commands.Choice(name=clip(earlier + choice.name, MAX_CHOICE_LENGTH), value=earlier + choice.value)
        for choice in choices
        if len(earlier + choice.value) <= MAX_CHOICE_LENGTH
    ]


def _not_done(context: GuildContext, states: States) -> list[Topic]:
    settled = (TopicState.DONE, TopicState.KNOWN, TopicState.SKIPPED)
    left = [topic for topic in context.roadmap if states.get(topic.id) not in settled]
    up = up_next(context.roadmap, states)
    return ([up.topic] if up else []) + [topic for topic in left if not up or topic is not up.topic][: MAX_CHOICES - 1]


def _label(context: GuildContext, topic: Topic, states: States | None) -> str:
    mark = f"{STATE_EMOJI[states.get(topic.id, TopicState.OPEN)]} " if states is not None else ""
    return clip(f"{mark}{topic.title} · {context.roadmap.section_of[topic.id].title}", MAX_CHOICE_LENGTH)
