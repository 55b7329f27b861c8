"""What tests of the ticks share: how they are started, and what a post of theirs looks like."""

from collections.abc import Callable

from bot.context import AppContext, Composer
from bot.core.message_draft import MessageDraft, Occurrence
from bot.core.schedule import Schedule
from bot.guild_context import GuildContext
from bot.jobs.jobs import Jobs

POST = ("POST", "/channels/*/messages")
BUTTON = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Done", "custom_id": "v1:done:csrf"}]}

Start = Callable[[Composer], Jobs]
"""Starts the ticks with a composer for prompts; the test may stop them itself."""


async def study_post(
    _study: AppContext, _place: GuildContext, _schedule: Schedule, _occurrence: Occurrence
) -> MessageDraft:
    """Make a post with a button, as any composer may."""
    return MessageDraft("Study", components=(BUTTON,))
