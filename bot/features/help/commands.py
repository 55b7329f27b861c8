"""`/help`."""

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.core.intent_patterns import Intent
from bot.features.help import handlers


@app_commands.command(name="help", description="See what Waymark can do")
async def help_command(interaction: Interaction) -> None:
    """Answer `/help`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.help_page, "")


FEATURE = Feature(
    commands=(help_command,),
    buttons={"help": handlers.help_page},
    phrases={
        Intent.HELP: handlers.help_page,
        Intent.GREETING: handlers.greeting,
        Intent.THANKS: handlers.small_talk,
        Intent.UNABLE: handlers.unable,
    },
)
