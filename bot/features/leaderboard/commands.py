"""`/leaderboard`."""

import discord
from discord import app_commands

from bot.client.room import Room
from bot.client.study_client import StudyClient
from bot.core.calendar import WindowKind
from bot.core.phrases import Verb
from bot.features.leaderboard import views

Interaction = discord.Interaction[StudyClient]


@app_commands.command(description="See who leads in this server, and where you are")
@app_commands.describe(
    window="The time that counts; this week if you pick none", page="Which page; the first if you pick none"
)
@app_commands.choices(window=[app_commands.Choice(name=views.LABELS[one], value=one.value) for one in WindowKind])
async def leaderboard(
    interaction: Interaction, window: str = WindowKind.WEEK.value, page: app_commands.Range[int, 1, 1000] = 1
) -> None:
    """Answer `/leaderboard`."""
    await interaction.client.enter(interaction, views.board, f"{window}:{page}")


ROOM = Room(
    commands=(leaderboard,),
    buttons={"board": views.board, "board-hide": views.hide, "board-show": views.show},
    phrases={Verb.LEADERBOARD: views.board},
)
