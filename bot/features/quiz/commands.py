"""`/quiz` and `/review`."""

from discord import app_commands

from bot.client.autocomplete import topic_choices
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.context import AppContext
from bot.core.intent_patterns import Intent
from bot.core.member import RequestContext
from bot.features.quiz import handlers
from bot.features.quiz.service.sittings import DEFAULT_QUESTIONS
from bot.ui.response import Response


@app_commands.command(description="Practise with questions about a topic, or about everything you have started")
@app_commands.describe(
    topic="A topic; leave it out to cover everything you have started",
    questions="How many, from 1 to 20; 5 if you leave it out",
)
async def quiz(interaction: Interaction, topic: str = "", questions: int = DEFAULT_QUESTIONS) -> None:
    """Answer `/quiz`."""

    async def handler(app: AppContext, request: RequestContext, text: str) -> Response:
        # A client may send what is no number: that is as wrong as a number out of range.
        number = int(questions) if str(questions).isdecimal() else 0
        return await handlers.quiz_of(app, request, text, number)

    await interaction.client.dispatcher.dispatch(interaction, handler, topic)


@app_commands.command(description="Answer what is due today, before you forget it: five minutes")
async def review(interaction: Interaction) -> None:
    """Answer `/review`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.review, "")


quiz.autocomplete("topic")(topic_choices)

FEATURE = Feature(
    commands=(quiz, review),
    buttons={
        "quiz": handlers.quiz,
        "review": handlers.review,
        "pick": handlers.pick,
        "quiz-next": handlers.go_on,
        "quiz-ask": handlers.chosen,
        "quiz-more": handlers.one_more,
        "lucky": handlers.lucky,
        "ask-channel": handlers.ask_channel,
        "flag": handlers.flag,
        "flagged": handlers.flagged,
        "ready": handlers.ready,
    },
    phrases={Intent.QUIZ: handlers.quiz, Intent.REVIEW: handlers.review, Intent.READY: handlers.ready},
)
