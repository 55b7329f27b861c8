"""What became of a run, and what is left to do."""

from dataclasses import replace
from datetime import date, time

from ledger_acts import POST, begin, settle, taken_at
from planned_posts import BEFORE, CHANNEL, DAY, DUE, MINUTE, OTHER_GUILD, SECOND, add, backlog, claim, past, take

from bot.core.message_draft import OccurrenceState
from bot.core.recurrence import ScheduledRun
from bot.store import occurrences
from bot.store.database import Database
from bot.store.occurrences import Backlog
from bot.store.prompts import group_standing


async def test_what_was_sent_is_history(database: Database) -> None:
    schedule = await add(database)
    begun = await begin(database, await taken_at(database), DUE)
    assert begun is not None
    await settle(database, begun, OccurrenceState.SENT, DUE + SECOND, 77)
    async with database.reading() as connection:
        (run,) = await occurrences.past_runs(connection, schedule.id, DUE, 10)
    assert run.run == ScheduledRun(date(2026, 11, 24), DUE)
    assert (run.state, run.finished_at) == (OccurrenceState.SENT, DUE + SECOND)
    assert (run.channel_id, run.message_id, run.topic_id) == (CHANNEL, 77, "csrf")
    assert await take(database, DUE + DAY) == ()


async def test_what_was_sent_stays_sent_and_what_was_doubted_may_be_found_sent(database: Database) -> None:
    schedule = await add(database)
    begun = await begin(database, await taken_at(database), DUE)
    assert begun is not None
    for state in (OccurrenceState.UNKNOWN, OccurrenceState.SENT, OccurrenceState.FAILED):
        await settle(database, begun, state, DUE)
    assert await past(database, schedule) == [("2026-11-24", "sent")]


async def test_history_has_the_newest_first_and_ends_somewhere(database: Database) -> None:
    schedule = await add(database)
    for days in range(4):
        await claim(database, DUE + days * DAY)
    assert [day for day, _ in await past(database, schedule, most=2)] == ["2026-11-27", "2026-11-26"]


async def test_topics_count_as_posted_unless_they_certainly_were_not(database: Database) -> None:
    schedule = await add(database)
    ends = {
        "views": OccurrenceState.SENT,
        "forms": OccurrenceState.FAILED,
        "models": OccurrenceState.UNKNOWN,
        "http": OccurrenceState.SKIPPED,
        "csrf": None,
    }
    for number, (topic, end) in enumerate(ends.items()):
        now = DUE + number * DAY
        begun = await begin(database, await taken_at(database, now), now, replace(POST, topic_id=topic))
        assert begun is not None
        if end:
            await settle(database, begun, end, now)
    async with database.reading() as connection:
        far = await group_standing(connection, schedule.id, schedule.guild_id, "python-django", BEFORE, DUE.date())
    assert far.posted == ("views", "models", "csrf")


async def test_the_backlog_says_what_is_left_to_do(database: Database) -> None:
    assert await backlog(database, DUE) == Backlog(0, 0, None)
    await add(database)
    await add(database, at=time(8, 45))
    await add(database, guild_id=OTHER_GUILD, at=time(12))
    assert await backlog(database, DUE) == Backlog(2, 0, None)
    await claim(database, DUE)
    assert await backlog(database, DUE) == Backlog(0, 2, DUE - 15 * MINUTE)
    for taken in await take(database, DUE):
        await settle(database, taken, OccurrenceState.SENT, DUE)
    assert await backlog(database, DUE) == Backlog(0, 0, None)


async def test_runs_are_deleted_once_they_are_old_and_ended(database: Database) -> None:
    schedule = await add(database)
    for day in range(3):
        await claim(database, DUE + day * DAY)
    (leased, *_) = await take(database, DUE + 2 * DAY)
    async with database.writing() as connection:
        await occurrences.finish(connection, leased.occurrence.id, OccurrenceState.SENT, DUE)
        assert await occurrences.prune_runs(connection, DUE) == 0
        assert await occurrences.prune_runs(connection, DUE + 10 * DAY) == 1
    assert await past(database, schedule) == [("2026-11-26", "claimed"), ("2026-11-25", "claimed")]
