"""A server whose members finish topics, to be ranked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from study_acts import GUILD, NOW, ROADMAP

from bot.core.calendar import Window, WindowKind, window
from bot.core.leaderboard import Board, Scoreboard
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.store import guilds, leaderboard_queries, progress
from bot.store.database import Database

WEEK = window(WindowKind.WEEK, NOW, ZoneInfo("UTC"), 0)
EVER = window(WindowKind.ALL, NOW, ZoneInfo("UTC"), 0)
ANN, BEN, CAT, DAN, EVE = range(101, 106)
NAMES = {ANN: "Ann", BEN: "Ben", CAT: "Cat", DAN: "Dan", EVE: "Eve"}


@dataclass
class Server:
    """A server whose members finish topics; acts are numbered in the order they are asked for."""

    database: Database
    numbers: "count[int]"

    async def join(self, user_id: int, guild_id: int = GUILD) -> None:
        async with self.database.writing() as connection:
            await guilds.record_member(connection, guild_id, user_id, NAMES.get(user_id, f"member {user_id}"), NOW)

    async def finish(self, user_id: int, topics: int, at: datetime = NOW, guild_id: int | None = GUILD) -> None:
        """Let a member finish that many topics, each a second after the one before."""
        for number in range(topics):
            act = RequestContext(next(self.numbers), user_id, "", guild_id, at + timedelta(seconds=number))
            topic = f"topic-{act.id}"
            async with self.database.writing() as connection:
                learner = LearnerKey(user_id, ROADMAP)
                await progress.mark(connection, act, learner, [topic], TopicState.DONE, local_date=act.at.date())

    async def board(self, span: Window = WEEK, viewer: int = ANN, offset: int = 0, limit: int = 10) -> Board:
        async with self.database.reading() as connection:
            everybody = Scoreboard(await leaderboard_queries.scores(connection, GUILD, ROADMAP, span))
        return everybody.board(viewer, offset, limit)
