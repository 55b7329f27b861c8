"""From what Discord delivers to who asks for what: interactions and messages as acts."""

from datetime import datetime

import discord

from bot.core.member import Act


def act_of(asked: discord.Interaction | discord.Message, now: datetime) -> Act:
    """Give the act that an interaction or a message is."""
    if isinstance(asked, discord.Interaction):
        may = asked.permissions
        manages = asked.guild_id is not None and (may.manage_guild or may.administrator)
        return Act(asked.id, asked.user.id, asked.user.display_name, asked.guild_id, now, manages)
    guild_id = asked.guild.id if asked.guild else None
    return Act(asked.id, asked.author.id, asked.author.display_name, guild_id, now)
