"""Questions of the day in the database: kept as they were posted, told of by one process now and then."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from planned_posts import add
from shipped import shipped_roadmap
from study_acts import ADA, BOB, GUILD, NOW, ROADMAP, act

from bot.core.asking import answer_with
from bot.core.mastery import AnswerKind
from bot.core.member import LearnerKey
from bot.core.message_draft import Occurrence
from bot.core.posted_question import PostedQuestion, asking_of
from bot.core.recurrence import ScheduledRun
from bot.store import posted_questions as store
from bot.store.answers import record_answer
from bot.store.database import Database

CSRF = shipped_roadmap().topics["csrf"]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
RUN = Occurrence(5, ScheduledRun(NOW.date(), NOW))


async def keep(database: Database, question: int = 0, run: Occurrence = RUN) -> PostedQuestion:
    schedule = replace(await add(database, guild_id=GUILD), id=1)
    async with database.writing() as connection:
        return await store.keep_posted(
            connection, schedule, ROADMAP, "csrf", CSRF.quiz[question], run=run, until=run.run.at + DAY
        )


async def test_the_question_that_was_chosen_first_stays(database: Database) -> None:
    first = await keep(database, 0)
    assert await keep(database, 1) == first
    assert first.question == CSRF.quiz[0]
    assert first.run_token == RUN.run_token
    later = await keep(database, 1, Occurrence(6, ScheduledRun(NOW.date(), NOW + DAY)))
    assert later.id != first.id
    async with database.reading() as connection:
        assert await store.posted_by_id(connection, first.id) == first
        assert await store.posted_by_id(connection, 99) is None
        assert sorted(await store.posted_ids(connection, 1, "csrf")) == sorted(one.id for one in CSRF.quiz[:2])


async def test_how_many_chose_what_is_counted(database: Database) -> None:
    posted = await keep(database)
    asking, _ = asking_of(shipped_roadmap(), shipped_roadmap(), posted)
    for number, (learner, place) in enumerate([(ADA, 0), (BOB, None), (LearnerKey(9, ROADMAP), 0)], start=1):
        async with database.writing() as connection:
            given = answer_with(asking, place, AnswerKind.DAILY, NOW.date())
            await record_answer(connection, act(number, learner), learner, CSRF, given)
    async with database.reading() as connection:
        assert await store.spread_of(connection, posted) == {asking.order[0]: 2, None: 1}
        assert await store.spread_of(connection, replace(posted, id=posted.id + 1)) == {}


async def test_its_message_is_changed_by_one_process_and_not_too_often(database: Database) -> None:
    posted = await keep(database)
    request = replace(act(1), message_id=77)

    async def claimed(seconds: int) -> PostedQuestion | None:
        async with database.writing() as connection:
            return await store.claim_question(connection, posted.id, NOW + seconds * SECOND)

    assert await claimed(1) is None
    async with database.writing() as connection:
        await store.note_press(connection, request, posted)
        await store.note_press(connection, replace(request, message_id=78), posted)
    async with database.reading() as connection:
        assert await store.due_questions(connection, NOW + 2 * SECOND) == (posted.id,)
    both = await asyncio.gather(claimed(2), claimed(2), claimed(2))
    (one,) = [found for found in both if found]
    assert one.message_id == 77
    assert await claimed(3) is None
    async with database.writing() as connection:
        await store.note_press(connection, act(3), posted)
    assert await claimed(4) is None
    assert await claimed(5) is not None
    assert await claimed(60 * 60 * 24) is not None  # its day is over
    assert await claimed(60 * 60 * 25) is None


async def test_the_first_time_that_it_was_revealed_stays(database: Database) -> None:
    posted = await keep(database)
    for day in (1, 2):
        async with database.writing() as connection:
            await store.reveal(connection, posted.id, NOW + day * DAY)
    async with database.reading() as connection:
        found = await store.posted_by_id(connection, posted.id)
    assert found is not None
    assert found.revealed_at == NOW + DAY
