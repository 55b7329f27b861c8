"""`/leaderboard`."""

from discord import app_commands

from bot.client.dispatch import Interaction
from bot.client.feature import ByServer, Feature
from bot.core.calendar import WindowKind
from bot.core.intent_patterns import Intent
from bot.features.leaderboard import handlers


@app_commands.command(description="See who leads in this server, and where you are")
@app_commands.describe(
    window="The time that counts; this week if you pick none", page="Which page; the first if you pick none"
)
@app_commands.choices(window=[app_commands.Choice(name=handlers.LABELS[kind], value=kind.value) for kind in WindowKind])
async def leaderboard(
    interaction: Interaction, window: str = WindowKind.WEEK.value, page: app_commands.Range[int, 1, 1000] = 1
) -> None:
    """Answer `/leaderboard`."""
    await interaction.client.dispatcher.dispatch(interaction, ByServer(handlers.board), f"{window}:{page}")


FEATURE = Feature(
    commands=(leaderboard,),
    buttons={
        "board": handlers.board,
        "board-hide": handlers.hide,
        "board-show": handlers.show,
        "board-picture": handlers.podium,
    },
    phrases={Intent.LEADERBOARD: ByServer(handlers.board)},
)
