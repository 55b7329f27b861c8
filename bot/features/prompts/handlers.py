"""What each verb of this feature answers: a member says what they made of a prompt, and shares it if they like."""

import discord

from bot.context import AppContext
from bot.core.asking import base36
from bot.core.member import RequestContext
from bot.features.prompts import embeds, service
from bot.features.prompts.service import Deed
from bot.ui.forms import form, line_field
from bot.ui.response import Response
from bot.ui.theme import button, error_embed, rows

HINT = "For you alone, until you share it."


async def open_form(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Open the form for a line or a link, with what was left there before."""
    deed = await service.deed_at(app, request, argument)
    field = line_field("line", "What did you make of it? A line or a link", HINT, deed.text, most=service.MAX_LENGTH)
    opened = form("I did it", "did-set", [field], deed.topic.id, base36(deed.message_id))
    late = error_embed("That took too long", "Press the button again.")
    return Response(late, modal=opened, new_message=True)


async def keep(app: AppContext, request: RequestContext, filled: str) -> Response:
    """Keep what was filled in."""
    argument, _, line = filled.partition("\n")
    deed = await service.keep(app, request, argument, line.partition("=")[2])
    return _own(deed)


async def share(app: AppContext, request: RequestContext, argument: str) -> Response:
    """Show the channel what the member left at a prompt."""
    deed = await service.deed_at(app, request, argument, must_be=True)
    way = button("Open topic", "topic", deed.topic.id)
    return Response(embeds.shared(deed, request.name), rows([way]), ephemeral=False)


def _own(deed: Deed) -> Response:
    parts = (deed.topic.id, base36(deed.message_id))
    buttons = [
        button("Share", "did-share", *parts, style=discord.ButtonStyle.primary),
        button("Change", "did", *parts),
        button("Done", "done", deed.topic.id, emoji="✅", style=discord.ButtonStyle.success),
    ]
    return Response(embeds.own(deed), rows(buttons), new_message=True)
