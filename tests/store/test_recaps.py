"""What posts ask about a server's members: who studied in a week, who is new, and what everybody has done."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from study_acts import GUILD, ROADMAP

from bot.core.calendar import Window, WindowKind, window
from bot.core.member import Act, Learner
from bot.core.progress import TopicState
from bot.core.recap import Studied
from bot.store import members, recaps, study
from bot.store.database import Database

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
SUNDAY = date(2026, 11, 22)
DAY = timedelta(days=1)
WEEK = window(WindowKind.WEEK, MONDAY, ZoneInfo("UTC"), 0)
ANN, BEN, CAT = 101, 102, 103
NAMES = {ANN: "Ann", BEN: "Ben", CAT: "Cat"}
LONG_AGO = MONDAY - 300 * DAY


class Server:
    """A server in which members mark topics."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)

    async def join(self, *user_ids: int, guild_id: int = GUILD) -> None:
        async with self.database.writing() as connection:
            for user_id in user_ids:
                await members.touch(connection, guild_id, user_id, NAMES[user_id], LONG_AGO)

    async def mark(
        self, user_id: int, at: datetime, *topics: str, wanted: TopicState = TopicState.DONE, roadmap: str = ROADMAP
    ) -> None:
        act = Act(next(self._numbers), user_id, "", GUILD, at)
        async with self.database.writing() as connection:
            await study.mark(connection, act, Learner(user_id, roadmap), topics, wanted, local_date=at.date())

    async def undo(self, user_id: int, at: datetime) -> None:
        act = Act(next(self._numbers), user_id, "", GUILD, at)
        async with self.database.writing() as connection:
            await study.undo_last(connection, act, Learner(user_id, ROADMAP))

    async def studied(self, week: Window = WEEK) -> tuple[Studied, ...]:
        async with self.database.reading() as connection:
            return await recaps.studied(connection, GUILD, ROADMAP, week, SUNDAY)

    async def done_by_all(self, since: datetime = LONG_AGO) -> frozenset[str]:
        async with self.database.reading() as connection:
            return await recaps.done_by_all(connection, GUILD, ROADMAP, since)


@pytest.fixture
def server(database: Database) -> Server:
    return Server(database)


async def test_who_finished_a_topic_in_the_week_is_given_with_their_very_first_one(server: Server) -> None:
    await server.join(ANN, BEN, CAT)
    await server.mark(BEN, MONDAY, "csrf")
    await server.mark(ANN, MONDAY - 30 * DAY, "xss")
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(CAT, MONDAY - DAY, "csrf")
    found = await server.studied()
    assert [(one.name, one.first_done_at) for one in found] == [("Ann", MONDAY - 30 * DAY), ("Ben", MONDAY)]


async def test_the_week_has_its_first_instant_and_not_its_last(server: Server) -> None:
    assert WEEK.start is not None
    await server.join(ANN, BEN, CAT)
    await server.mark(ANN, WEEK.start, "csrf")
    await server.mark(BEN, WEEK.end, "csrf")
    await server.mark(CAT, WEEK.start - timedelta(microseconds=1), "csrf")
    assert [one.name for one in await server.studied()] == ["Ann"]


async def test_days_are_given_of_those_who_studied_at_the_end_of_the_week(server: Server) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY + 4 * DAY, "csrf")
    await server.mark(ANN, MONDAY + 5 * DAY, "xss", wanted=TopicState.STARTED)
    await server.mark(ANN, MONDAY + 5 * DAY, "views", "forms")
    await server.mark(BEN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY + DAY, "xss")
    days = {one.name: one.days for one in await server.studied()}
    assert days == {"Ann": {SUNDAY - 2 * DAY, SUNDAY - DAY}, "Ben": frozenset()}


async def test_a_skipped_topic_is_no_day_of_study(server: Server) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(ANN, MONDAY + 6 * DAY, "xss", wanted=TopicState.SKIPPED)
    assert [one.days for one in await server.studied()] == [frozenset()]


async def test_what_was_undone_does_not_count(server: Server) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.undo(ANN, MONDAY)
    assert await server.studied() == ()


async def test_who_is_hidden_has_left_or_is_of_another_server_is_left_out(server: Server) -> None:
    await server.join(ANN, BEN)
    await server.join(CAT, guild_id=GUILD + 1)
    for user_id in NAMES:
        await server.mark(user_id, MONDAY, "csrf")
    async with server.database.writing() as connection:
        await members.set_hidden(connection, GUILD, ANN, "Ann", MONDAY, hidden=True)
        await members.mark_left(connection, GUILD, [BEN], MONDAY)
    assert await server.studied() == ()


async def test_another_roadmap_does_not_count(server: Server) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf", roadmap="rust")
    assert await server.studied() == ()
    assert await server.done_by_all() == frozenset()


async def test_what_everybody_has_done_is_done_by_all(server: Server) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY, "csrf", "xss", "views")
    await server.mark(BEN, MONDAY, "csrf", "views", "forms")
    await server.mark(BEN, MONDAY, "xss", wanted=TopicState.STARTED)
    assert await server.done_by_all() == {"csrf", "views"}


async def test_who_has_marked_nothing_lately_holds_nobody_up(server: Server) -> None:
    await server.join(ANN, BEN, CAT)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY - 90 * DAY, "xss")
    assert await server.done_by_all(MONDAY - 60 * DAY) == {"csrf"}
    assert await server.done_by_all(MONDAY - 100 * DAY) == frozenset()


async def test_members_who_left_and_strangers_hold_nobody_up(server: Server) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY, "xss")
    await server.mark(CAT, MONDAY, "views")
    async with server.database.writing() as connection:
        await members.mark_left(connection, GUILD, [BEN], MONDAY)
    assert await server.done_by_all() == {"csrf"}


async def test_in_a_server_without_learners_nothing_is_done_by_all(server: Server) -> None:
    await server.join(ANN)
    assert await server.done_by_all() == frozenset()
