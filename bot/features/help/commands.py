"""`/help`."""

import discord
from discord import app_commands

from bot.client.room import Room
from bot.client.study_client import StudyClient
from bot.core.phrases import Verb
from bot.features.help import views

Interaction = discord.Interaction[StudyClient]


@app_commands.command(name="help", description="See what Waymark can do")
async def help_command(interaction: Interaction) -> None:
    """Answer `/help`."""
    await interaction.client.enter(interaction, views.help_page, "")


ROOM = Room(
    commands=(help_command,),
    buttons={"help": views.help_page},
    phrases={Verb.HELP: views.help_page, Verb.GREETING: views.greeting, Verb.THANKS: views.thanks},
)
