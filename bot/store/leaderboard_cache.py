"""The boards that were lately looked at, kept in memory and in step with what members do."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from bot.core.calendar import Window
from bot.core.leaderboard import Scoreboard
from bot.store.database import Database
from bot.store.leaderboard_queries import scores

MAX_STALENESS = timedelta(seconds=5)
"""How long what another process wrote may stay unseen; SQLite is for one process, which knows all that changes."""
MAX_BOARDS = 1_000
MAX_SCORES = 50_000
"""Scores on all boards together, some 20 MB; the board asked for last is kept in any case."""
MAX_CHANGES = 1_000
"""Members whose changes are kept in mind; a board that has missed more than that is read again."""

BoardKey = tuple[int, str, datetime | None, datetime | None]


@dataclass(slots=True)
class _CachedBoard:
    scoreboard: Scoreboard | None = None
    seen: int = 0
    read_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class LeaderboardCache:
    """Return boards: read once, then corrected by the scores of those alone who have changed something since."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._kept: OrderedDict[BoardKey, _CachedBoard] = OrderedDict()
        self._changes: OrderedDict[int, int] = OrderedDict()
        self._last = 0
        self._forgotten = 0

    def changed(self, user_ids: Iterable[int]) -> None:
        """Note that members' events or places in servers may have changed; call it once that is in the database."""
        for user_id in user_ids:
            self._last += 1
            self._changes[user_id] = self._last
            self._changes.move_to_end(user_id)
        while len(self._changes) > MAX_CHANGES:
            _, self._forgotten = self._changes.popitem(last=False)

    async def board(self, guild_id: int, roadmap_id: str, window: Window) -> Scoreboard:
        """Return the board of a server over `window`, as it is now; to look at only."""
        key = (guild_id, roadmap_id, window.start, window.start and window.end)
        kept = self._kept.setdefault(key, _CachedBoard())
        self._kept.move_to_end(key)
        async with kept.lock:
            # What changes from here on may be in what is read or not: it will be looked at again.
            last = self._last
            scoreboard = await self._read(kept, guild_id, roadmap_id, window)
            kept.seen = last
            if scoreboard is not kept.scoreboard:
                kept.scoreboard = scoreboard
                self._make_room()
        return scoreboard

    async def _read(self, kept: _CachedBoard, guild_id: int, roadmap_id: str, window: Window) -> Scoreboard:
        if kept.scoreboard is None or self._is_stale(kept):
            now = self._clock()
            async with self._database.reading() as connection:
                read = await scores(connection, guild_id, roadmap_id, window)
            kept.read_at = now
            return Scoreboard(read)
        if changed := self._changed_since(kept.seen):
            async with self._database.reading() as connection:
                read = await scores(connection, guild_id, roadmap_id, window, changed)
            kept.scoreboard.replace(changed, read)
        return kept.scoreboard

    def _is_stale(self, kept: _CachedBoard) -> bool:
        if kept.seen < self._forgotten or kept.read_at is None:
            return True
        return self._database.is_shared and not timedelta() <= self._clock() - kept.read_at <= MAX_STALENESS

    def _changed_since(self, seen: int) -> list[int]:
        newest_first = takewhile(lambda change: change[1] > seen, reversed(self._changes.items()))
        return [user_id for user_id, _ in newest_first]

    def _make_room(self) -> None:
        sizes = {key: len(kept.scoreboard or ()) for key, kept in self._kept.items()}
        held = sum(sizes.values())
        while len(self._kept) > 1 and (held > MAX_SCORES or len(self._kept) > MAX_BOARDS):
            key, _ = self._kept.popitem(last=False)
            held -= sizes[key]
