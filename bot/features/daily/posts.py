"""Composes the question of the day when a schedule is due."""

from bot.context import AppContext
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import Schedule
from bot.features.daily import service
from bot.guild_context import GuildContext
from bot.ui.question import posted_message


async def build_post(
    app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> MessageDraft | None:
    """Make the question for one run of `schedule`; None when there is none on the roadmap."""
    chosen = await service.choose(app, context, schedule, occurrence)
    return posted_message(*chosen, {}) if chosen else None
