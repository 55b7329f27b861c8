"""Where learners stand on a roadmap, remembered so that a lookup seldom asks the database."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from cachetools import TTLCache

from bot.core.errors import DatabaseUnavailableError
from bot.core.mastery import Learning
from bot.core.member import LearnerKey
from bot.core.progress import States
from bot.store import answers, progress
from bot.store.database import Database

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
