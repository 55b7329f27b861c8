"""`/race`."""

from discord import app_commands

from bot.client.autocomplete import group_topic_choices
from bot.client.dispatch import Interaction
from bot.client.feature import ByServer, Feature
from bot.context import AppContext
from bot.core.member import RequestContext
from bot.core.race import DEFAULT_QUESTIONS
from bot.features.race import handlers
from bot.ui.response import Response


@app_commands.command(description="Start a race: everybody in this channel answers the same questions")
@app_commands.describe(
    topic="A topic; leave it out to cover what the group has started",
    questions="How many, from 3 to 10; 5 if you leave it out",
)
async def race(interaction: Interaction, topic: str = "", questions: int = DEFAULT_QUESTIONS) -> None:
    """Answer `/race`."""

    async def handler(app: AppContext, request: RequestContext, text: str) -> Response:
        # A client may send what is no number: that is as wrong as a number out of range.
        number = int(questions) if str(questions).isdecimal() else 0
        return await handlers.race(app, request, text, number)

    await interaction.client.dispatcher.dispatch(interaction, ByServer(handler), topic)


race.autocomplete("topic")(group_topic_choices)

FEATURE = Feature(
    commands=(race,),
    buttons={
        "race-about": handlers.race_about,
        "race": handlers.press,
        "race-stop": handlers.stop,
        "race-place": handlers.my_place,
    },
)
