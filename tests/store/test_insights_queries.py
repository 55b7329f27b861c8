"""Figures of a group: counted in the database, on both kinds, without those who hide, left or are excluded."""

from datetime import timedelta

from sqlalchemy import update
from study_acts import DAY, GUILD, NOW, ROADMAP

from bot.core.insights import QuestionFigures, TopicFigures
from bot.core.mastery import Answer, AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import TopicState
from bot.core.roadmap import Topic
from bot.core.user import Visibility
from bot.store.answers import record_answer
from bot.store.database import Database
from bot.store.guilds import mark_left, record_member
from bot.store.insights_queries import group_figures
from bot.store.progress import mark
from bot.store.tables import members
from bot.store.users import set_visibility

TOPIC = Topic("csrf", "CSRF", "", "", "", (), 0, ())


def request(user_id: int, number: int) -> RequestContext:
    return RequestContext(number << 22, user_id, "m", GUILD, NOW + timedelta(seconds=number))


async def join(database: Database, *user_ids: int) -> None:
    async with database.writing() as connection:
        for user_id in user_ids:
            await record_member(connection, GUILD, user_id, f"m{user_id}", NOW)


async def answer(
    database: Database,
    user_id: int,
    number: int,
    question: str,
    *,
    right: bool,
    kind: AnswerKind = AnswerKind.QUIZ,
    chosen: int | None = 0,
) -> None:
    given = Answer(number, TOPIC.id, question, "key", "recall", kind, chosen, right=right, lucky=False, day=DAY)
    async with database.writing() as connection:
        await record_answer(connection, request(user_id, number), LearnerKey(user_id, ROADMAP), TOPIC, given)


async def test_a_question_has_the_first_try_of_each(database: Database) -> None:
    await join(database, 1, 2)
    await answer(database, 1, 1, "q", right=False)
    await answer(database, 1, 2, "q", right=True)
    await answer(database, 1, 5, "r", right=True)
    await answer(database, 1, 6, "r", right=False)
    await answer(database, 2, 3, "q", right=True)
    await answer(database, 2, 4, "placed", right=False, kind=AnswerKind.PLACEMENT)
    async with database.reading() as connection:
        figures = await group_figures(connection, GUILD, ROADMAP, NOW)
    told = [(one.question_id, one.topic_id, one.tries, one.right) for one in figures.questions]
    assert sorted(told) == [("q", "csrf", 2, 1), ("r", "csrf", 1, 1)]
    assert figures.topics == (TopicFigures("csrf", stuck=0, answered=2, tries=3, right=2),)


async def test_who_does_well_elsewhere_and_badly_here_turns_the_sign(database: Database) -> None:
    await join(database, 1, 2)
    number = 0
    for user_id, elsewhere, here in ((1, True, False), (2, False, True)):
        for question, right in (("a", elsewhere), ("b", elsewhere), ("turned", here)):
            number += 1
            await answer(database, user_id, number, question, right=right)
    async with database.reading() as connection:
        figures = await group_figures(connection, GUILD, ROADMAP, NOW)
    by_id: dict[str, QuestionFigures] = {question.question_id: question for question in figures.questions}
    assert by_id["turned"].discrimination < 0
    assert figures.topics[0].tries == 6


async def test_the_wrong_choice_that_most_chose_is_counted_apart(database: Database) -> None:
    chosen = [(9, True), (9, True), (0, False), (2, False), (2, False), (2, False), (None, False), (None, False)]
    await join(database, *range(1, len(chosen) + 1))
    for user_id, (choice, right) in enumerate(chosen, start=1):
        await answer(database, user_id, user_id, "q", right=right, chosen=choice)
        await answer(database, user_id, user_id + 100, "q", right=False, chosen=1)  # no first try any more
    await answer(database, 1, 1_000, "unknown", right=False, chosen=None)
    async with database.reading() as connection:
        figures = await group_figures(connection, GUILD, ROADMAP, NOW)
    by_id = {question.question_id: question for question in figures.questions}
    assert (by_id["q"].asked, by_id["q"].tries, by_id["q"].right, by_id["q"].rival) == (8, 6, 2, 3)
    assert (by_id["unknown"].asked, by_id["unknown"].tries, by_id["unknown"].rival) == (1, 0, 0)


async def test_stuck_is_a_start_of_a_week_ago_or_three_misses_each_person_once(database: Database) -> None:
    await join(database, 1, 2, 3)
    for user_id in (1, 2):
        async with database.writing() as connection:
            learner = LearnerKey(user_id, ROADMAP)
            await mark(connection, request(user_id, user_id), learner, ["csrf"], TopicState.STARTED, local_date=DAY)
    for number in (11, 12, 13):
        await answer(database, 1, number, f"q{number}", right=False)
        await answer(database, 3, number + 100, f"q{number}", right=False)
    async with database.reading() as connection:
        now = (await group_figures(connection, GUILD, ROADMAP, NOW)).topics
        later = (await group_figures(connection, GUILD, ROADMAP, NOW + timedelta(days=8))).topics
    assert [topic.stuck for topic in now] == [2]
    assert [topic.stuck for topic in later] == [3]


async def test_who_hides_left_or_is_excluded_is_in_no_figure(database: Database) -> None:
    await join(database, 1, 2, 3, 4)
    for user_id in (1, 2, 3, 4):
        await answer(database, user_id, user_id, "q", right=True)
    async with database.writing() as connection:
        await set_visibility(connection, 1, Visibility.NOBODY, NOW)
        await mark_left(connection, GUILD, [2], NOW + timedelta(days=1))
        await connection.execute(update(members).where(members.c.user_id == 3).values(excluded=True))
    async with database.reading() as connection:
        figures = await group_figures(connection, GUILD, ROADMAP, NOW)
        elsewhere = await group_figures(connection, GUILD + 1, ROADMAP, NOW)
    assert figures.activity.members == figures.activity.week == 1
    assert figures.questions[0].tries == 1
    assert (elsewhere.activity.members, elsewhere.topics, elsewhere.questions) == (0, (), ())
