"""A constant message with as much in it as the card of a topic."""

import discord

LINE = "Code above that call runs before the view, code below it runs after the view."


def card_of_constants() -> tuple[discord.Embed, discord.ui.View]:
    """Give an embed of some 2,700 characters and seven buttons; needs a running event loop."""
    embed = discord.Embed(title="Middleware", description="\n".join([LINE] * 28), colour=0x2A9D8F)
    embed.add_field(name="Know first", value="▫️ Views\n▫️ Something", inline=False)
    embed.add_field(name="Read on", value="\n".join(["[A page](https://example.org/a/long/address)"] * 5), inline=False)
    embed.set_footer(text="Django Advanced Features")
    view = discord.ui.View(timeout=None)
    for number in range(7):
        view.add_item(discord.ui.Button(label=f"Button {number}", custom_id=f"v1:verb:{number}", row=number // 3))
    view.stop()
    return embed, view
