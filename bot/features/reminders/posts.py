"""Composes a reminder when it is due."""

import discord

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import Schedule
from bot.features.reminders import embeds, service
from bot.features.reminders.service import Due
from bot.guild_context import GuildContext
from bot.ui.custom_id import post_for_roadmap
from bot.ui.theme import Item, button, draft


async def build_post(
    app: AppContext, _context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> MessageDraft | None:
    """Make the reminder for one run of `schedule`; None when nothing is due, or it should be quiet."""
    due = await service.due_for(app, schedule, occurrence)
    if due is None:
        return None
    # The roadmap is the one that its owner studies: the schedule is of no server.
    made = draft(embeds.headline(due), embeds.reminder(due), _buttons(due))
    return post_for_roadmap(made, app.guilds.number_of(due.context))


def _buttons(due: Due) -> list[Item]:
    change = button("My reminders", "remind", emoji="⏰")
    if due.topic:
        ways = [button("Open topic", "topic", due.topic.id, style=discord.ButtonStyle.primary)]
        return [*ways, *([button("Quiz me", "quiz", due.topic.id)] if due.topic.quiz else []), change]
    if due.topics:
        return [button("What is due", "review", style=discord.ButtonStyle.primary), change]
    return [button("Quiz me", "quiz", style=discord.ButtonStyle.primary), button("What is next", "next"), change]
