"""What each verb of this feature answers: the panel, and what is done about a finding."""

import discord

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.post_kinds import PROMPT, QUESTION
from bot.core.roadmap import Topic
from bot.core.schedule import Schedule
from bot.features.insights import embeds, service
from bot.features.insights.service import Panel
from bot.ui.response import Response
from bot.ui.text import timestamp
from bot.ui.theme import Item, button, rows


async def panel(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Show what there is to tell of the group."""
    return _panel(await service.insights(app, request))


async def ask(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Have a question on a topic posted."""
    topic, planned = await service.post_once(app, request, QUESTION, topic_id)
    return await _done(app, request, f"❓ A question on {topic.markdown_title} {_when(planned)}")


async def prompt(app: AppContext, request: RequestContext, topic_id: str) -> Response:
    """Have a prompt on a topic posted."""
    topic, planned = await service.post_once(app, request, PROMPT, topic_id)
    return await _done(app, request, f"📌 A prompt on {topic.markdown_title} {_when(planned)}")


async def question(app: AppContext, request: RequestContext, question_id: str) -> Response:
    """Show a question with its right answer, and the way to tell its author."""
    topic, shown = await service.question_of(app, request, question_id)
    buttons: list[Item] = [
        button("Tell the author", "flag", shown.id, emoji="🚩", style=discord.ButtonStyle.primary),
        button("Open topic", "topic", topic.id),
        button("Back", "insights"),
    ]
    return Response(embeds.question(topic, shown), rows(buttons))


async def weekly(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Have the digest posted each week."""
    planned = await service.post_weekly(app, request)
    return await _done(app, request, f"🔎 The digest {_when(planned)} and each week; /schedule edit changes that.")


async def quiet(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Have no more digests posted."""
    await service.stop_weekly(app, request)
    return await _done(app, request, "🔎 No more digests.")


def ask_button(topic: Topic) -> list[Item]:
    """Return the button that has a question on a topic posted, if there are questions on it."""
    return [button(f"Ask: {topic.title}", "insights-ask", topic.id, emoji="❓")] if topic.quiz else []


def prompt_button(topic: Topic) -> Item:
    """Return the button that has a prompt on a topic posted."""
    return button(f"Prompt: {topic.title}", "insights-prompt", topic.id, emoji="📌")


def _when(planned: Schedule) -> str:
    return f"comes in <#{planned.channel_id}> {timestamp(planned.next_run_at) if planned.next_run_at else 'soon'}"


async def _done(app: AppContext, request: RequestContext, notice: str) -> Response:
    return _panel(await service.insights(app, request)).with_notice(notice)


def _panel(shown: Panel) -> Response:
    figures = shown.found
    topics = [topic for topic, _ in figures.topics]
    doubtful: list[Item] = [
        button(f"See: {topic.title}", "insights-question", question.id, emoji="❗")
        for topic, question, _ in figures.questions
    ]
    digest = (
        button("No weekly digest", "insights-quiet") if shown.digest else button("Weekly digest", "insights-weekly")
    )
    view = rows(
        [item for topic in topics for item in ask_button(topic)],
        [prompt_button(topic) for topic in topics],
        doubtful,
        [button("Refresh", "insights", emoji="🔄"), digest],
    )
    return Response(embeds.panel(figures), view)
