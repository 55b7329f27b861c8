"""What a prompt's topic is chosen by: what its schedule has posted, and what everybody in its server has done."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from planned_posts import DUE, add, claim
from shipped import shipped_roadmap
from sqlalchemy import update
from study_acts import GUILD, ROADMAP
from study_server import ANN, BEN, CAT, DAY, LONG_AGO, MONDAY, StudyServer

from bot.core.mastery import Answer, AnswerKind, shown_on
from bot.core.member import LearnerKey, RequestContext
from bot.core.message_draft import OccurrenceState
from bot.core.progress import TopicState
from bot.core.questions import answer_key
from bot.core.topic_rotation import GroupStanding
from bot.store.answers import learning_of, record_answer
from bot.store.database import Database
from bot.store.post_tables import occurrences
from bot.store.prompts import group_standing

NO_SCHEDULE, TODAY = 0, MONDAY.date()
CSRF = shipped_roadmap().topics["csrf"]


@pytest.fixture
def server(database: Database) -> StudyServer:
    return StudyServer(database)


async def done_by_all(server: StudyServer, since: datetime = LONG_AGO) -> frozenset[str]:
    async with server.database.reading() as connection:
        return (await group_standing(connection, NO_SCHEDULE, GUILD, ROADMAP, since, TODAY)).done_by_all


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
    posted, done = ("xss", "csrf", "auth"), frozenset({"csrf", "views"})
    async with server.database.reading() as connection:
        for one in (schedule, other):
            found = await group_standing(connection, one.id, GUILD, ROADMAP, LONG_AGO, TODAY)
            assert found == GroupStanding(posted, done, {}, (done,))
        nowhere = await group_standing(connection, schedule.id, GUILD + 1, ROADMAP, LONG_AGO, TODAY)
        assert nowhere == GroupStanding(posted)
        assert await group_standing(connection, NO_SCHEDULE, GUILD + 1, ROADMAP, LONG_AGO, TODAY) == GroupStanding()


async def answer(server: StudyServer, user_id: int, number: int, days_ago: int, *, right: bool = True) -> None:
    """Let a member answer one of the questions about csrf, so many days before today."""
    asked, at = CSRF.quiz[number % len(CSRF.quiz)], MONDAY - days_ago * DAY
    given = Answer(
        number, CSRF.id, asked.id, answer_key(asked), asked.level, AnswerKind.REVIEW, 0, right, False, at.date()
    )
    request = RequestContext(number, user_id, "", GUILD, at)
    async with server.database.writing() as connection:
        await record_answer(connection, request, LearnerKey(user_id, ROADMAP), CSRF, given)


async def rusty(server: StudyServer) -> Mapping[str, int]:
    async with server.database.reading() as connection:
        return (await group_standing(connection, NO_SCHEDULE, GUILD, ROADMAP, LONG_AGO, TODAY)).rusty


async def test_what_fades_is_counted_as_the_rules_have_it(server: StudyServer) -> None:
    await server.join(ANN, BEN, CAT)
    for number, (user_id, days_ago) in enumerate([(ANN, 80), (BEN, 1), (CAT, 30)], start=1):
        await answer(server, user_id, number, days_ago)
    async with server.database.reading() as connection:
        learned = [await learning_of(connection, LearnerKey(user_id, ROADMAP)) for user_id in (ANN, BEN, CAT)]
    expected = sum(shown_on(learning[CSRF.id], CSRF, TODAY).rusty for learning in learned)
    assert expected > 0
    assert await rusty(server) == {CSRF.id: expected}


async def test_a_missed_mixed_question_counts_as_rusty_at_once(server: StudyServer) -> None:
    await server.join(ANN)
    await answer(server, ANN, 1, 2)
    assert await rusty(server) == {}
    await answer(server, ANN, 2, 1, right=False)
    assert await rusty(server) == {CSRF.id: 1}


async def test_who_left_or_answered_long_ago_is_not_counted(server: StudyServer) -> None:
    await server.join(ANN, BEN)
    await answer(server, ANN, 1, 90)
    await answer(server, BEN, 2, 400)
    assert await rusty(server) == {CSRF.id: 1}
    await server.leave(ANN)
    assert await rusty(server) == {}
