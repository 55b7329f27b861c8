"""What posts ask about a server's members: who studied in a week, and who is new."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from study_acts import GUILD, ROADMAP
from study_server import ANN, BEN, CAT, DAY, MONDAY, NAMES, StudyServer

from bot.core.calendar import WindowKind, window
from bot.core.progress import TopicState
from bot.core.user import Visibility
from bot.core.weekly_summary import Studied
from bot.store import leaderboard_queries
from bot.store.database import Database
from bot.store.users import set_visibility

SUNDAY = date(2026, 11, 22)
WEEK = window(WindowKind.WEEK, MONDAY, ZoneInfo("UTC"), 0)


async def studied(server: StudyServer) -> tuple[Studied, ...]:
    async with server.database.reading() as connection:
        return await leaderboard_queries.members_who_studied(connection, GUILD, ROADMAP, WEEK, SUNDAY)


@pytest.fixture
def server(database: Database) -> StudyServer:
    return StudyServer(database)


async def test_who_finished_a_topic_in_the_week_is_given_with_their_very_first_one(server: StudyServer) -> None:
    await server.join(ANN, BEN, CAT)
    await server.mark(BEN, MONDAY, "csrf")
    await server.mark(ANN, MONDAY - 30 * DAY, "xss")
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(CAT, MONDAY - DAY, "csrf")
    found = await studied(server)
    assert [(one.name, one.first_done_at) for one in found] == [("Ann", MONDAY - 30 * DAY), ("Ben", MONDAY)]


async def test_the_week_has_its_first_instant_and_not_its_last(server: StudyServer) -> None:
    assert WEEK.start is not None
    await server.join(ANN, BEN, CAT)
    await server.mark(ANN, WEEK.start, "csrf")
    await server.mark(BEN, WEEK.end, "csrf")
    await server.mark(CAT, WEEK.start - timedelta(microseconds=1), "csrf")
    assert [one.name for one in await studied(server)] == ["Ann"]


async def test_days_are_given_of_those_who_studied_at_the_end_of_the_week(server: StudyServer) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY + 4 * DAY, "csrf")
    await server.mark(ANN, MONDAY + 5 * DAY, "xss", wanted=TopicState.STARTED)
    await server.mark(ANN, MONDAY + 5 * DAY, "views", "forms")
    await server.mark(BEN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY + DAY, "xss")
    days = {one.name: one.days for one in await studied(server)}
    assert days == {"Ann": {SUNDAY - 2 * DAY, SUNDAY - DAY}, "Ben": frozenset()}


async def test_a_skipped_topic_is_no_day_of_study(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(ANN, MONDAY + 6 * DAY, "xss", wanted=TopicState.SKIPPED)
    assert [one.days for one in await studied(server)] == [frozenset()]


async def test_what_was_undone_does_not_count(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.undo(ANN, MONDAY)
    assert await studied(server) == ()


async def test_who_is_hidden_has_left_or_is_of_another_server_is_left_out(server: StudyServer) -> None:
    await server.join(ANN, BEN)
    await server.join(CAT, guild_id=GUILD + 1)
    for user_id in NAMES:
        await server.mark(user_id, MONDAY, "csrf")
    await server.leave(BEN)
    async with server.database.writing() as connection:
        await set_visibility(connection, ANN, Visibility.NOBODY, MONDAY)
    assert await studied(server) == ()


async def test_who_shows_a_rank_alone_has_no_name(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf")
    async with server.database.writing() as connection:
        await set_visibility(connection, ANN, Visibility.RANK, MONDAY)
    assert [(person.user_id, person.name) for person in await studied(server)] == [(ANN, "")]


async def test_another_roadmap_does_not_count(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf", roadmap="rust")
    assert await studied(server) == ()
