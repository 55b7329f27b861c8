"""“Did you mean …?”: up to five topics as buttons that do at once what was asked."""

from collections.abc import Sequence

import discord

from bot.core.roadmap import Topic
from bot.ui.response import Response
from bot.ui.text import sanitize
from bot.ui.theme import WARNING, button, make_embed, rows

MAX_SUGGESTED = 5
"""Buttons that fit one row."""


def did_you_mean(asked: str, topics: Sequence[Topic], verb: str) -> Response:
    """Offer `topics` for what was asked; a press does `verb` with the topic."""
    embed = make_embed("Did you mean …?", f"Several topics come close to “{sanitize(asked, 60)}”.", colour=WARNING)
    buttons = [button(one.title, verb, one.id, style=discord.ButtonStyle.primary) for one in topics[:MAX_SUGGESTED]]
    return Response(embed, rows(buttons), outcome="unclear", new_message=True)
