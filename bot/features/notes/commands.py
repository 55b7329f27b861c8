"""`/note`."""

from discord import app_commands

from bot.client.autocomplete import topic_choices
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.context import AppContext
from bot.core.member import RequestContext
from bot.features.notes import handlers
from bot.ui.response import Response


@app_commands.command(description="Write a note about a topic that only you see, or read it")
@app_commands.describe(topic="The topic", text="What to keep, in place of what you wrote before; nothing shows it")
async def note(interaction: Interaction, topic: str, text: str = "") -> None:
    """Answer `/note`."""

    async def handler(app: AppContext, request: RequestContext, named: str) -> Response:
        return await handlers.write(app, request, named, str(text))

    await interaction.client.dispatcher.dispatch(interaction, handler, topic)


note.autocomplete("topic")(topic_choices)

FEATURE = Feature(
    commands=(note,),
    buttons={
        "note": handlers.show,
        "note-edit": handlers.edit,
        "note-save": handlers.save,
        "note-delete": handlers.delete,
    },
)
