"""Topics that got another id keep what members did with them, and nothing counts twice."""

from datetime import date
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored_rows import assert_consistent, rows_of
from study_acts import ADA, BOB, ROADMAP, mark, undo, undo_topic

from bot.core.member import LearnerKey
from bot.core.progress import States, TopicState
from bot.store import progress
from bot.store.database import Database
from bot.store.roadmap_ids import rename_topics
from bot.store.tables import study_events

NEWCOMERS = count(1)
DONE, STARTED, SKIPPED = TopicState.DONE, TopicState.STARTED, TopicState.SKIPPED


async def rename(database: Database, **renamed: str) -> int:
    async with database.writing() as connection:
        return await rename_topics(connection, ROADMAP, renamed)


async def states(database: Database, learner: LearnerKey = ADA) -> States:
    async with database.reading() as connection:
        return await progress.states(connection, learner)


async def test_progress_moves_to_the_new_id(database: Database) -> None:
    await mark(database, 1, "old", "xss", day=date(2026, 11, 20))
    await mark(database, 2, "old", wanted=STARTED, learner=BOB)
    await mark(database, 3, "xss", learner=LearnerKey(3, ROADMAP))
    assert await rename(database, old="new") == 2
    assert await states(database) == {"new": DONE, "xss": DONE}
    assert await states(database, BOB) == {"new": STARTED}
    row = next(row for row in await rows_of(database, study_events, ADA) if row["topic_id"] == "new")
    assert (row["local_date"], row["action_id"], row["points"]) == (date(2026, 11, 20), 1, 10)
    for learner in (ADA, BOB):
        await assert_consistent(database, learner)


async def test_renaming_again_changes_nothing(database: Database) -> None:
    await mark(database, 1, "old")
    await rename(database, old="new")
    before = await rows_of(database, study_events, ADA)
    assert await rename(database, old="new") == 0
    assert await rename(database) == 0
    assert await rows_of(database, study_events, ADA) == before


async def test_of_two_events_the_earlier_stays_and_counts_once(database: Database) -> None:
    await mark(database, 1, "new", day=date(2026, 11, 20))
    await mark(database, 2, "old", day=date(2026, 11, 21))
    await mark(database, 3, "old", learner=BOB, day=date(2026, 11, 22))
    await mark(database, 4, "new", learner=BOB, day=date(2026, 11, 23))
    await rename(database, old="new")
    for learner, day in ((ADA, date(2026, 11, 20)), (BOB, date(2026, 11, 22))):
        (row,) = await rows_of(database, study_events, learner)
        assert (row["topic_id"], row["local_date"]) == ("new", day)
        await assert_consistent(database, learner)


async def test_what_is_in_force_wins_over_what_was_undone(database: Database) -> None:
    await mark(database, 1, "old")
    await undo(database, 2)
    await mark(database, 3, "new")
    await rename(database, old="new")
    assert await states(database) == {"new": DONE}
    await assert_consistent(database, ADA)


async def test_what_is_done_under_one_id_is_done_whatever_came_later_under_the_other(database: Database) -> None:
    await mark(database, 1, "old")
    await mark(database, 2, "new", wanted=STARTED)
    await rename(database, old="new")
    assert await states(database) == {"new": DONE}
    assert await undo_topic(database, 3, "new") == progress.Undone(DONE, ("new",), 10, {})
    await assert_consistent(database, ADA)


async def test_two_topics_can_become_one(database: Database) -> None:
    await mark(database, 1, "a", wanted=STARTED)
    await mark(database, 2, "b")
    await mark(database, 3, "c", wanted=SKIPPED)
    await rename(database, a="c", b="c")
    assert await states(database) == {"c": DONE}
    await assert_consistent(database, ADA)


async def test_undo_still_takes_back_the_last_act_after_a_rename(database: Database) -> None:
    await mark(database, 1, "xss")
    await mark(database, 2, "old", "forms")
    await rename(database, old="new")
    assert await undo(database, 3) == progress.Undone(DONE, ("forms", "new"), 20, {"xss": DONE})


async def test_a_second_delivery_from_before_the_rename_counts_nothing_twice(database: Database) -> None:
    await mark(database, 1, "old")
    await rename(database, old="new")
    assert (await mark(database, 1, "new")).points == 10
    await assert_consistent(database, ADA)


async def test_the_same_ids_on_another_roadmap_are_left_alone(database: Database) -> None:
    other = LearnerKey(ADA.user_id, "other")
    await mark(database, 1, "old", learner=other)
    assert await rename(database, old="new") == 0
    assert await states(database, other) == {"old": DONE}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["old", "new", "other"]), st.sampled_from([STARTED, SKIPPED, DONE, None])),
        max_size=12,
    )
)
async def test_any_history_stays_consistent_through_a_rename(
    database: Database, acts: list[tuple[str, TopicState | None]]
) -> None:
    learner = LearnerKey(next(NEWCOMERS), ROADMAP)  # the examples share a database
    for number, (topic, kind) in enumerate(acts, start=1):
        if kind is None:
            await undo(database, number, learner)
        else:
            await mark(database, number, topic, wanted=kind, learner=learner)
    before = await states(database, learner)
    await rename(database, old="new")
    after = await states(database, learner)
    await assert_consistent(database, learner)
    assert after.get("other") == before.get("other")
    assert (after.get("new") is DONE) == (DONE in (before.get("old"), before.get("new")))
    assert ("new" in after) == ("old" in before or "new" in before)
