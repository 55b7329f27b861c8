"""From what Discord delivers to who asks for what: interactions and messages as request contexts."""

from datetime import datetime

import discord

from bot.core.member import RequestContext


def context_from(asked: discord.Interaction | discord.Message, now: datetime) -> RequestContext:
    """Return the context of an interaction or a message."""
    if isinstance(asked, discord.Interaction):
        may = asked.permissions
        manages = asked.guild_id is not None and (may.manage_guild or may.administrator)
        return RequestContext(asked.id, asked.user.id, asked.user.display_name, asked.guild_id, now, manages)
    return RequestContext(asked.id, asked.author.id, asked.author.display_name, guild_id_of(asked), now)


def guild_id_of(message: discord.Message) -> int | None:
    """Return the server that a message was written in; None for a direct message."""
    # The gateway may tell of messages in a server or thread before it tells of the server or thread.
    if isinstance(message.channel, discord.PartialMessageable):
        return message.channel.guild_id
    return message.guild.id if message.guild else None
