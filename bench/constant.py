"""Constant messages with as much in them as the card of a topic, and as a question that was answered."""

import discord

LINE = "Code above that call runs before the view, code below it runs after the view."


def card_of_constants() -> tuple[discord.Embed, discord.ui.View]:
    """Give an embed of some 2,700 characters and seven buttons; needs a running event loop."""
    embed = discord.Embed(title="Middleware", description="\n".join([LINE] * 28), colour=0x2A9D8F)
    embed.add_field(name="Know first", value="▫️ Views\n▫️ Something", inline=False)
    embed.add_field(name="Read on", value="\n".join(["[A page](https://example.org/a/long/address)"] * 5), inline=False)
    embed.set_footer(text="Django Advanced Features")
    return embed, _buttons(7)


def answered_of_constants() -> tuple[discord.Embed, discord.ui.View]:
    """Give an embed of some 700 characters and four buttons; needs a running event loop."""
    embed = discord.Embed(title="Quiz · 1 of 5", description="\n".join([LINE] * 9), colour=0x2A9D8F)
    return embed, _buttons(4)


def _buttons(number: int) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for place in range(number):
        view.add_item(discord.ui.Button(label=f"Button {place}", custom_id=f"v1:verb:{place}", row=place // 3))
    view.stop()
    return view
