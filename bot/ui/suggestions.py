"""“Did you mean …?”: up to five topics as buttons that do at once what was asked."""

from collections.abc import Sequence

import discord

from bot.core.roadmap import Topic
from bot.ui.response import Response
from bot.ui.text import harmless
from bot.ui.theme import SORRY, button, panel, rows

MOST = 5
"""Buttons that fit one row."""


def did_you_mean(asked: str, topics: Sequence[Topic], verb: str) -> Response:
    """Offer `topics` for what was asked; a press does `verb` with the topic."""
    embed = panel("Did you mean …?", f"Several topics come close to “{harmless(asked, 60)}”.", colour=SORRY)
    buttons = [button(one.title, verb, one.id, style=discord.ButtonStyle.primary) for one in topics[:MOST]]
    return Response(embed, rows(buttons), outcome="unclear", new_message=True)
