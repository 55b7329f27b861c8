"""What is asked on a day, what a press on it is worth, and when the channel is told how the answers were spread."""

from dataclasses import dataclass
from datetime import timedelta

from bot.context import AppContext
from bot.core.asking import Asking, answer_with
from bot.core.errors import StudyError
from bot.core.mastery import Answer, AnswerKind, Learning
from bot.core.member import LearnerKey, RequestContext, require_manage_guild
from bot.core.message_draft import Occurrence
from bot.core.post_kinds import EVERY_DAY
from bot.core.posted_question import (
    HALF_A_DAY,
    MIN_SPREAD,
    OUTDATED,
    PostedQuestion,
    asking_of,
    choose_posted,
    read_place,
    read_posted_id,
)
from bot.core.progress import Award
from bot.core.recurrence import next_run
from bot.core.schedule import Schedule
from bot.core.topic_rotation import next_asked_topic
from bot.guild_context import GuildContext
from bot.store import posted_questions as store
from bot.store.answers import record_answer
from bot.store.prompts import group_standing

LATELY = timedelta(days=60)
"""Whoever has studied nothing for longer than this is not asked for."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it counts: `first` is False for one that was given before, `on_roadmap` is whether its topic stays.

    `practice` changed nothing.
    """

    asking: Asking
    answer: Answer
    first: bool
    practice: bool
    on_roadmap: bool
    learning: Learning
    awards: tuple[Award, ...]
    points: int


async def choose(
    app: AppContext, context: GuildContext, schedule: Schedule, occurrence: Occurrence
) -> tuple[PostedQuestion, Asking] | None:
    """Return what a schedule asks in a run; None when there is no question on the roadmap."""
    roadmap, run = context.roadmap, occurrence.run
    async with app.database.reading() as connection:
        since, guild_id = run.at - LATELY, schedule.guild_id
        group = await group_standing(connection, schedule.id, guild_id, roadmap.id, since, run.local_date)
        topic = next_asked_topic(roadmap, schedule.sections, schedule.order, group, schedule.id, schedule.topic_id)
        if topic is None:
            return None
        posted_ids = await store.posted_ids(connection, schedule.id, topic.id)
    question = choose_posted(topic, posted_ids, schedule.id)
    # A test may be posted at any time; it counts till the day after, as what the clock posts does.
    until = next_run(run.at + HALF_A_DAY, schedule.zone, schedule.at, EVERY_DAY).at
    async with app.database.writing() as connection:
        posted = await store.keep_posted(
            connection, schedule, roadmap.id, topic.id, question, run=occurrence, until=until
        )
    asking, _ = asking_of(roadmap, app.library.default, posted)
    return posted, asking


async def judge(app: AppContext, request: RequestContext, argument: str) -> Judged:
    """Judge and record a press; StudyError for one that belongs nowhere."""
    pressed = read_place(argument)
    posted = await _posted(app, request, pressed.posted_id)
    asking, on_roadmap = asking_of(app.library.roadmaps.get(posted.roadmap_id), app.library.default, posted)
    if pressed.place is not None and pressed.place >= len(asking.order):
        raise StudyError(OUTDATED)
    day = (await app.guilds.of(request)).study_day_of(request)
    kind = posted.kind_at(request.at) if on_roadmap else AnswerKind.DAILY_LATE
    answer = answer_with(asking, pressed.place, kind, day)
    learner = LearnerKey(request.user_id, posted.roadmap_id)
    async with app.recording(request) as connection:
        recorded = await record_answer(connection, request, learner, asking.topic, answer)
        if recorded.first:
            await store.note_press(connection, request, posted)
    if recorded.first:
        app.progress.put_learning(learner, asking.topic.id, recorded.learning)
    return Judged(
        asking=asking,
        answer=recorded.answer,
        first=recorded.first,
        practice=recorded.practice,
        on_roadmap=on_roadmap,
        learning=recorded.learning,
        awards=recorded.awards,
        points=recorded.points,
    )


async def show_answers(app: AppContext, request: RequestContext, argument: str) -> None:
    """Let the channel see how the answers were spread, on an organiser's word; StudyError when it cannot be."""
    require_manage_guild(request)
    posted = await _posted(app, request, read_posted_id(argument))
    async with app.database.writing() as connection:
        answers = sum((await store.spread_of(connection, posted)).values())
        if answers < MIN_SPREAD:
            raise StudyError(f"{answers} of {MIN_SPREAD} answers are in: with fewer, one could tell whose is which.")
        if posted.revealed_at:
            raise StudyError("The channel can already see the answers.")
        await store.note_press(connection, request, posted)
        await store.reveal(connection, posted.id, request.at)


async def _posted(app: AppContext, request: RequestContext, posted_id: int) -> PostedQuestion:
    async with app.database.reading() as connection:
        posted = await store.posted_by_id(connection, posted_id)
    if posted is None or posted.guild_id != request.guild_id:
        raise StudyError(OUTDATED)
    return posted
