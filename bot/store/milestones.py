"""Streaks that are worth a word, on the day on which they are reached."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from cachetools import TTLCache

from bot.core.errors import DatabaseUnavailableError
from bot.core.member import LearnerKey
from bot.core.streak import ANSWERS_A_DAY, MILESTONES, streak
from bot.store.database import Database
from bot.store.progress import activity

MAX_AGE = timedelta(days=1)


class Milestones:
    """Remembers whose day counts already: only the act that makes it count may reach a milestone, and costs a read."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._counted: TTLCache[LearnerKey, date, datetime] = TTLCache(16_384, MAX_AGE, clock)
        self._answers: TTLCache[tuple[LearnerKey, date], int, datetime] = TTLCache(16_384, MAX_AGE, clock)

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
