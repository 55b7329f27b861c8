"""The command tree: what discord.py itself refuses gets an answer too."""

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.client.reply import Reply
from bot.core.errors import StudyError
from bot.ui.answer import Answer

if TYPE_CHECKING:
    from bot.client.study_client import StudyClient

log = logging.getLogger(__name__)


class StudyTree(app_commands.CommandTree["StudyClient"]):
    """Waymark's commands, usable in servers and direct messages, installed to a server or to a user."""

    def __init__(self, client: "StudyClient") -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Answer an interaction that never reached its command; failures inside one are answered where they happen."""
        outdated = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)
        if not outdated:
            log.error("command failed outside its answer", exc_info=error)
        if not interaction.response.is_done():
            await Reply(interaction).answer(self._refusal(outdated=outdated))

    async def _refusal(self, *, outdated: bool) -> Answer:
        if outdated:
            raise StudyError("This command has changed with an update. Wait a minute, restart Discord and try again.")
        raise StudyError("Discord sent something this command cannot read. Check what you typed and try again.")
