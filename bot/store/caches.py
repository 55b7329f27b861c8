"""What is kept in memory of progress, leaderboards and streaks, and how old it may be."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import takewhile

from cachetools import TTLCache

from bot.core.calendar import Window
from bot.core.errors import DatabaseUnavailableError
from bot.core.leaderboard import Scoreboard
from bot.core.mastery import Learning
from bot.core.member import LearnerKey
from bot.core.progress import States
from bot.core.streak import ANSWERS_A_DAY, MILESTONES, streak
from bot.store import answers, progress, users
from bot.store.database import Database
from bot.store.leaderboard_queries import score_batches, scores
from bot.store.progress import activity

log = logging.getLogger(__name__)

LearningByTopic = Mapping[str, Learning]

READ_TIMEOUT = 1.0
"""Seconds that looking something up waits for the database, without which it can do."""

SHARED_AGE = timedelta(minutes=1)
"""How long states that another process has changed may be shown as they were."""
SOLE_AGE = timedelta(hours=1)
"""How long states are remembered by a process that writes all of them itself."""


class ProgressCache:
    """Remembers the states of learners; whoever writes states puts them here, or forgets the learner."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        max_age = SHARED_AGE if database.is_shared else SOLE_AGE
        self._states: TTLCache[LearnerKey, States, datetime] = TTLCache(4_096, max_age, clock)
        self._learning: TTLCache[LearnerKey, LearningByTopic, datetime] = TTLCache(4_096, max_age, clock)
        self._notes: TTLCache[LearnerKey, Mapping[str, str], datetime] = TTLCache(1_024, max_age, clock)

    async def states(self, learner: LearnerKey) -> States:
        """Return a learner's states, from memory when they were read lately."""
        if (cached := self._states.get(learner)) is not None:
            return cached
        async with self._database.reading() as connection:
            read = await progress.states(connection, learner)
        return self._states.setdefault(learner, read)  # what was written meanwhile is newer

    async def states_if_readable(self, learner: LearnerKey) -> States | None:
        """Return `states` for looking things up; None when they cannot be read right now."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                return await self.states(learner)
        except (TimeoutError, DatabaseUnavailableError):
            log.info("states unreadable, shown without them")
            return None

    async def learning(self, learner: LearnerKey) -> LearningByTopic:
        """Return what a learner's answers add up to, by topic id, from memory when it was read lately."""
        if (cached := self._learning.get(learner)) is not None:
            return cached
        async with self._database.reading() as connection:
            read = await answers.learning_of(connection, learner)
        return self._learning.setdefault(learner, read)

    async def learning_if_readable(self, learner: LearnerKey) -> LearningByTopic:
        """Return `learning` for looking things up; nothing when it cannot be read right now."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                return await self.learning(learner)
        except (TimeoutError, DatabaseUnavailableError):
            return {}

    async def notes_if_readable(self, learner: LearnerKey) -> Mapping[str, str]:
        """Return a learner's notes by topic id, from memory when they were read lately; none when unreadable now."""
        if (cached := self._notes.get(learner)) is not None:
            return cached
        try:
            async with asyncio.timeout(READ_TIMEOUT), self._database.reading() as connection:
                read = await users.notes_of(connection, learner)
        except (TimeoutError, DatabaseUnavailableError):
            return {}
        return self._notes.setdefault(learner, read)

    def forget_notes(self, learner: LearnerKey) -> None:
        """Forget a learner's notes after one of them was changed."""
        self._notes.pop(learner, None)

    def put_learning(self, learner: LearnerKey, topic_id: str, learning: Learning) -> None:
        """Keep what was just written about one topic, where the others are remembered."""
        if (cached := self._learning.get(learner)) is not None:
            self._learning[learner] = {**cached, topic_id: learning}

    def remembered(self, learner: LearnerKey) -> States | None:
        """Return a learner's states if they are remembered; never asks the database."""
        return self._states.get(learner)

    def put(self, learner: LearnerKey, states: States) -> None:
        """Keep states just written."""
        self._states[learner] = states

    def forget(self, learners: Iterable[LearnerKey]) -> None:
        """Forget what may no longer be so."""
        for learner in learners:
            self._states.pop(learner, None)
            self._learning.pop(learner, None)
            self._notes.pop(learner, None)

    def forget_all(self) -> None:
        """Forget everybody, after topics were given other ids."""
        self._states.clear()
        self._learning.clear()
        self._notes.clear()


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
        cached = self._kept.setdefault(key, _CachedBoard())
        self._kept.move_to_end(key)
        async with cached.lock:
            # What changes from here on may be in what is read or not: it will be looked at again.
            last = self._last
            scoreboard = await self._read(cached, guild_id, roadmap_id, window)
            cached.seen = last
            if scoreboard is not cached.scoreboard:
                cached.scoreboard = scoreboard
                self._make_room()
        return scoreboard

    async def _read(self, cached: _CachedBoard, guild_id: int, roadmap_id: str, window: Window) -> Scoreboard:
        if cached.scoreboard is None or self._is_stale(cached):
            now = self._clock()
            scoreboard = Scoreboard()
            async with self._database.reading() as connection:
                async for batch in score_batches(connection, guild_id, roadmap_id, window):
                    scoreboard.extend(batch)
            cached.read_at = now
            return scoreboard
        if changed := self._changed_since(cached.seen):
            async with self._database.reading() as connection:
                read = await scores(connection, guild_id, roadmap_id, window, changed)
            cached.scoreboard.replace(changed, read)
        return cached.scoreboard

    def _is_stale(self, cached: _CachedBoard) -> bool:
        if cached.seen < self._forgotten or cached.read_at is None:
            return True
        return self._database.is_shared and not timedelta() <= self._clock() - cached.read_at <= MAX_STALENESS

    def _changed_since(self, seen: int) -> list[int]:
        newest_first = takewhile(lambda change: change[1] > seen, reversed(self._changes.items()))
        return [user_id for user_id, _ in newest_first]

    def _make_room(self) -> None:
        sizes = {key: len(cached.scoreboard or ()) for key, cached in self._kept.items()}
        held = sum(sizes.values())
        while len(self._kept) > 1 and (held > MAX_SCORES or len(self._kept) > MAX_BOARDS):
            key, _ = self._kept.popitem(last=False)
            held -= sizes[key]


MILESTONE_AGE = timedelta(days=1)
"""How long it is remembered that a day counts already."""


class Milestones:
    """Remembers whose day counts already: only the act that makes it count may reach a milestone, and costs a read."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._counted: TTLCache[LearnerKey, date, datetime] = TTLCache(16_384, MILESTONE_AGE, clock)
        self._answers: TTLCache[tuple[LearnerKey, date], int, datetime] = TTLCache(16_384, MILESTONE_AGE, clock)

    async def after_answer(self, learner: LearnerKey, day: date) -> int | None:
        """Return the streak that an answer on a local date has made as long as a milestone; None when it has not."""
        if self._counted.get(learner) == day:
            return None
        self._answers[learner, day] = number = self._answers.get((learner, day), 0) + 1
        return await self.after_marking(learner, day) if number >= ANSWERS_A_DAY else None

    async def after_marking(self, learner: LearnerKey, day: date) -> int | None:
        """Return the streak that starting or finishing a topic has made as long as a milestone."""
        if self._counted.get(learner) == day:
            return None
        try:
            async with self._database.reading() as connection:
                days = (await activity(connection, learner)).days
        except DatabaseUnavailableError:
            return None  # what was done is written down; a word about it is not worth an error
        if day not in days:
            return None
        self._counted[learner] = day
        reached = streak(days, day).current
        return reached if reached in MILESTONES else None
