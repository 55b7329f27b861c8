"""From what is shown to what is kept and sent later: an embed and its buttons in Discord's own terms."""

from collections.abc import Sequence

import discord

from bot.core.message_draft import MessageDraft
from bot.ui.theme import Item, rows


def draft(content: str, embed: discord.Embed, buttons: Sequence[Item], topic_id: str | None = None) -> MessageDraft:
    """Make the post of a line of text, a picture in words and a row of buttons that work for everyone."""
    view = rows(buttons)
    # A view gives plain JSON, which its type does not say.
    components = tuple(view.to_components()) if view else ()
    return MessageDraft(content, (embed.to_dict(),), components, topic_id=topic_id)
