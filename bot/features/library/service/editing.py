"""Changes that organisers make to a topic of a roadmap that they brought, and what members said of its questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.content.edits import with_question, with_texts, without_question
from bot.content.importers.build import Content
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.roadmap import Question, Roadmap, Topic
from bot.features.library.service.live_versions import Taken, live_content, make_version, now_live
from bot.features.library.service.shelves import find_own, own_roadmaps
from bot.store import content_feedback
from bot.store.brought import BroughtRoadmap
from bot.store.content_feedback import FlaggedQuestion

OVERTAKEN = (
    "Somebody else has changed this roadmap in the meantime. Open the form again, and look at what is there now."
)
NO_QUESTION = "This question is not on the roadmap any more."


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic of a roadmap that the server brought, in the version that is live."""

    brought: BroughtRoadmap
    topic: Topic


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of a roadmap that the server brought; `flagged` says what members found wrong with it, if anything."""

    brought: BroughtRoadmap
    topic: Topic
    question: Question
    flagged: FlaggedQuestion | None


async def topic_to_edit(app: AppContext, request: RequestContext, typed: str) -> OwnTopic:
    """Return a topic, by id or title, of the roadmap that the server brought and that the button or studying names."""
    own = await find_own(app, request, "")
    wanted, topics = typed.strip().casefold(), _live(app, own)
    if topic := next((topic for topic in topics if wanted in (topic.id, topic.title.casefold())), None):
        return OwnTopic(own, topic)
    raise StudyError(f"{own.title} has no such topic: pick one from the list that Discord offers.")


async def question_to_edit(app: AppContext, request: RequestContext, question_id: str) -> OwnQuestion:
    """Return a question of a roadmap that the server brought; StudyError for one that is not there."""
    own = await find_own(app, request, "")
    topic, question = _question(app, own, question_id)
    async with app.database.reading() as connection:
        flagged = await content_feedback.flags_of(connection, own.roadmap_id, question_id)
    return OwnQuestion(own, topic, question, flagged)


def _live(app: AppContext, own: BroughtRoadmap) -> Roadmap:
    if (roadmap := app.library.roadmaps.get(own.roadmap_id)) is None:
        raise StudyError("The live version cannot be read. /library versions goes back to an earlier one.")
    return roadmap


def _question(app: AppContext, own: BroughtRoadmap, question_id: str) -> tuple[Topic, Question]:
    if (question := _live(app, own).questions.get(question_id)) is None:
        raise StudyError(NO_QUESTION)
    return question


async def edit(app: AppContext, request: RequestContext, topic_id: str, version: int, texts: Sequence[str]) -> Taken:
    """Make a version in which a topic has other `texts`: title, summary, explanation and links, a link to a line."""
    return await _edited(app, request, version, lambda content: with_texts(content, topic_id, *texts))


async def add_question(
    app: AppContext, request: RequestContext, topic_id: str, version: int, texts: Sequence[str]
) -> Taken:
    """Make a version in which a topic has one more question: its text, its choices, and why one is right."""
    return await _edited(app, request, version, lambda content: with_question(content, topic_id, "", *texts))


async def change_question(
    app: AppContext, request: RequestContext, question_id: str, version: int, texts: Sequence[str]
) -> Taken:
    """Make a version in which a question has other `texts`; it keeps its id, and its flags are settled."""
    topic, _ = _question(app, await find_own(app, request, ""), question_id)
    return await _edited(
        app, request, version, lambda content: with_question(content, topic.id, question_id, *texts), question_id
    )


async def remove_question(app: AppContext, request: RequestContext, question_id: str, version: int) -> Taken:
    """Make a version without a question; answers to it are kept."""
    topic, _ = _question(app, await find_own(app, request, ""), question_id)
    return await _edited(
        app, request, version, lambda content: without_question(content, topic.id, question_id), question_id
    )


async def _edited(
    app: AppContext, request: RequestContext, version: int, change: Callable[[Content], Content], settled: str = ""
) -> Taken:
    """Make the version after `version` by a change, and settle the flags of the question with the id `settled`."""
    own = await find_own(app, request, "")
    if own.version != version:
        raise StudyError(OVERTAKEN)
    async with app.database.writing() as connection:
        content = change(await live_content(connection, own))
        await make_version(connection, request, content, own.roadmap_id, version + 1, "edited here")
        if settled:
            await content_feedback.settle_flags(connection, own.roadmap_id, settled)
    return await now_live(app, request, own.roadmap_id, version + 1)


async def flagged_questions(app: AppContext, request: RequestContext) -> tuple[OwnQuestion, ...]:
    """Return the questions, of all roadmaps that the server brought, that members found something wrong with."""
    questions: list[OwnQuestion] = []
    own = await own_roadmaps(app, request)
    async with app.database.reading() as connection:
        for brought in own:
            for flagged in await content_feedback.most_flagged(connection, brought.roadmap_id):
                roadmap = app.library.roadmaps.get(brought.roadmap_id)
                if roadmap and (known := roadmap.questions.get(flagged.question_id)):
                    questions.append(OwnQuestion(brought, *known, flagged))
    return tuple(sorted(questions, key=lambda question: -question.flagged.times if question.flagged else 0))


async def set_flags_aside(app: AppContext, request: RequestContext, question_id: str) -> OwnQuestion:
    """Forget what members said against a question, which stays as it is."""
    shown = await question_to_edit(app, request, question_id)
    async with app.database.writing() as connection:
        await content_feedback.settle_flags(connection, shown.brought.roadmap_id, question_id)
    return shown
