"""What each verb of this feature answers: presses on the question of the day."""

import discord

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.features.daily import embeds, service
from bot.ui.response import Response
from bot.ui.theme import Item, button, rows


async def press(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Judge a press, for the member alone."""
    judged = await service.judge(app, request, argument)
    if not judged.on_roadmap:
        return Response(embeds.judged(judged), rows([button("Roadmap", "roadmap", emoji="🗺️")]), new_message=True)
    topic, question = judged.asking.topic, judged.asking.question
    buttons: list[Item] = [
        button("Quiz me", "quiz", topic.id, style=discord.ButtonStyle.primary),
        button("Open topic", "topic", topic.id),
        button("Something is wrong", "flag", question.id, emoji="🚩"),
    ]
    return Response(embeds.judged(judged), rows(buttons), new_message=True)


async def show_answers(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Let the channel see how the answers were spread."""
    await service.show_answers(app, request, argument)
    return Response(embeds.shown_answers(), new_message=True)
