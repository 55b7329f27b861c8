"""Looks that no post waits for: at runs that are stuck, at plans gone wrong, at servers to be told of a pause."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from bot.context import AppContext
from bot.core.member import LearnerKey
from bot.core.message_draft import MessageDraft
from bot.core.post_reasons import PostReason, encode
from bot.core.recurrence import ONE_DAY, PUNCTUAL
from bot.core.schedule import Schedule
from bot.core.send_result import Sent
from bot.core.user import Retention
from bot.store import schedules
from bot.store.claims import forget_future_runs, recompute_next_runs
from bot.store.database import Database
from bot.store.maintenance import forget_in_copies
from bot.store.occurrences import backlog, prune_runs
from bot.store.races import prune_races
from bot.store.retention import forget_leavers, silent_users
from bot.store.schedules import any_past_reminder, forget_past_reminders
from bot.store.users import delete_personal_data, users_to_delete
from bot.ui.schedules import amiss, name, reason_text

log = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

KEEP_RUNS = timedelta(days=730)
"""How long runs are kept: the walk through a roadmap looks back on them, and so does the history."""
KEEP_RACES = timedelta(days=30)
"""How long races are kept after their end, for those who ask for their place."""
MAX_DRIFT = timedelta(minutes=1)
"""How far the wall clock may go back against the time that has passed without being called wrong."""


class BacklogMonitor:
    """Looks at how much is left to do, and since when."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Say how far behind posts are, if they are."""
        now = self._app.clock()
        async with self._app.database.reading() as connection:
            left = await backlog(connection, now)
        if left.oldest is not None and now - left.oldest > PUNCTUAL:
            minutes = round((now - left.oldest).total_seconds() / 60)
            log.warning("posts are behind", extra={"minutes": minutes, "open": left.open, "due": left.due})


class RunPruner:
    """Deletes runs and races so old that nobody looks at them, once a day: a schedule adds one every day for ever."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._next_at: datetime | None = None

    async def tick(self) -> None:
        """Delete what is too old, if that was not done today."""
        now = self._app.clock()
        if self._next_at is not None and timedelta(0) < self._next_at - now <= ONE_DAY:
            return
        async with self._app.database.writing_once() as connection:
            pruned = await prune_runs(connection, now - KEEP_RUNS)
        async with self._app.database.writing_once() as connection:
            await prune_races(connection, now - KEEP_RACES)
        self._next_at = now + ONE_DAY
        if pruned:
            log.info("old runs deleted", extra={"runs": pruned})


class ClockMonitor:
    """Notices that the clock was set back, and plans anew what was planned while it was ahead."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._offset = self._measured()

    async def tick(self) -> None:
        """Mend the plan if the clock has gone back since the last tick."""
        before, self._offset = self._offset, self._measured()
        if before - self._offset <= MAX_DRIFT:
            return
        log.warning("the clock was set back", extra={"seconds": round((before - self._offset).total_seconds())})
        await correct_plan(self._app.database, self._app.clock())

    def _measured(self) -> timedelta:
        """Return how far the wall clock is ahead of a clock that only counts on."""
        passed = timedelta(seconds=asyncio.get_running_loop().time())
        return self._app.clock() - passed - EPOCH


async def correct_plan(database: Database, now: datetime) -> None:
    """Correct all next runs by this machine's clock and time zone data; raises DatabaseUnavailableError."""
    async with database.writing() as connection:
        forgotten = await forget_future_runs(connection, now)
        moved = await recompute_next_runs(connection, now)
    if forgotten:
        log.warning("runs lay in the future: the clock was ahead, they are forgotten", extra={"schedules": forgotten})
    if moved:
        log.warning("next runs were corrected, by the clock and time zone data of today", extra={"schedules": moved})


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
        is_role_gone = self._app.ports.guild_directory.is_role_gone
        dead = {
            role_id for schedule in paused if (role_id := schedule.role_id) and await is_role_gone(guild_id, role_id)
        }
        notice = _notice(paused, dead)
        for channel_id in await self._places(guild_id, ours):
            if isinstance(await self._app.ports.channel_sender.post(channel_id, notice, nonce), Sent):
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


def _notice(paused: Sequence[Schedule], dead_roles: Collection[int]) -> MessageDraft:
    lines = [
        f"- {name(schedule)} in <#{schedule.channel_id}> at {schedule.at:%H:%M}: {reason_text(schedule.pause_reason)}"
        f"{''.join(f' {what}' for what in amiss(schedule, dead_roles))}"
        for schedule in paused
    ]
    some = "\n".join(lines[:10])
    return MessageDraft(
        f"⏸️ I paused these posts, which this server does not let through:\n{some}\n"
        "Once that is fixed, an organiser can start them again with `/schedule resume`."
    )


class Deletions:
    """A tick that deletes whose time has come, a person in a transaction, from every table, memory and copy."""

    def __init__(self, app: AppContext) -> None:
        self._app = app

    async def tick(self) -> None:
        """Delete whose time has come; two processes that do it at once delete nothing twice."""
        async with self._app.database.reading() as connection:
            due = await users_to_delete(connection, self._app.clock())
            past = await any_past_reminder(connection)
        if past:
            async with self._app.database.writing_once() as connection:
                await forget_past_reminders(connection)
        for user_id in due:
            await self.delete(user_id)

    async def delete(self, user_id: int) -> None:
        """Delete everything about a person."""
        await self._forget_in_copies(user_id)
        async with self._app.database.writing() as connection:
            deleted = await delete_personal_data(connection, user_id, self._app.clock())
        self._forget(user_id)
        log.info("a person's data was deleted", extra={"rows": deleted})

    async def _forget_in_copies(self, user_id: int) -> None:
        if file := self._app.database.file:
            for copy in await asyncio.to_thread(forget_in_copies, file, user_id):
                log.warning("a copy still holds a person whose data is deleted", extra={"copy": str(copy)})

    def _forget(self, user_id: int) -> None:
        app = self._app
        app.guilds.forget_user(user_id)
        app.members.forget_user(user_id)
        app.progress.forget(LearnerKey(user_id, roadmap_id) for roadmap_id in app.library.roadmaps)
        app.leaderboards.changed([user_id])


class Leavers:
    """A tick that forgets who left a server long ago and, if a host wants it, who is in none and silent for long."""

    def __init__(self, app: AppContext, retention: Retention) -> None:
        self._app = app
        self._retention = retention
        self._deletions = Deletions(app)

    async def tick(self) -> None:
        """Forget whoever need not be kept any longer; two processes that do it at once forget nobody twice."""
        if self._retention.leavers is not None:
            async with self._app.database.writing() as connection:
                left = await forget_leavers(connection, self._app.clock() - self._retention.leavers)
            for user_id in left:
                self._app.guilds.forget_user(user_id)
        if self._retention.silent is not None:
            async with self._app.database.reading() as connection:
                silent = await silent_users(connection, self._app.clock() - self._retention.silent)
            for user_id in silent:
                await self._deletions.delete(user_id)
