"""Totals can always be had from the events again."""

import asyncio

from sqlalchemy import delete, update
from stored_rows import assert_consistent
from study_acts import ADA, BOB, mark, undo

from bot.core.member import LearnerKey
from bot.store import progress_events
from bot.store.database import Database
from bot.store.tables import learner_totals


async def test_rebuilding_totals_makes_wrong_and_missing_ones_right(database: Database) -> None:
    other = LearnerKey(ADA.user_id, "other")
    await mark(database, 1, "csrf", "xss", "forms")
    await mark(database, 2, "csrf", learner=other)
    await mark(database, 3, "csrf", learner=BOB)
    await mark(database, 4, "xss", learner=BOB)
    await undo(database, 5, BOB)
    async with database.writing() as connection:
        await connection.execute(update(learner_totals).values(points=7, topics=9))
        await connection.execute(delete(learner_totals).where(learner_totals.c.user_id == BOB.user_id))
        assert await progress_events.rebuild_totals(connection) == 3
    for learner in (ADA, BOB, other):
        await assert_consistent(database, learner)


async def test_rebuilding_totals_while_others_mark_loses_nothing(database: Database) -> None:
    learners = [LearnerKey(number, ADA.roadmap_id) for number in range(1, 9)]

    async def rebuild() -> None:
        async with database.writing() as connection:
            await progress_events.rebuild_totals(connection)

    for number in range(1, 9):
        marks = (mark(database, number, f"topic-{number}", learner=learner) for learner in learners)
        await asyncio.gather(rebuild(), *marks, rebuild())
    for learner in learners:
        await assert_consistent(database, learner)
