"""The days and points that streaks and progress are computed from."""

from datetime import date, timedelta

from study_acts import ADA, BOB, NOW, mark, undo

from bot.core.progress import TopicState
from bot.store import progress
from bot.store.database import Database

STARTED, SKIPPED = TopicState.STARTED, TopicState.SKIPPED


async def activity(database: Database) -> progress.Activity:
    async with database.reading() as connection:
        return await progress.activity(connection, ADA)


async def test_somebody_new_has_no_activity(database: Database) -> None:
    await mark(database, 1, "csrf", learner=BOB)
    assert await activity(database) == progress.Activity((), 0, None, {})


async def test_days_are_those_of_starting_and_finishing(database: Database) -> None:
    await mark(database, 1, "csrf", wanted=STARTED, day=date(2026, 11, 22))
    await mark(database, 2, "csrf", day=date(2026, 11, 21))
    await mark(database, 3, "xss", day=date(2026, 11, 21))
    await mark(database, 4, "forms", wanted=SKIPPED, day=date(2026, 11, 24))
    assert await activity(database) == progress.Activity(
        (date(2026, 11, 21), date(2026, 11, 22)), 20, NOW + timedelta(seconds=4), {date(2026, 11, 21): 2}
    )


async def test_what_was_undone_is_no_activity(database: Database) -> None:
    await mark(database, 1, "csrf", day=date(2026, 11, 21))
    await mark(database, 2, "xss", day=date(2026, 11, 22))
    await undo(database, 3)
    day = date(2026, 11, 21)
    assert await activity(database) == progress.Activity((day,), 10, NOW + timedelta(seconds=1), {day: 1})
