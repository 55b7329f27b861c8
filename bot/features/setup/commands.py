"""`/setup`."""

from discord import app_commands

from bot.client.autocomplete import zone_choices
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.features.setup import handlers


@app_commands.command(description="Set this server up: channels, time, week, and what is posted (for organisers)")
@app_commands.describe(zone="The time zone of this server: type a city or country")
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
async def setup(interaction: Interaction, zone: str | None = None) -> None:
    """Answer `/setup`."""
    await interaction.client.dispatcher.dispatch(
        interaction, handlers.panel if zone is None else handlers.zone, zone or ""
    )


setup.autocomplete("zone")(zone_choices)

FEATURE = Feature(
    commands=(setup,),
    buttons={
        "setup": handlers.panel,
        "setup-study": handlers.study_channel,
        "setup-board": handlers.board_channel,
        "setup-role": handlers.role,
        "setup-excluded": handlers.excluded,
        "setup-exclude": handlers.exclude,
        "setup-when": handlers.when,
        "setup-board-time": handlers.board_time,
        "setup-save": handlers.save,
        "setup-stop": handlers.stop,
        "setup-start": handlers.start,
        "setup-roadmaps": handlers.roadmaps,
        "setup-roadmap": handlers.roadmap,
        "setup-test": handlers.try_out,
    },
)
