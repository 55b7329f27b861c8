"""`/me`."""

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.features.me import handlers


@app_commands.command(description="Yours: zone, goal, reminder, roadmap, who sees you, and your data to see or delete")
async def me(interaction: Interaction) -> None:
    """Answer `/me`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.panel, "")


FEATURE = Feature(
    commands=(me,),
    buttons={
        "me": handlers.panel,
        "me-zone": handlers.zone,
        "me-zone-set": handlers.set_zone,
        "me-zone-server": handlers.server_zone,
        "me-seen": handlers.show_to,
        "me-follow": handlers.follow,
        "me-data": handlers.data,
        "me-export": handlers.export,
        "me-delete": handlers.delete,
        "me-delete-set": handlers.ask_to_delete,
        "me-keep": handlers.keep,
    },
)
