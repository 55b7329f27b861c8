"""Composes the study prompt when a schedule is due."""

import discord

from bot.context import AppContext, GuildContext
from bot.core.post import Occurrence, Post
from bot.core.schedule import Schedule
from bot.features.prompts import embeds, service
from bot.ui.posts import post
from bot.ui.theme import button


async def compose(app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence) -> Post:
    """Make the prompt for one run of `schedule`."""
    return posted(await service.choose(app, context, schedule, occurrence))


def posted(chosen: service.Chosen) -> Post:
    """Make the post of a topic and its prompt."""
    topic = chosen.topic
    buttons = [
        button("Open topic", "topic", topic.id, style=discord.ButtonStyle.primary),
        button("Done", "done", topic.id, emoji="✅", style=discord.ButtonStyle.success),
    ]
    return post(embeds.headline(topic), embeds.prompt(chosen.roadmap, topic, chosen.prompt), buttons, topic.id)
