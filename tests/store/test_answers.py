"""Answers: counted once, with what follows from them in the same transaction, and derived anew to the same values."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import shipped_roadmap
from sqlalchemy import delete, select, update
from stored_rows import assert_consistent, rows_of
from study_acts import ADA, BOB, DAY, act, mark, undo

from bot.core.mastery import Answer, AnswerKind, Mastery, climbed, learned
from bot.core.member import LearnerKey
from bot.core.progress import Award
from bot.core.questions import answer_key
from bot.core.roadmap import Topic
from bot.store.answers import (
    Recorded,
    answers_about,
    answers_on,
    learning_of,
    mark_lucky,
    rebuild_memories,
    record_answer,
)
from bot.store.database import Database
from bot.store.learning_tables import answers, memories
from bot.store.roadmap_ids import rename_topics
from bot.store.tables import learner_totals, study_events

CSRF = shipped_roadmap().topics["csrf"]
ONE_DAY = timedelta(days=1)


def answer(
    number: int, question: int = 0, *, day: int = 0, right: bool = True, topic: Topic = CSRF,
    kind: AnswerKind = AnswerKind.TOPIC,
) -> Answer:  # fmt: skip
    asked = topic.quiz[question]
    chosen = asked.answer if right else None
    return Answer(
        number, topic.id, asked.id, answer_key(asked), asked.level, kind, chosen, right, lucky=False,
        day=DAY + day * ONE_DAY,
    )  # fmt: skip


async def record(
    database: Database, given: Answer, *, learner: LearnerKey = ADA, number: int | None = None, topic: Topic = CSRF
) -> Recorded:
    request = act(number or given.asking_id + 1, learner)
    async with database.writing() as connection:
        return await record_answer(connection, request, learner, topic, given)


def at_level(level: str) -> int:
    return next(place for place, one in enumerate(CSRF.quiz) if one.level == level)


async def to_solid(database: Database) -> Recorded:
    await record(database, answer(1, at_level("recall")))
    return await record(database, answer(3, at_level("apply"), day=1))


async def test_an_asking_is_answered_once(database: Database) -> None:
    first = await record(database, answer(1, right=False))
    again = await record(database, answer(1), number=9)
    assert first.first
    assert not again.first
    assert not again.answer.right
    async with database.reading() as connection:
        assert len(await answers_about(connection, ADA, "csrf")) == 1
        assert (await learning_of(connection, ADA))["csrf"] == first.learning


async def test_two_presses_at_once_count_once(database: Database) -> None:
    both = await asyncio.gather(*(record(database, answer(1), number=number) for number in (5, 6)))
    assert sorted(one.first for one in both) == [False, True]
    assert len(await rows_of(database, answers, ADA)) == 1


async def test_an_asking_is_each_member_s_own(database: Database) -> None:
    await record(database, answer(1))
    assert (await record(database, answer(1), learner=BOB)).first


async def test_solid_and_mastered_earn_once_each_and_ever(database: Database) -> None:
    recorded = await to_solid(database)
    assert recorded.awards == (Award.SOLID,)
    assert recorded.points == 10
    assert (await record(database, answer(5, at_level("debug"), day=2))).awards == ()
    mastered = await record(database, answer(7, at_level("recall"), day=9))
    assert mastered.awards == (Award.MASTERED,)
    await record(database, answer(9, 0, day=20, right=False, kind=AnswerKind.REVIEW))
    assert (await record(database, answer(11, 1, day=21))).awards == ()
    (total,) = await rows_of(database, learner_totals, ADA)
    assert (total["points"], total["topics"]) == (20, 1)
    await assert_consistent(database, ADA)


async def test_undo_touches_what_was_said_and_never_answers(database: Database) -> None:
    await mark(database, 1, "csrf")
    await record(database, answer(2, at_level("recall")))
    await record(database, answer(4, at_level("apply"), day=1))
    assert await undo(database, 10) is not None
    assert await undo(database, 11) is None
    (total,) = await rows_of(database, learner_totals, ADA)
    assert (total["points"], total["topics"]) == (10, 1)
    await assert_consistent(database, ADA)


async def test_a_lucky_guess_takes_back_what_it_alone_had_earned(database: Database) -> None:
    await to_solid(database)
    async with database.writing() as connection:
        noted = await mark_lucky(connection, act(20), ADA, CSRF, 3)
    assert noted is not None
    assert noted.lucky
    (total,) = await rows_of(database, learner_totals, ADA)
    assert (total["points"], total["topics"]) == (0, 0)
    again = await record(database, answer(21, at_level("debug"), day=2))
    assert again.awards == (Award.SOLID,)
    await assert_consistent(database, ADA)


async def test_only_a_right_answer_of_one_s_own_can_be_lucky(database: Database) -> None:
    await record(database, answer(1, right=False))
    async with database.writing() as connection:
        assert await mark_lucky(connection, act(5), ADA, CSRF, 1) is None
        assert await mark_lucky(connection, act(6, BOB), BOB, CSRF, 1) is None


async def test_answers_of_a_day_and_practice_of_what_was_shown(database: Database) -> None:
    await record(database, answer(1, right=False))
    second = await record(database, answer(3))
    assert second.practice
    async with database.reading() as connection:
        assert len(await answers_on(connection, ADA, DAY)) == 2
        assert await answers_on(connection, ADA, DAY + ONE_DAY) == ()


answers_drawn = st.lists(
    st.tuples(
        st.sampled_from([ADA, BOB]),
        st.sampled_from(["csrf", "xss"]),
        st.integers(0, 3),
        st.integers(0, 12),
        st.booleans(),
        st.sampled_from(AnswerKind),
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers_drawn)
async def test_memories_derived_anew_are_the_same(database: Database, drawn: list[tuple]) -> None:  # type: ignore[type-arg]
    async with database.writing() as connection:
        for table in (answers, memories, study_events, learner_totals):
            await connection.execute(delete(table))
    for number, (learner, topic_id, question, day, right, kind, lucky) in enumerate(
        sorted(drawn, key=lambda one: one[3]), start=1
    ):
        topic = shipped_roadmap().topics[topic_id]
        given = answer(number * 10, question, day=day, right=right, kind=kind, topic=topic)
        await record(database, given, learner=learner, topic=topic)
        if lucky and right:
            async with database.writing() as connection:
                await mark_lucky(connection, act(number * 10 + 5, learner), learner, topic, number * 10)
    before = [await rows_of(database, memories, learner) for learner in (ADA, BOB)]
    async with database.writing() as connection:
        await connection.execute(update(memories).values(stability=1.0, misses=99))
        assert await rebuild_memories(connection) == sum(map(len, before))
    assert [await rows_of(database, memories, learner) for learner in (ADA, BOB)] == before
    for learner in (ADA, BOB):
        await assert_consistent(database, learner)


async def test_answers_move_with_their_topic_when_it_gets_another_id(database: Database) -> None:
    await to_solid(database)
    async with database.writing() as connection:
        await rename_topics(connection, ADA.roadmap_id, {"csrf": "cross-site"})
    async with database.reading() as connection:
        moved = await answers_about(connection, ADA, "cross-site")
        assert len(moved) == 2
        assert climbed(learned(moved), CSRF) is Mastery.SOLID
        assert list(await learning_of(connection, ADA)) == ["cross-site"]
        events = (await connection.execute(select(study_events.c.topic_id, study_events.c.kind))).all()
    assert [tuple(row) for row in events] == [("cross-site", "solid")]
    await assert_consistent(database, ADA)


async def test_a_clock_set_back_loses_nothing(database: Database) -> None:
    await record(database, answer(1, 0, day=5))
    back = await record(database, answer(3, 1, day=3))
    assert back.first
    assert back.learning.memory is not None
    assert back.learning.memory.last_on == DAY + 5 * ONE_DAY
    assert replace(back.learning, memory=None).answers == 2
