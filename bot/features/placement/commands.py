"""`/placement`."""

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.feature import ByServer, Feature
from bot.core.intent_patterns import Intent
from bot.features.placement import handlers


@app_commands.command(description="Find out where you stand: about 14 questions, and a map of what you know")
async def placement(interaction: Interaction) -> None:
    """Answer `/placement`."""
    await interaction.client.dispatcher.dispatch(interaction, ByServer(handlers.placement), "")


FEATURE = Feature(
    commands=(placement,),
    buttons={"placement": handlers.placement, "place": handlers.answer, "take-over": handlers.take_over},
    phrases={Intent.PLACEMENT: ByServer(handlers.placement)},
)
