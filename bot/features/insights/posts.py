"""Composes the weekly digest when a schedule is due."""

import discord

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import Schedule
from bot.features.insights import embeds, service
from bot.features.insights.handlers import ask_button, prompt_button
from bot.guild_context import GuildContext
from bot.ui.theme import Item, button, draft


async def build_post(
    app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> MessageDraft | None:
    """Make the digest as of the run's instant; None when there is nothing that may be told."""
    figures = await service.found_in(app, context, schedule.guild_id, occurrence.run.at)
    if not figures.has_news:
        return None
    buttons: list[Item] = [button("Insights", "insights", style=discord.ButtonStyle.primary)]
    for topic, _ in figures.topics[:1]:
        buttons += [*ask_button(topic), prompt_button(topic)]
    return draft(embeds.HEADLINE, embeds.digest(figures), buttons)
