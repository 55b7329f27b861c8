"""What a prompt's topic is chosen by: what its schedule has posted, and what everybody in its server has done."""

from datetime import datetime

import pytest
from planned_posts import DUE, add, claim
from sqlalchemy import update
from study_acts import GUILD, ROADMAP
from study_server import ANN, BEN, CAT, DAY, LONG_AGO, MONDAY, StudyServer

from bot.core.message_draft import OccurrenceState
from bot.core.progress import TopicState
from bot.store.database import Database
from bot.store.post_tables import occurrences
from bot.store.posted_topics import PostedTopics, posted_topics

NO_SCHEDULE = 0


@pytest.fixture
def server(database: Database) -> StudyServer:
    return StudyServer(database)


async def done_by_all(server: StudyServer, since: datetime = LONG_AGO) -> frozenset[str]:
    async with server.database.reading() as connection:
        return (await posted_topics(connection, NO_SCHEDULE, GUILD, ROADMAP, since)).done_by_all


async def test_what_everybody_has_done_is_done_by_all(server: StudyServer) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY, "csrf", "xss", "views")
    await server.mark(BEN, MONDAY, "csrf", "views", "forms")
    await server.mark(BEN, MONDAY, "xss", wanted=TopicState.STARTED)
    assert await done_by_all(server) == {"csrf", "views"}


async def test_who_has_marked_nothing_lately_holds_nobody_up(server: StudyServer) -> None:
    await server.join(ANN, BEN, CAT)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY - 90 * DAY, "xss")
    assert await done_by_all(server, MONDAY - 60 * DAY) == {"csrf"}
    assert await done_by_all(server, MONDAY - 100 * DAY) == frozenset()


async def test_members_who_left_and_strangers_hold_nobody_up(server: StudyServer) -> None:
    await server.join(ANN, BEN)
    await server.mark(ANN, MONDAY, "csrf")
    await server.mark(BEN, MONDAY, "xss")
    await server.mark(CAT, MONDAY, "views")
    await server.leave(BEN)
    assert await done_by_all(server) == {"csrf"}


async def test_in_a_server_without_learners_nothing_is_done_by_all(server: StudyServer) -> None:
    await server.join(ANN)
    assert await done_by_all(server) == frozenset()


async def test_what_is_done_on_another_roadmap_is_not_done_here(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf", roadmap="rust")
    assert await done_by_all(server) == frozenset()


async def test_what_was_posted_and_what_is_done_are_told_apart(server: StudyServer) -> None:
    await server.join(ANN)
    await server.mark(ANN, MONDAY, "csrf", "views")
    schedule, other = await add(server.database, guild_id=GUILD), await add(server.database, guild_id=GUILD)
    for topic_id, days in (("xss", 0), ("csrf", 1), ("auth", 2)):
        await claim(server.database, DUE + days * DAY)
        async with server.database.writing() as connection:
            sent = {"topic_id": topic_id, "state": OccurrenceState.SENT.value}
            await connection.execute(update(occurrences).where(occurrences.c.topic_id.is_(None)).values(sent))
    async with server.database.reading() as connection:
        for one in (schedule, other):
            expected = PostedTopics(("xss", "csrf", "auth"), frozenset({"csrf", "views"}))
            assert await posted_topics(connection, one.id, GUILD, ROADMAP, LONG_AGO) == expected
        nowhere = PostedTopics(("xss", "csrf", "auth"), frozenset())
        assert await posted_topics(connection, schedule.id, GUILD + 1, ROADMAP, LONG_AGO) == nowhere
        assert await posted_topics(connection, NO_SCHEDULE, GUILD + 1, ROADMAP, LONG_AGO) == PostedTopics(
            (), frozenset()
        )
