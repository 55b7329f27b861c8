"""What each verb of this feature answers, whether it came as a command, a button or in chat."""

import discord

from bot.context import AppContext
from bot.core.member import RequestContext
from bot.features.placement import embeds, service
from bot.features.placement.service import NextQuestion, Result, TakenOver
from bot.ui.custom_id import numbered
from bot.ui.question import question_buttons
from bot.ui.response import Response
from bot.ui.theme import Item, button, rows


async def placement(app: AppContext, request: RequestContext, _text: str) -> Response:
    """Ask the first question, or the one at which the member left off."""
    shown = await service.begin(app, request)
    other = await service.other_roadmap(app, request, shown) if isinstance(shown, NextQuestion) else None
    if other is None:
        return _shown(shown)
    instead = button(f"Ask about {other.title} instead", "placement")
    instead.custom_id = numbered(str(instead.custom_id), app.guilds.number_named(other.id))
    return _shown(shown, instead)


async def answer(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Take an answer and ask the next question, or show the map."""
    return _shown(await service.answer(app, request, argument))


async def take_over(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Take over what is known."""
    return _shown(await service.take_over(app, request, argument))


def _shown(shown: NextQuestion | Result | TakenOver, *instead: Item) -> Response:
    way = rows([button("Where do I stand?", "placement")])
    in_channel = Response(content="Press, and only you see your questions.", view=way, ephemeral=False)
    if isinstance(shown, NextQuestion):
        buttons = question_buttons(shown.asking, "place")
        return Response(embeds.question(shown), rows(buttons, instead), in_channel=in_channel)
    if isinstance(shown, TakenOver):
        undo = button("Undo", "undo-act", f"{shown.act_id:x}", emoji="↩️")
        return Response(embeds.taken_over(shown), rows([*_go_on(shown.ready), undo]))
    buttons = []
    if shown.new:
        label = f"Take over {len(shown.new)}"
        buttons.append(button(label, "take-over", len(shown.new), style=discord.ButtonStyle.success))
    return Response(embeds.result(shown), rows([*buttons, *_go_on(shown.map.ready)]), in_channel=in_channel)


def _go_on(ready: tuple[str, ...]) -> list[Item]:
    """Return the button to what is ready to be learned; to the roadmap when nothing is left."""
    if ready:
        return [button("Go on", "topic", ready[0], style=discord.ButtonStyle.primary)]
    return [button("Go on", "roadmap", style=discord.ButtonStyle.primary)]
