"""How a note of one's own is shown: as it was typed, whatever signs it holds."""

import discord

from bot.core.text_normalization import escape_markdown
from bot.features.notes.service import OwnNote
from bot.ui.theme import make_embed

FOR_YOU = "Only you see it: here, on the topic's card and in /search."


def note(shown: OwnNote) -> discord.Embed:
    """Show what somebody wrote about a topic."""
    title = f"Your note on {shown.topic.markdown_title}"
    if not shown.text:
        return make_embed(title, f"Nothing yet. {FOR_YOU}")
    gone = "\n-# This topic is no longer on the roadmap." if shown.is_retired else ""
    return make_embed(title, escape_markdown(shown.text) + gone, footer=FOR_YOU)
