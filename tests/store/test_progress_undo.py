"""Taking back: act by act, the newest first, and once however often it is delivered."""

from datetime import timedelta

from stored_rows import assert_consistent, rows_of
from study_acts import ADA, BOB, NOW, act, mark, undo, undo_topic

from bot.core.progress import TopicState
from bot.store import progress
from bot.store.database import Database
from bot.store.tables import study_events

DONE, STARTED, SKIPPED = TopicState.DONE, TopicState.STARTED, TopicState.SKIPPED


async def test_undo_takes_back_act_by_act(database: Database) -> None:
    await mark(database, 1, "csrf", wanted=STARTED)
    await mark(database, 2, "csrf")
    await mark(database, 3, "xss", wanted=SKIPPED)
    assert await undo(database, 4) == progress.Undone(SKIPPED, ("xss",), 0, {"csrf": DONE})
    assert await undo(database, 5) == progress.Undone(DONE, ("csrf",), 10, {"csrf": STARTED})
    assert await undo(database, 6) == progress.Undone(STARTED, ("csrf",), 0, {})
    assert await undo(database, 7) is None
    await assert_consistent(database, ADA)


async def test_undo_takes_back_every_topic_of_an_act(database: Database) -> None:
    await mark(database, 1, "forms")
    await mark(database, 2, "csrf", "xss")
    assert await undo(database, 3) == progress.Undone(DONE, ("csrf", "xss"), 20, {"forms": DONE})
    await assert_consistent(database, ADA)


async def test_undo_leaves_out_the_topics_of_an_act_that_went_on(database: Database) -> None:
    await mark(database, 1, "csrf", "xss", wanted=STARTED)
    await mark(database, 2, "csrf")
    await undo_topic(database, 3, "xss")
    assert await undo(database, 4) == progress.Undone(DONE, ("csrf",), 10, {"csrf": STARTED})
    assert await undo(database, 5) == progress.Undone(STARTED, ("csrf",), 0, {})


async def test_an_undo_delivered_twice_gives_the_same_answer_and_undoes_once(database: Database) -> None:
    await mark(database, 1, "csrf")
    await mark(database, 2, "xss", "forms")
    first = await undo(database, 3)
    assert first == progress.Undone(DONE, ("forms", "xss"), 20, {"csrf": DONE})
    assert await undo(database, 3) == first
    await assert_consistent(database, ADA)


async def test_a_second_delivery_does_not_undo_what_was_done_again(database: Database) -> None:
    await mark(database, 1, "xss")
    await mark(database, 2, "csrf")
    await undo(database, 3)
    await mark(database, 4, "csrf")
    await undo(database, 3)
    async with database.reading() as connection:
        assert await progress.states(connection, ADA) == {"csrf": DONE, "xss": DONE}
    await assert_consistent(database, ADA)


async def test_a_second_delivery_undoes_nothing_even_when_its_trace_is_gone(database: Database) -> None:
    await mark(database, 1, "xss")
    await mark(database, 2, "csrf")
    await undo(database, 3)
    await mark(database, 4, "csrf")
    await undo(database, 5)
    assert await undo(database, 3) is None
    async with database.reading() as connection:
        assert await progress.states(connection, ADA) == {"xss": DONE}


async def test_an_undo_does_not_reach_acts_that_came_after_it(database: Database) -> None:
    await mark(database, 1, "csrf")
    await mark(database, 5, "xss")
    late = await undo(database, 3)
    assert late == progress.Undone(DONE, ("csrf",), 10, {"xss": DONE})


async def test_undo_says_when_and_by_what_an_event_was_voided(database: Database) -> None:
    await mark(database, 1, "csrf")
    await undo(database, 2)
    (row,) = await rows_of(database, study_events, ADA)
    assert (row["voided_at"], row["voided_by"]) == (NOW + timedelta(seconds=2), 2)


async def test_one_topic_is_undone_whatever_came_after(database: Database) -> None:
    await mark(database, 1, "csrf", wanted=STARTED)
    await mark(database, 2, "csrf", "xss")
    await mark(database, 3, "forms")
    first = await undo_topic(database, 4, "csrf")
    assert first == progress.Undone(DONE, ("csrf",), 10, {"csrf": STARTED, "xss": DONE, "forms": DONE})
    assert await undo_topic(database, 4, "csrf") == first
    assert await undo_topic(database, 5, "csrf") == progress.Undone(STARTED, ("csrf",), 0, {"xss": DONE, "forms": DONE})
    assert await undo_topic(database, 6, "csrf") is None
    await assert_consistent(database, ADA)


async def test_the_undo_button_of_an_act_takes_back_that_act_only(database: Database) -> None:
    await mark(database, 1, "csrf", "xss")
    await mark(database, 2, "forms")
    async with database.writing() as connection:
        undone = await progress.undo_act(connection, act(3), ADA, 1)
    assert undone == progress.Undone(DONE, ("csrf", "xss"), 20, {"forms": DONE})
    async with database.writing() as connection:
        assert await progress.undo_act(connection, act(3), ADA, 1) == undone
        assert await progress.undo_act(connection, act(4), ADA, 1) is None
    await assert_consistent(database, ADA)


async def test_undoing_what_was_skipped_in_between_shows_what_was_before(database: Database) -> None:
    await mark(database, 1, "csrf", wanted=STARTED)
    await mark(database, 2, "csrf", wanted=SKIPPED)
    undone = await undo(database, 3)
    assert undone == progress.Undone(SKIPPED, ("csrf",), 0, {"csrf": STARTED})


async def test_nobody_undoes_for_somebody_else(database: Database) -> None:
    await mark(database, 1, "csrf")
    assert await undo(database, 2, BOB) is None
    await assert_consistent(database, ADA)


async def test_points_come_back_with_the_topic(database: Database) -> None:
    for number in range(1, 9, 2):
        assert (await mark(database, number, "csrf")).points == 10
        undone = await undo(database, number + 1)
        assert undone is not None
        assert undone.points == 10
        await assert_consistent(database, ADA)
