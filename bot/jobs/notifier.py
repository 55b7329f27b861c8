"""Telling organisers, once, that a schedule was paused; and going on where a kick alone had paused it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.context import AppContext
from bot.core.message_draft import MessageDraft
from bot.core.post_reasons import PostReason, encode
from bot.core.schedule import Schedule
from bot.core.send_result import Sent
from bot.store import schedules
from bot.ui.post_reasons import reason_text

log = logging.getLogger(__name__)

MAX_LOOKED_AT = 1_000
"""Paused schedules that are looked at in a tick."""
MAX_PER_TICK = 10
"""Servers told, or asked about, at a time."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
"""How long a server is left alone in which nobody could be told: twice as long each time."""

KICKED = encode(PostReason.LEFT_SERVER)


class PauseNotifier:
    """Says in a server what the bot paused there, wherever it may still write."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._waits: dict[int, tuple[datetime, timedelta]] = {}

    async def tick(self) -> None:
        """Tell the organisers of servers in which something was paused that nobody knows of."""
        if not self._app.ports.channel_sender.ready:
            return
        async with self._app.database.reading() as connection:
            paused = await schedules.unnotified(connection, MAX_LOOKED_AT)
        by_guild: dict[int, list[Schedule]] = {}
        for schedule in paused:
            by_guild.setdefault(schedule.guild_id, []).append(schedule)
        self._waits = {guild_id: wait for guild_id, wait in self._waits.items() if guild_id in by_guild}
        due = [guild_id for guild_id in by_guild if self._is_due(guild_id)]
        for guild_id in due[:MAX_PER_TICK]:
            if not await self._settle(guild_id, by_guild[guild_id]):
                self._wait(guild_id)

    async def _settle(self, guild_id: int, paused: Sequence[Schedule]) -> bool:
        """Let go on what can, and tell of the rest; False when that has to wait."""
        kicked = [schedule for schedule in paused if schedule.pause_reason == KICKED]
        if kicked and not await self._app.ports.channel_sender.is_in_guild(guild_id):
            return False
        async with self._app.database.writing() as connection:
            for schedule in kicked:
                await schedules.resume(connection, guild_id, schedule.id, self._app.clock())
        if kicked:
            log.info("invited again, posts go on", extra={"guild_id": guild_id, "schedules": len(kicked)})
        broken = [schedule for schedule in paused if schedule.pause_reason != KICKED]
        return not broken or await self._tell(guild_id, broken)

    async def _tell(self, guild_id: int, paused: Sequence[Schedule]) -> bool:
        """Write it down only once somebody can read it; the nonce keeps it from being said twice in between."""
        async with self._app.database.reading() as connection:
            ours = await schedules.list_for_guild(connection, guild_id, self._app.clock())
        ids = {schedule.id for schedule in paused}
        paused = [schedule for schedule in ours if schedule.id in ids and schedule.pause_reason]
        if not paused:
            return True  # somebody has seen to it meanwhile
        nonce = f"p{guild_id:x}-{paused[-1].id:x}"
        for channel_id in await self._places(guild_id, ours):
            if isinstance(await self._app.ports.channel_sender.post(channel_id, _notice(paused), nonce), Sent):
                async with self._app.database.writing() as connection:
                    await schedules.mark_notified(connection, guild_id, self._app.clock(), ids)
                return True
        log.info("nowhere to tell of a pause yet; /schedule does", extra={"guild_id": guild_id})
        return False

    async def _places(self, guild_id: int, ours: tuple[Schedule, ...]) -> list[int]:
        broken = {schedule.channel_id for schedule in ours if schedule.pause_reason}
        where = await self._app.ports.channel_sender.admin_channels(guild_id)
        others = [schedule.channel_id for schedule in ours if not schedule.paused]
        return [channel_id for channel_id in dict.fromkeys([*where, *others]) if channel_id not in broken]

    def _is_due(self, guild_id: int) -> bool:
        if guild_id not in self._waits:
            return True
        until, length = self._waits[guild_id]
        left = until - self._app.clock()
        return not timedelta(0) < left <= length  # a wait that ends later was begun by a clock that was ahead

    def _wait(self, guild_id: int) -> None:
        _, last = self._waits.get(guild_id, (None, FIRST_WAIT / 2))
        length = min(last * 2, LONGEST_WAIT)
        self._waits[guild_id] = (self._app.clock() + length, length)


def _notice(paused: Sequence[Schedule]) -> MessageDraft:
    lines = [
        f"- <#{schedule.channel_id}>, {schedule.kind.name} at {schedule.at:%H:%M}: {reason_text(schedule.pause_reason)}"
        for schedule in paused
    ]
    some = "\n".join(lines[:10])
    return MessageDraft(
        f"⏸️ I paused posts that this server does not let through:\n{some}\n"
        "Once that is mended, an organiser can start them again with `/schedule resume`."
    )
