"""A bare discord.py bot that answers constants: the floor that Waymark is measured against.

python -m bench.bare_bot API_URL TOKEN
"""

import asyncio
import sys

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bench.constant import answered_of_constants, card_of_constants

CHOICES = [app_commands.Choice(name=f"⚪ Topic number {n} · Some section", value=f"topic-{n}") for n in range(25)]


class BareBot(discord.AutoShardedClient):
    """Answers `/topic` with a message of the size of a card, `/ping` with a word, a press with an answered question."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Add the commands and register them."""
        embed, view = card_of_constants()
        self.answered = answered_of_constants()

        @self.tree.command(description="Answers a constant card")
        async def topic(interaction: discord.Interaction, name: str) -> None:  # noqa: ARG001 - constants need no input
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

        @topic.autocomplete("name")
        async def choices(_interaction: discord.Interaction, _current: str) -> list[app_commands.Choice[str]]:
            return CHOICES

        @self.tree.command(description="Answers a constant word")
        async def ping(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

        @self.tree.command(description="Answers a constant message with four buttons, for everybody")
        async def public(interaction: discord.Interaction) -> None:
            view = discord.ui.View(timeout=None)
            for letter in "ABCD":
                view.add_item(discord.ui.Button(label=letter, custom_id=letter))
            view.stop()
            await interaction.response.send_message(embed=embed, view=view)

        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Change the message whose button was pressed; on the one for everybody, answer a word instead."""
        if interaction.type is not discord.InteractionType.component:
            return
        if dict(interaction.data or {}).get("custom_id") in tuple("ABCD"):
            await interaction.response.send_message("noted", ephemeral=True)
            return
        embed, view = self.answered
        await interaction.response.edit_message(embed=embed, view=view)


async def main(api_url: str, token: str) -> None:
    """Run until killed."""
    Route.BASE = api_url
    async with BareBot() as bot:
        await bot.login(token)
        _, address, _ = await bot.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
        await bot.connect()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
