"""Composes the weekly leaderboard when a schedule is due."""

import discord

from bot.context import AppContext
from bot.core.calendar import WindowKind
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import QuietWeek, Schedule
from bot.features.leaderboard import embeds, service
from bot.guild_context import GuildContext
from bot.ui.theme import button, draft


async def build_post(
    app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> MessageDraft | None:
    """Make the post of the week that was over at the run's instant; None for a quiet one that is to be left out."""
    week = await service.recap_for(app, context, occurrence)
    if week.quiet and schedule.quiet_week is QuietWeek.SKIP:
        return None
    buttons = [
        button("This week", "board", WindowKind.WEEK.value, style=discord.ButtonStyle.primary),
        button("My place", "board", WindowKind.LAST_WEEK.value),
        button("What is next for me?", "next"),
    ]
    embed = embeds.recap(week, context.settings.zone)
    if await service.tells_rules(app, context, occurrence):
        embed.add_field(name="New from now on", value=embeds.NEW_RULES, inline=False)
    return draft(embeds.headline(week), embed, buttons)
