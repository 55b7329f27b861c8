"""`/setup`."""

import discord
from discord import app_commands

from bot.client.room import Room
from bot.client.schedule_choices import zone_choices
from bot.client.study_client import StudyClient
from bot.features.setup import views

Interaction = discord.Interaction[StudyClient]


@app_commands.command(description="Set this server up: channels, time, week, and what is posted (for organisers)")
@app_commands.describe(zone="The time zone of this server: type a city or country")
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
async def setup(interaction: Interaction, zone: str | None = None) -> None:
    """Answer `/setup`."""
    await interaction.client.enter(interaction, views.panel if zone is None else views.zone, zone or "")


setup.autocomplete("zone")(zone_choices)

ROOM = Room(
    commands=(setup,),
    buttons={
        "setup": views.panel,
        "setup-study": views.study_channel,
        "setup-board": views.board_channel,
        "setup-role": views.role,
        "setup-when": views.when,
        "setup-save": views.save,
        "setup-stop": views.stop,
        "setup-start": views.start,
        "setup-roadmaps": views.roadmaps,
        "setup-roadmap": views.roadmap,
        "setup-test": views.try_out,
    },
)
