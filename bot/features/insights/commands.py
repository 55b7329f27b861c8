"""`/insights`."""

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.feature import ByServer, Feature
from bot.features.insights import handlers


@app_commands.command(description="See where your group gets stuck, and what to do about it (for organisers)")
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
async def insights(interaction: Interaction) -> None:
    """Answer `/insights`."""
    await interaction.client.dispatcher.dispatch(interaction, ByServer(handlers.panel), "")


FEATURE = Feature(
    commands=(insights,),
    buttons={
        "insights": handlers.panel,
        "insights-ask": handlers.ask,
        "insights-prompt": handlers.prompt,
        "insights-question": handlers.question,
        "insights-weekly": handlers.weekly,
        "insights-quiet": handlers.quiet,
    },
    acknowledged=frozenset({"insights-ask", "insights-prompt"}),
)
