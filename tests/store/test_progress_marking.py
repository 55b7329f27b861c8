"""Marking topics: what counts, what counts once, and what a second delivery must not do."""

from datetime import date, timedelta

import pytest
from stored_rows import assert_consistent, rows_of
from study_acts import ADA, BOB, DAY, GUILD, NOW, act, mark, undo

from bot.core.member import LearnerKey
from bot.core.progress import TopicState
from bot.store import progress
from bot.store.database import Database
from bot.store.tables import study_events, topic_states

DONE, STARTED, SKIPPED = TopicState.DONE, TopicState.STARTED, TopicState.SKIPPED


async def test_a_topic_earns_its_points_once(database: Database) -> None:
    first = await mark(database, 1, "csrf")
    again = await mark(database, 2, "csrf")
    assert first == progress.Marked(("csrf",), (), 10, {"csrf": DONE})
    assert again == progress.Marked((), ("csrf",), 0, {"csrf": DONE})
    await assert_consistent(database, ADA)


async def test_an_act_delivered_twice_gets_the_same_answer_and_counts_once(database: Database) -> None:
    first = await mark(database, 1, "csrf", "xss")
    assert await mark(database, 1, "csrf", "xss") == first
    assert len(await rows_of(database, study_events, ADA)) == 2
    await assert_consistent(database, ADA)


async def test_several_topics_are_marked_at_once_and_repeats_count_once(database: Database) -> None:
    await mark(database, 1, "xss")
    marked = await mark(database, 2, "csrf", "xss", "csrf", "forms")
    assert marked.changed == ("csrf", "forms")
    assert marked.unchanged == ("xss",)
    assert marked.points == 20
    assert marked.states == {"csrf": DONE, "xss": DONE, "forms": DONE}


async def test_the_event_keeps_who_when_and_where(database: Database) -> None:
    await mark(database, 1, "csrf", day=date(2026, 11, 23))
    (row,) = await rows_of(database, study_events, ADA)
    assert row == {
        "user_id": ADA.user_id,
        "roadmap_id": ADA.roadmap_id,
        "topic_id": "csrf",
        "kind": "done",
        "at": NOW + timedelta(seconds=1),
        "local_date": date(2026, 11, 23),
        "points": 10,
        "guild_id": GUILD,
        "action_id": 1,
        "voided_at": None,
        "voided_by": None,
    }


async def test_marking_in_a_direct_message_has_no_guild(database: Database) -> None:
    async with database.writing() as connection:
        await progress.mark(connection, act(1, guild_id=None), ADA, ["csrf"], DONE, local_date=DAY)
    (row,) = await rows_of(database, study_events, ADA)
    assert row["guild_id"] is None


async def test_only_finishing_earns_points(database: Database) -> None:
    assert (await mark(database, 1, "csrf", wanted=STARTED)).points == 0
    assert (await mark(database, 2, "xss", wanted=SKIPPED)).points == 0
    assert (await mark(database, 3, "csrf", "xss")).points == 20
    await assert_consistent(database, ADA)


@pytest.mark.parametrize("wanted", [STARTED, SKIPPED])
async def test_what_is_done_stays_done(database: Database, wanted: TopicState) -> None:
    await mark(database, 1, "csrf")
    marked = await mark(database, 2, "csrf", wanted=wanted)
    assert marked.unchanged == ("csrf",)
    assert marked.states == {"csrf": DONE}


async def test_a_skipped_topic_can_be_started_and_skipped_again(database: Database) -> None:
    for number, wanted in enumerate((STARTED, SKIPPED, STARTED, SKIPPED), start=1):
        marked = await mark(database, number, "csrf", wanted=wanted)
        assert marked.changed == ("csrf",)
        assert marked.states == {"csrf": wanted}
        await assert_consistent(database, ADA)


async def test_doing_it_again_after_an_undo_restores_the_first_instant_and_date(database: Database) -> None:
    await mark(database, 1, "csrf", day=date(2026, 11, 20))
    await undo(database, 2)
    again = await mark(database, 3, "csrf", day=date(2026, 11, 24))
    assert again == progress.Marked(("csrf",), (), 10, {"csrf": DONE})
    (row,) = await rows_of(database, study_events, ADA)
    assert row["at"] == NOW + timedelta(seconds=1)
    assert row["local_date"] == date(2026, 11, 20)
    assert row["action_id"] == 3
    assert row["voided_at"] is None
    await assert_consistent(database, ADA)


async def test_a_second_delivery_does_not_bring_back_what_was_undone(database: Database) -> None:
    await mark(database, 1, "csrf")
    await undo(database, 2)
    late = await mark(database, 1, "csrf")
    assert late == progress.Marked((), ("csrf",), 0, {})
    await assert_consistent(database, ADA)


async def test_an_act_from_before_the_undo_that_comes_after_it_brings_nothing_back(database: Database) -> None:
    await mark(database, 1, "csrf")
    await undo(database, 9)
    assert (await mark(database, 5, "csrf")).states == {}


async def test_a_second_delivery_of_what_was_refused_does_nothing_after_an_undo(database: Database) -> None:
    await mark(database, 1, "csrf")
    assert (await mark(database, 2, "csrf", wanted=STARTED)).changed == ()
    await undo(database, 3)
    assert await mark(database, 2, "csrf", wanted=STARTED) == progress.Marked((), ("csrf",), 0, {})


async def test_an_act_that_a_newer_one_overtook_changes_nothing(database: Database) -> None:
    await mark(database, 5, "csrf", wanted=SKIPPED)
    late = await mark(database, 4, "csrf", wanted=STARTED)
    assert late == progress.Marked((), ("csrf",), 0, {"csrf": SKIPPED})
    await assert_consistent(database, ADA)


async def test_learners_and_roadmaps_do_not_share_progress(database: Database) -> None:
    elsewhere = LearnerKey(ADA.user_id, "another")
    await mark(database, 1, "csrf")
    await mark(database, 2, "csrf", learner=elsewhere)
    await mark(database, 3, "xss", learner=BOB)
    async with database.reading() as connection:
        assert await progress.states(connection, ADA) == {"csrf": DONE}
        assert await progress.states(connection, elsewhere) == {"csrf": DONE}
        assert await progress.states(connection, BOB) == {"xss": DONE}
    for learner in (ADA, BOB, elsewhere):
        await assert_consistent(database, learner)


async def test_marking_open_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="undo"):
        await mark(database, 1, "csrf", wanted=TopicState.OPEN)


async def test_marking_nothing_changes_nothing(database: Database) -> None:
    await mark(database, 1, "csrf")
    assert await mark(database, 2) == progress.Marked((), (), 0, {"csrf": DONE})


async def test_an_error_later_in_the_transaction_takes_everything_back(database: Database) -> None:
    async def mark_and_fail() -> None:
        async with database.writing() as connection:
            await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await mark_and_fail()
    assert await rows_of(database, study_events, ADA) == []
    assert await rows_of(database, topic_states, ADA) == []
    await assert_consistent(database, ADA)


async def test_a_hundred_topics_at_once_are_all_marked(database: Database) -> None:
    topics = [f"topic-{number}" for number in range(100)]
    marked = await mark(database, 1, *topics)
    assert marked.changed == tuple(topics)
    assert marked.points == 1_000
    await assert_consistent(database, ADA)
