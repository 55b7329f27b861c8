"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

import discord

from bot.context import AppContext
from bot.core.mastery import HARD_GOING, AnswerKind
from bot.core.member import RequestContext
from bot.core.sitting import Sitting
from bot.features.quiz import embeds
from bot.features.quiz.service import flags, sittings
from bot.features.quiz.service.sittings import Asked, Finished, Judged
from bot.ui.forms import form, line_field
from bot.ui.question import question_buttons
from bot.ui.response import Response
from bot.ui.theme import Item, button, error_embed, make_embed, rows


async def quiz(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Ask a quiz about a topic, or over all that was begun."""
    return _shown(await sittings.begin_quiz(app, request, argument, sittings.DEFAULT_QUESTIONS))


async def quiz_of(app: AppContext, request: RequestContext, argument: str, questions: int) -> Response:
    """Ask a quiz of so many questions."""
    return _shown(await sittings.begin_quiz(app, request, argument, questions))


async def review(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Ask what is due."""
    return _shown(await sittings.begin_review(app, request))


async def pick(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Judge a press on a choice."""
    return _judged(await sittings.judge(app, request, argument))


async def go_on(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Ask the next question."""
    return _shown(await sittings.go_on(app, request, argument))


async def chosen(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Ask the question that was chosen already."""
    return _shown(await sittings.ask_chosen(app, request, argument))


async def one_more(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Ask one more question about the same topic."""
    return _shown(await sittings.one_more(app, request, argument))


async def lucky(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Note that a right answer was a guess."""
    return _judged(await sittings.lucky(app, request, argument))


async def flag(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Open the form for what is wrong with a question."""
    await flags.check_question(app, request, question_id)
    hint = f"Goes to {await _readers(app, request)}, without your name."
    field = line_field("note", "What is wrong?", hint, "")
    late = error_embed("That took too long", "Press the button again.")
    return Response(late, modal=form("Something is wrong", "flagged", [field], question_id), new_message=True)


async def flagged(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Keep what was said about a question."""
    question_id, _, line = filled.partition("\n")
    await flags.flag(app, request, question_id, line.partition("=")[2])
    return Response(make_embed("Thank you", f"It goes to {await _readers(app, request)}."), new_message=True)


async def _readers(app: AppContext, request: RequestContext) -> str:
    """Return who reads what is said about a question of the roadmap that is asked about."""
    roadmap = (await app.guilds.of(request)).roadmap
    return "the organisers who brought this roadmap" if app.library.is_brought(roadmap.id) else "its author"


async def ready(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Tell whether the member is ready for a topic."""
    shown = await sittings.readiness(app, request, argument)
    buttons: list[Item] = []
    if shown.weakest:
        buttons.append(button("Quiz me", "quiz", shown.weakest.id, style=discord.ButtonStyle.primary))
    buttons.append(button("Open topic", "topic", shown.topic.id))
    in_channel = Response(view=rows(buttons), content=f"**{shown.topic.markdown_title}**", ephemeral=False)
    return Response(embeds.readiness(shown), rows(buttons), in_channel=in_channel)


async def ask_channel(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Ask the whole channel for help with a topic."""
    topic = await sittings.topic_of(app, request, topic_id)
    buttons = [button("Open topic", "topic", topic.id, style=discord.ButtonStyle.primary)]
    return Response(embeds.call_for_help(topic, request.name), rows(buttons), ephemeral=False)


def _shown(shown: Asked | Finished) -> Response:
    if isinstance(shown, Asked):
        return Response(
            embeds.question(shown), rows(question_buttons(shown.asking)), in_channel=_invitation(shown.sitting)
        )
    buttons = [
        button("Practise", "quiz", style=discord.ButtonStyle.primary),
        button("What is due", "review"),
        button("Progress", "progress"),
    ]
    return Response(embeds.finished(shown), rows(buttons), in_channel=_invitation(shown.sitting))


def _invitation(sitting: Sitting) -> Response:
    """Return what a channel sees when somebody asks there to be asked: the way to questions that only they see."""
    is_review = sitting.mode is AnswerKind.REVIEW
    way = button("What is due", "review") if is_review else button("Quiz me", "quiz")
    return Response(content="Press, and only you see your questions.", view=rows([way]), ephemeral=False)


def _judged(shown: Judged) -> Response:
    place = (shown.sitting.token, shown.asking.question.id)
    buttons: list[Item] = [_next(shown)]
    if not shown.answer.right:
        buttons.append(button("One more of this", "quiz-more", *place))
    elif not shown.answer.lucky and not shown.practice:
        buttons.append(button("Lucky guess", "lucky", shown.asking.ticket))
    buttons.append(button("Open topic", "topic", shown.asking.topic.id))
    if shown.learning.misses >= HARD_GOING:
        buttons.append(button("Ask the channel", "ask-channel", shown.asking.topic.id))
    wrong = button("Something is wrong", "flag", shown.asking.question.id, emoji="🚩")
    share = [button("Share", "share-streak", shown.streak_days, emoji="🔥")] if shown.streak_days else []
    return Response(embeds.judged(shown), rows(buttons, [wrong, *share]))


def _next(shown: Judged) -> Item:
    """Return the button to the next question: with it, if it is known, and else with where the sitting stands."""
    if following := shown.following:
        verb, place = "quiz-ask", (following.sitting.token, following.asking.question.id)
    else:
        verb, place = "quiz-next", (shown.sitting.token, shown.asking.question.id)
    return button("Next", verb, *place, style=discord.ButtonStyle.primary)
