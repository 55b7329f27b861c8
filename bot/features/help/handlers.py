"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.features.help import embeds, service
from bot.ui.response import Response
from bot.ui.theme import button, rows


async def help_page(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Say what Waymark can do."""
    roadmap = await service.roadmap_here(app, request)
    return Response(embeds.help_page(roadmap), rows([button("Next", "next"), button("Roadmap", "roadmap", emoji="🗺️")]))


async def greeting(app: AppContext, request: RequestContext, text: str) -> Response:
    """Greet back, and say what one can do."""
    return (await help_page(app, request, text)).with_notice("Hello! Here is what I can do for you.")


async def unable(_app: AppContext, _request: RequestContext, sentence: str) -> Response:
    """Say honestly what cannot be done, and the nearest that can."""
    nearest = button("My data", "me-data", emoji="🗂️") if embeds.is_about_data(sentence) else button("My settings", "me")
    return Response(content=embeds.unable(sentence), view=rows([nearest, button("Help", "help")]))


async def small_talk(_app: AppContext, _request: RequestContext, words: str) -> Response:
    """Answer thanks, a farewell or laughter."""
    return Response(content=embeds.small_talk(words), view=rows([button("Next", "next")]))
