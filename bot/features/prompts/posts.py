"""Composes the study prompt when a schedule is due."""

import discord

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import Schedule
from bot.features.prompts import embeds, service
from bot.guild_context import GuildContext
from bot.ui.theme import button, draft


async def build_post(
    app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> MessageDraft:
    """Make the prompt for one run of `schedule`."""
    return posted(await service.choose(app, context, schedule, occurrence))


def posted(chosen: service.Chosen) -> MessageDraft:
    """Make the post of a topic and its prompt."""
    topic = chosen.topic
    buttons = [
        button("I did it", "did", topic.id, emoji="🙌", style=discord.ButtonStyle.primary),
        button("Open topic", "topic", topic.id),
        button("Done", "done", topic.id, emoji="✅", style=discord.ButtonStyle.success),
    ]
    return draft(embeds.headline(topic), embeds.prompt(chosen.roadmap, topic, chosen.prompt), buttons, topic.id)
