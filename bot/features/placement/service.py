"""One placement for each learner: the next question, its answer, the map at the end, and what is taken over."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.context import AppContext
from bot.core.asking import OUTDATED, Asking, answer_with, asking_for, read_pick
from bot.core.errors import EmptyResultError, StudyError
from bot.core.mastery import Answer, AnswerKind
from bot.core.member import LearnerKey, RequestContext
from bot.core.placement import (
    PlacementAnswer,
    PlacementMap,
    Reply,
    knowledge_space,
    next_question_topic,
    placement_map,
)
from bot.core.progress import States, TopicState
from bot.core.questions import MAX_SHOWN, question_at
from bot.core.roadmap import Roadmap
from bot.guild_context import GuildContext
from bot.store.answers import record_answer
from bot.store.progress import Sitting, begin_placement, end_placement, last_placement, mark, placement_answers

RESUMABLE = timedelta(days=7)
"""How long a placement waits for its next answer to be resumed."""
TOKEN = "p"
"""What the buttons of a placement carry instead of a place in a quiz."""
MAIN_LEVEL = "apply"
"""The level that says most about what somebody can do."""
OVER = "This placement is over. /placement shows where you stand, or begins a new one."


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The next question, the `number`th from 1."""

    asking: Asking
    number: int


@dataclass(frozen=True, slots=True)
class Result:
    """The end: the map, and the topics that can be taken over as known because nothing says so yet."""

    roadmap: Roadmap
    map: PlacementMap
    new: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was taken over, and where the learner stands now."""

    roadmap: Roadmap
    titles: tuple[str, ...]
    states: States
    act_id: int
    ready: tuple[str, ...]


async def other_roadmap(app: AppContext, request: RequestContext, shown: NextQuestion) -> Roadmap | None:
    """Return the roadmap that the person follows instead of the one that they are asked about; None for the same."""
    followed = (await app.guilds.of(replace(request, roadmap_number=None))).roadmap
    return None if followed.id == shown.asking.roadmap.id else followed


async def begin(app: AppContext, request: RequestContext) -> NextQuestion | Result:
    """Go on with the placement that is open, or begin one; StudyError when there is nothing to ask."""
    context = await app.guilds.of(request)
    if not any(topic.quiz for topic in context.roadmap):
        raise EmptyResultError("There are no questions on this roadmap yet, so I cannot ask you where you stand.")
    learner = context.learner(request)
    async with app.database.reading() as connection:
        sitting = await last_placement(connection, learner)
    if sitting is None or sitting.ended_at or request.at - sitting.begun_at > RESUMABLE:
        async with app.recording(request) as connection:
            sitting = await begin_placement(connection, request, learner)
        return await _next(app, request, context, sitting, ())
    async with app.database.reading() as connection:
        answers = await placement_answers(connection, learner, sitting)
    return await _next(app, request, context, sitting, answers)


async def answer(app: AppContext, request: RequestContext, argument: str) -> NextQuestion | Result:
    """Record a press on a choice and give what comes next; a topic that was answered already is not counted twice."""
    pick = read_pick(argument)
    if pick is None or pick.sitting != TOKEN:
        raise StudyError(OUTDATED)
    context = await app.guilds.of(request)
    learner = context.learner(request)
    asking = asking_for(context.roadmap, request.user_id, pick)
    given = answer_with(asking, pick.place, AnswerKind.PLACEMENT, context.study_day_of(request))
    async with app.recording(request) as connection:
        sitting = await last_placement(connection, learner)
        if sitting is None or sitting.ended_at or asking.asking_id < sitting.id:
            raise StudyError(OVER)
        answers = await placement_answers(connection, learner, sitting)
        if asking.topic.id not in {given.topic_id for given in answers}:
            recorded = await record_answer(connection, request, learner, asking.topic, given)
            answers = (*answers, recorded.answer)
    return await _next(app, request, context, sitting, answers)


async def take_over(app: AppContext, request: RequestContext, argument: str) -> TakenOver | Result:
    """Take over as known what the last placement found, if that is still as many topics as the button said."""
    context = await app.guilds.of(request)
    learner = context.learner(request)
    async with app.database.reading() as connection:
        sitting = await last_placement(connection, learner)
        answers = await placement_answers(connection, learner, sitting) if sitting else ()
    if sitting is None:
        raise StudyError(OVER)
    result = await _result(app, context, learner, answers)
    if not result.new:
        raise StudyError("You have already taken all of that over. /progress shows where you stand.")
    if argument != str(len(result.new)):
        return result
    async with app.recording(request) as connection:
        marked = await mark(
            connection, request, learner, result.new, TopicState.KNOWN, local_date=context.date_of(request)
        )
    app.progress.put(learner, marked.states)
    titles = tuple(context.roadmap.topics[topic_id].title for topic_id in marked.changed)
    return TakenOver(context.roadmap, titles, marked.states, request.id, result.map.ready)


async def _next(
    app: AppContext, request: RequestContext, context: GuildContext, sitting: Sitting, answers: Sequence[Answer]
) -> NextQuestion | Result:
    roadmap = context.roadmap
    space = await asyncio.to_thread(knowledge_space, roadmap)
    replies = _replies(roadmap, answers)
    askable = {topic.id for topic in roadmap if topic.quiz}
    topic_id = next_question_topic(roadmap, space.probabilities(replies), replies, askable)
    if topic_id is not None:
        topic = roadmap.topics[topic_id]
        asking = Asking(request.user_id, roadmap, topic, question_at(topic, MAIN_LEVEL, request.id), request.id, TOKEN)
        return NextQuestion(asking, len(answers) + 1)
    learner = context.learner(request)
    if sitting.ended_at is None:
        async with app.database.writing() as connection:
            await end_placement(connection, request, learner)
    return await _result(app, context, learner, answers)


async def _result(app: AppContext, context: GuildContext, learner: LearnerKey, answers: Sequence[Answer]) -> Result:
    roadmap = context.roadmap
    space = await asyncio.to_thread(knowledge_space, roadmap)
    by_topic = placement_map(roadmap, space.probabilities(_replies(roadmap, answers)))
    states = await app.progress.states(learner)
    covered = (TopicState.DONE, TopicState.KNOWN)
    new = tuple(topic_id for topic_id in by_topic.known if states.get(topic_id) not in covered)
    return Result(roadmap, by_topic, new, len(answers))


def _replies(roadmap: Roadmap, answers: Sequence[Answer]) -> list[PlacementAnswer]:
    """Return answers as the rules weigh them; of a question that was taken out, four choices are assumed."""
    replies = []
    for given in answers:
        known = roadmap.questions.get(given.question_id)
        reply = Reply.RIGHT if given.right else Reply.UNKNOWN if given.chosen is None else Reply.WRONG
        replies.append(
            PlacementAnswer(given.topic_id, reply, min(len(known[1].choices), MAX_SHOWN) if known else MAX_SHOWN)
        )
    return replies
