"""Discord's limits on what Waymark sends, and embeds cut to fit them (Discord refuses a message that does not)."""

import discord

from bot.ui.text import clip

CONTENT = 2000
TITLE = 256
DESCRIPTION = 4096
FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBED = 6000
LABEL = 80
OPTIONS = 25
OPTION_TEXT = 100


def fit(embed: discord.Embed) -> discord.Embed:
    """Cut an embed's texts to their own limits and, from the last field back, the whole to Discord's sum.

    Fields without a name or a value are left out: Discord refuses them.
    """
    embed.title = clip(embed.title or "", TITLE) or None
    embed.description = clip(embed.description or "", DESCRIPTION) or None
    if embed.footer.text:
        embed.set_footer(text=clip(embed.footer.text, FOOTER))
    fields = [(clip(field.name or "", FIELD_NAME), clip(field.value or "", FIELD_VALUE)) for field in embed.fields]
    embed.clear_fields()
    for name, value in [field for field in fields if all(part.strip() for part in field)][:FIELDS]:
        embed.add_field(name=name, value=value, inline=False)
    while len(embed) > EMBED and embed.fields:
        embed.remove_field(len(embed.fields) - 1)
    if (over := len(embed) - EMBED) > 0 and embed.description:
        embed.description = clip(embed.description, len(embed.description) - over)
    return embed
