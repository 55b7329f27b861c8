"""A server whose members mark topics, for what is asked about them as a group."""

from datetime import UTC, datetime, timedelta
from itertools import count

from study_acts import GUILD, ROADMAP

from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.store import guilds, progress
from bot.store.database import Database

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = MONDAY - 300 * DAY
ANN, BEN, CAT = 101, 102, 103
NAMES = {ANN: "Ann", BEN: "Ben", CAT: "Cat"}


class StudyServer:
    """A server in which members mark topics."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)

    async def join(self, *user_ids: int, guild_id: int = GUILD) -> None:
        async with self.database.writing() as connection:
            for user_id in user_ids:
                await guilds.record_member(connection, guild_id, user_id, NAMES[user_id], LONG_AGO)

    async def mark(
        self, user_id: int, at: datetime, *topics: str, wanted: TopicState = TopicState.DONE, roadmap: str = ROADMAP
    ) -> None:
        act = RequestContext(next(self._numbers), user_id, "", GUILD, at)
        async with self.database.writing() as connection:
            await progress.mark(connection, act, LearnerKey(user_id, roadmap), topics, wanted, local_date=at.date())

    async def undo(self, user_id: int, at: datetime) -> None:
        act = RequestContext(next(self._numbers), user_id, "", GUILD, at)
        async with self.database.writing() as connection:
            await progress.undo_last(connection, act, LearnerKey(user_id, ROADMAP))

    async def leave(self, user_id: int) -> None:
        async with self.database.writing() as connection:
            await guilds.mark_left(connection, GUILD, [user_id], MONDAY)
