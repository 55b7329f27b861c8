"""Moving the demo's clock so that Waymark lives through the time: it stops at every post that is due on the way."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from discord_sandbox import Sandbox
from discord_sandbox.world.guilds import Guild

from bot.core.errors import DatabaseUnavailableError
from bot.store import guilds, occurrences, schedules
from bot.store.database import Database

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Real seconds that posts on the way are waited for: what takes longer waits for a database, or for Discord."""
PAUSE = 0.02
AT_ONCE = timedelta(milliseconds=10)


class Journey:
    """Moves a sandbox's clock by what is scheduled in a bot's database."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self._sandbox = sandbox
        self._database = database

    async def next_post(self) -> datetime | None:
        """Return the instant of the next scheduled post (aware UTC), None when nothing is scheduled."""
        now = self._sandbox.clock.now()
        async with self._database.reading() as connection:
            planned = [
                schedule
                for guild_id in self._sandbox.world.guilds
                for schedule in await schedules.list_for_guild(connection, guild_id, now)
            ]
        return min(
            (schedule.next_run_at for schedule in planned if schedule.next_run_at and not schedule.paused), default=None
        )

    async def zone_of(self, guild: Guild) -> ZoneInfo:
        """Return the time zone that posts, days and weeks of a server go by."""
        async with self._database.reading() as connection:
            return (await guilds.guild_settings(connection, guild.id)).zone

    async def go(self, to: datetime) -> None:
        """Let time pass until the aware instant `to`, which is not past, with every post at its own time."""
        try:
            async with asyncio.timeout(None) as waiting:
                while (at := await self.next_post()) is not None and at <= to:
                    waiting.reschedule(asyncio.get_running_loop().time() + PATIENCE)
                    self._reach(at)
                    await self._all_posted()
        except (TimeoutError, DatabaseUnavailableError):
            log.warning("posts on the way are late", exc_info=True)
        self._reach(to)

    async def pass_until(self, condition: Callable[[], bool]) -> None:
        """Let seconds pass until something has come about; it is given up when it takes too long by a real clock."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self._sandbox.clock.advance(timedelta(seconds=1))
                    await asyncio.sleep(PAUSE)

    def _reach(self, at: datetime) -> None:
        """Move the clock to `at` unless it has passed; it runs on meanwhile."""
        ahead = at - self._sandbox.clock.now()
        if ahead > AT_ONCE:
            self._sandbox.clock.advance(ahead)

    async def _all_posted(self) -> None:
        while True:
            async with self._database.reading() as connection:
                left = await occurrences.backlog(connection, self._sandbox.clock.now())
            if not left.due and not left.open:
                return
            await asyncio.sleep(PAUSE)
