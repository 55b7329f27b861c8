"""Asking and judging: which question comes, what an answer brings, and what is due."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.context import AppContext
from bot.core.asking import OUTDATED, Asking, answer_with, asking_for, read_pick
from bot.core.errors import EmptyResultError, StudyError
from bot.core.mastery import HARD_GOING, Answer, AnswerKind, Learning, Shown, shown_of
from bot.core.member import LearnerKey, RequestContext
from bot.core.progress import Award, States, missing
from bot.core.questions import choose_question, choose_topic
from bot.core.review_queue import Record, due_topics, missed_once, quiz_topics
from bot.core.roadmap import Question, Roadmap, Topic
from bot.core.sitting import Sitting, read_sitting
from bot.guild_context import GuildContext
from bot.store.answers import answers_about, answers_on, mark_lucky, record_answer
from bot.store.database import Connection

DEFAULT_QUESTIONS, MAX_QUESTIONS = 5, 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to put to the member."""

    asking: Asking
    sitting: Sitting


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a sitting; `due_on` is the next date on which something is due, None when nothing ever is."""

    sitting: Sitting
    answered: int
    due_on: date | None = None
    due_topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer as it counts. `first` is False for an asking that was answered before; `practice` changed nothing.

    `following` is what the sitting asks next, None at its end and where that has to be looked up. `streak_days` is the
    streak that it has made as long as is worth a word.
    """

    asking: Asking
    sitting: Sitting
    answer: Answer
    first: bool
    practice: bool
    learning: Learning
    awards: tuple[Award, ...]
    points: int
    following: Asked | None = None
    streak_days: int | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready somebody is for a topic: what it builds on, and `weakest`, the topic to be asked about first."""

    topic: Topic
    needs: tuple[Topic, ...]
    states: States
    shown: Mapping[str, Shown]
    ready: bool
    weakest: Topic | None


async def begin_quiz(app: AppContext, request: RequestContext, typed: str, questions: int) -> Asked | Finished:
    """Ask the first of so many questions, about the topic that `typed` names or over all that was begun."""
    if not 1 <= questions <= MAX_QUESTIONS:
        raise StudyError(f"A quiz has 1 to {MAX_QUESTIONS} questions.")
    context = await app.guilds.of(request)
    if not typed.strip():
        return await _ask_next(app, request, context, Sitting(AnswerKind.QUIZ, total=questions), None)
    topic = await app.find_topic(context, typed, "quiz")
    return await _ask_next(app, request, context, Sitting(AnswerKind.TOPIC, total=questions), topic)


async def begin_review(app: AppContext, request: RequestContext) -> Asked | Finished:
    """Ask the first question that is due today."""
    context = await app.guilds.of(request)
    return await _ask_next(app, request, context, Sitting(AnswerKind.REVIEW), None)


async def go_on(app: AppContext, request: RequestContext, argument: str) -> Asked | Finished:
    """Ask what comes after the question that a `Next` button stands under."""
    context = await app.guilds.of(request)
    sitting, topic, _ = _read_place(context.roadmap, argument)
    if sitting.is_over:
        return Finished(sitting, sitting.number)
    return await _ask_next(app, request, context, sitting.following(), topic)


async def ask_chosen(app: AppContext, request: RequestContext, argument: str) -> Asked | Finished:
    """Ask what was chosen when the question before it was answered; anew if it was answered elsewhere meanwhile."""
    context = await app.guilds.of(request)
    sitting, topic, question = _read_place(context.roadmap, argument)
    if sitting.kind is AnswerKind.REVIEW:
        learning = (await app.progress.learning(context.learner(request))).get(topic.id)
        if learning and learning.memory and learning.memory.due_on > context.study_day_of(request):
            return await _ask_next(app, request, context, sitting, topic)
    return Asked(Asking(request.user_id, context.roadmap, topic, question, request.id, sitting.token), sitting)


async def one_more(app: AppContext, request: RequestContext, argument: str) -> Asked:
    """Ask one more question about the topic that was just asked about."""
    context = await app.guilds.of(request)
    sitting, topic, _ = _read_place(context.roadmap, argument)
    record = await _record(app, request, context, AnswerKind.TOPIC)
    async with app.database.reading() as connection:
        return await _ask_about(connection, request, record, replace(sitting, extra="m"), topic)


async def judge(app: AppContext, request: RequestContext, argument: str) -> Judged:
    """Judge and record a press on a choice, or on "I don't know"; StudyError when its question is gone or another's."""
    pick = read_pick(argument)
    sitting = read_sitting(pick.sitting) if pick else None
    if pick is None or sitting is None:
        raise StudyError(OUTDATED)
    context = await app.guilds.of(request)
    asking = asking_for(context.roadmap, request.user_id, pick)
    topic = asking.topic
    answer = answer_with(asking, pick.place, sitting.kind, context.study_day_of(request))
    record = await _record(app, request, context, sitting.mode)
    async with app.recording(request) as connection:
        recorded = await record_answer(connection, request, record.learner, topic, answer)
        sitting = sitting.answered(right=recorded.answer.right)
        following = None
        if recorded.first and not sitting.is_over:
            record = replace(record, learning={**record.learning, topic.id: recorded.learning})
            following = await _choose(connection, request, record, sitting.following(), topic)
    streak_days = None
    if recorded.first:
        app.metrics.answer("unknown" if answer.chosen is None else "right" if answer.right else "wrong")
        app.progress.put_learning(record.learner, topic.id, recorded.learning)
        streak_days = await app.milestones.after_answer(record.learner, record.day)
    return Judged(
        asking=asking,
        sitting=sitting,
        answer=recorded.answer,
        first=recorded.first,
        practice=recorded.practice,
        learning=recorded.learning,
        awards=recorded.awards,
        points=recorded.points,
        following=following if isinstance(following, Asked) else None,
        streak_days=streak_days,
    )


async def lucky(app: AppContext, request: RequestContext, argument: str) -> Judged:
    """Note that a right answer was a guess; the argument is that of its question's buttons without the choice."""
    pick = read_pick(f"{argument}:x")
    sitting = read_sitting(pick.sitting) if pick else None
    if pick is None or sitting is None:
        raise StudyError(OUTDATED)
    asking = asking_for((await app.guilds.of(request)).roadmap, request.user_id, pick)
    learner = LearnerKey(request.user_id, asking.roadmap.id)
    async with app.recording(request) as connection:
        answer = await mark_lucky(connection, request, learner, asking.topic, pick.asking_id)
    app.progress.forget([learner])
    if answer is None:
        raise StudyError("You have no right answer to this question, so there is nothing to change.")
    counted = sitting.answered(right=True)
    return Judged(asking, counted, answer, first=True, practice=False, learning=Learning(), awards=(), points=0)


async def readiness(app: AppContext, request: RequestContext, typed: str) -> Readiness:
    """Return how ready the member is for the topic that `typed` means."""
    context = await app.guilds.of(request)
    topic = await app.find_topic(context, typed, "ready")
    learner = context.learner(request)
    states = await app.progress.states(learner)
    shown = shown_of(context.roadmap, await app.progress.learning(learner), context.study_day_of(request))
    needs = tuple(context.roadmap.topics[need] for need in topic.prerequisites)
    open_needs = set(missing(topic, states))
    doubtful = [need for need in needs if need.id in open_needs or (need.id in shown and shown[need.id].rusty)]
    weakest = next((need for need in doubtful if need.quiz), None)
    return Readiness(topic, needs, states, shown, not doubtful, weakest or (topic if topic.quiz else None))


async def topic_of(app: AppContext, request: RequestContext, topic_id: str) -> Topic:
    """Return the topic that a button names; StudyError when it is there no more."""
    return await app.find_topic(await app.guilds.of(request), topic_id, "topic")


async def _ask_next(
    app: AppContext, request: RequestContext, context: GuildContext, sitting: Sitting, last: Topic | None
) -> Asked | Finished:
    record = await _record(app, request, context, sitting.mode)
    async with app.database.reading() as connection:
        return await _choose(connection, request, record, sitting, last)


async def _choose(
    connection: Connection, request: RequestContext, record: Record, sitting: Sitting, last: Topic | None
) -> Asked | Finished:
    """Return what a sitting asks next, `last` the topic of the question before; `record` needs no answers of today."""
    if sitting.mode is AnswerKind.TOPIC and last:
        return await _ask_about(connection, request, record, sitting, last)
    record = replace(record, today=await answers_on(connection, record.learner, record.day))
    last_id = last.id if last else None
    if sitting.mode is AnswerKind.REVIEW:
        topic_id = choose_topic(due_topics(record), last_id)
        if topic_id is None:
            return _end_of_review(request, record, sitting)
    else:
        topic_id = choose_topic([topic.id for topic in quiz_topics(record, request.id)], last_id)
        if topic_id is None:
            raise EmptyResultError(
                "There are no questions on this roadmap yet. Organisers add some with /library edit."
            )
    return await _ask_about(connection, request, record, sitting, record.roadmap.topics[topic_id])


def _end_of_review(request: RequestContext, record: Record, sitting: Sitting) -> Asked | Finished:
    """Ask once more what was missed today; after that it is done until the next topic is due."""
    roadmap = record.roadmap
    for missed in missed_once(record):
        topic, question = roadmap.questions[missed.question_id]
        extra = replace(sitting, extra="x")
        return Asked(Asking(request.user_id, roadmap, topic, question, request.id, extra.token), extra)
    answered = sum(1 for answer in record.today if answer.kind is AnswerKind.REVIEW)
    coming = [
        (learning.memory.due_on, roadmap.position[topic_id])
        for topic_id, learning in record.learning.items()
        if learning.memory and topic_id in roadmap.topics
    ]
    if not coming:
        return Finished(sitting, answered)
    due_on, position = min(coming)
    return Finished(sitting, answered, due_on, roadmap.topics[roadmap.order[position]])


async def _ask_about(
    connection: Connection, request: RequestContext, record: Record, sitting: Sitting, topic: Topic
) -> Asked:
    if not topic.quiz:
        raise StudyError(
            f"There are no questions about {topic.markdown_title} yet. /quiz alone asks about what you have started."
        )
    history = await answers_about(connection, record.learner, topic.id)
    misses = 0
    for answer in reversed(history):
        if answer.right:
            break
        misses += 1
    question = choose_question(topic, history, request.id, easiest=misses >= HARD_GOING)
    return Asked(Asking(request.user_id, record.roadmap, topic, question, request.id, sitting.token), sitting)


async def _record(app: AppContext, request: RequestContext, context: GuildContext, mode: AnswerKind) -> Record:
    """Return what is remembered of the member, as far as a sitting of that mode needs it, without today's answers."""
    record = Record(context.learner(request), context.roadmap, {}, {}, (), context.study_day_of(request))
    if mode is AnswerKind.TOPIC:
        return record
    states, learning = await app.progress.states(record.learner), await app.progress.learning(record.learner)
    return replace(record, states=states, learning=learning)


def _read_place(roadmap: Roadmap, argument: str) -> tuple[Sitting, Topic, Question]:
    """Read the sitting, the topic and the question that a button under an answered question names."""
    token, _, question_id = argument.partition(":")
    sitting = read_sitting(token)
    if sitting is None or question_id not in roadmap.questions:
        raise StudyError(OUTDATED)
    return sitting, *roadmap.questions[question_id]
