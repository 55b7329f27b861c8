"""What a member says is wrong with a question, kept for its author."""

from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.member import RequestContext
from bot.core.text_normalization import sanitize
from bot.store.content_feedback import flag_question, flags_today

MAX_FLAGS_A_DAY = 5


async def check_question(app: AppContext, request: RequestContext, question_id: str) -> None:
    """Raise StudyError when there is no such question on the roadmap."""
    context = await app.guilds.of(request)
    if question_id not in context.roadmap.questions:
        raise StudyError("This question is not on the roadmap any more.")


async def flag(app: AppContext, request: RequestContext, question_id: str, note: str) -> None:
    """Keep what a member says is wrong with a question, for its author; StudyError after too many on one day."""
    await check_question(app, request, question_id)
    context = await app.guilds.of(request)
    topic, _ = context.roadmap.questions[question_id]
    day = context.study_day_of(request)
    async with app.recording(request) as connection:
        if await flags_today(connection, request.user_id, day, question_id) >= MAX_FLAGS_A_DAY:
            raise StudyError(f"That is {MAX_FLAGS_A_DAY} questions today, thank you! Tell me about more tomorrow.")
        await flag_question(
            connection,
            request,
            context.learner(request),
            topic_id=topic.id,
            question_id=question_id,
            note=sanitize(note),
            day=day,
        )
