"""Many at once, and one learner from two devices at the same instant: nothing lost, nothing doubled."""

import asyncio

from stored_rows import assert_consistent, rows_of
from study_acts import ADA, ROADMAP, mark, undo

from bot.core.member import LearnerKey
from bot.core.progress import TopicState
from bot.store import progress
from bot.store.database import Database
from bot.store.tables import study_events

DONE = TopicState.DONE


async def test_one_learner_marking_twenty_topics_at_once_keeps_them_all(database: Database) -> None:
    await asyncio.gather(*(mark(database, number, f"topic-{number}") for number in range(1, 21)))
    async with database.reading() as connection:
        assert len(await progress.states(connection, ADA)) == 20
    await assert_consistent(database, ADA)


async def test_twenty_learners_marking_at_once_do_not_disturb_each_other(database: Database) -> None:
    learners = [LearnerKey(number, ROADMAP) for number in range(1, 21)]
    marked = await asyncio.gather(*(mark(database, 1, "csrf", "xss", learner=learner) for learner in learners))
    assert [one.points for one in marked] == [20] * 20
    for learner in learners:
        await assert_consistent(database, learner)


async def test_the_same_topic_twice_at_the_same_instant_counts_once(database: Database) -> None:
    for number in range(1, 41, 2):
        topic = f"topic-{number}"
        both = await asyncio.gather(mark(database, number, topic), mark(database, number + 1, topic))
        assert sorted(one.points for one in both) == [0, 10]
    assert len(await rows_of(database, study_events, ADA)) == 20
    await assert_consistent(database, ADA)


async def test_one_act_delivered_twice_at_the_same_instant_answers_twice_and_counts_once(database: Database) -> None:
    first, second = await asyncio.gather(mark(database, 1, "csrf"), mark(database, 1, "csrf"))
    assert first == second == progress.Marked(("csrf",), (), 10, {"csrf": DONE})
    await assert_consistent(database, ADA)


async def test_two_undos_at_the_same_instant_take_back_two_acts(database: Database) -> None:
    await mark(database, 1, "csrf")
    await mark(database, 2, "xss")
    await mark(database, 3, "forms")
    both = await asyncio.gather(undo(database, 4), undo(database, 5))
    assert {one.topic_ids for one in both if one} == {("forms",), ("xss",)}
    await assert_consistent(database, ADA)


async def test_one_undo_delivered_twice_at_the_same_instant_undoes_once(database: Database) -> None:
    await mark(database, 1, "csrf")
    await mark(database, 2, "xss")
    first, second = await asyncio.gather(undo(database, 3), undo(database, 3))
    assert first == second == progress.Undone(DONE, ("xss",), 10, {"csrf": DONE})
    await assert_consistent(database, ADA)


async def test_marking_and_undoing_at_once_leaves_a_state_that_follows_from_the_events(database: Database) -> None:
    await asyncio.gather(
        *(
            mark(database, number, f"topic-{number % 4}") if number % 3 else undo(database, number)
            for number in range(1, 31)
        )
    )
    await assert_consistent(database, ADA)
