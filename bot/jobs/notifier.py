"""Telling organisers, once, that a schedule was paused because their server does not let it post."""

import logging

from bot.context import AppContext
from bot.core.message_draft import MessageDraft
from bot.core.schedule import Schedule
from bot.core.send_result import Sent
from bot.store import schedules

log = logging.getLogger(__name__)

MAX_PER_TICK = 10
"""Servers told at a time."""


class PauseNotifier:
    """Says in a server what the bot paused there, wherever it may still write."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Tell the organisers of servers in which something was paused since the last tick."""
        if not self._app.ports.channel_sender.ready:
            return
        async with self._app.database.reading() as connection:
            paused = await schedules.unnotified(connection, MAX_PER_TICK)
        for guild_id in {schedule.guild_id for schedule in paused}:
            await self._tell(guild_id)

    async def _tell(self, guild_id: int) -> None:
        now = self._app.clock()
        async with self._app.database.writing() as connection:
            # Written down first: once told too few is better than told again and again.
            told = await schedules.mark_notified(connection, guild_id, now)
            ours = await schedules.list_for_guild(connection, guild_id, now)
        paused = [schedule for schedule in ours if schedule.id in told]
        if not paused:
            return
        nonce = f"p{guild_id:x}-{paused[-1].id:x}"
        for channel_id in await self._places(guild_id, ours):
            if isinstance(await self._app.ports.channel_sender.post(channel_id, _notice(paused), nonce), Sent):
                return
        log.info("nowhere to tell of a pause; /schedule does", extra={"guild_id": guild_id})

    async def _places(self, guild_id: int, ours: tuple[Schedule, ...]) -> list[int]:
        broken = {schedule.channel_id for schedule in ours if schedule.pause_reason}
        where = await self._app.ports.channel_sender.admin_channels(guild_id)
        others = [schedule.channel_id for schedule in ours if not schedule.paused]
        return [channel_id for channel_id in dict.fromkeys([*where, *others]) if channel_id not in broken]


def _notice(paused: list[Schedule]) -> MessageDraft:
    lines = [f"- <#{one.channel_id}>, {one.kind.name} at {one.at:%H:%M}: {one.pause_reason}" for one in paused]
    some = "\n".join(lines[:10])
    return MessageDraft(
        f"⏸️ I paused posts that this server does not let through:\n{some}\n"
        "Once that is mended, an organiser can start them again with `/schedule resume`."
    )
