"""`/start`, `/done`, `/skip`, `/undo` and `/progress`."""

import discord
from discord import app_commands

from bot.client.autocomplete import topics_choices
from bot.client.room import Room
from bot.client.study_client import StudyClient
from bot.core.member import Act
from bot.core.phrases import Verb
from bot.features.progress import views
from bot.study import Study
from bot.ui.answer import Answer

Interaction = discord.Interaction[StudyClient]


@app_commands.command(description="Mark a topic as started, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def start(interaction: Interaction, topic: str) -> None:
    """Answer `/start`."""
    await interaction.client.enter(interaction, views.start, topic)


@app_commands.command(description="Mark a topic as done, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def done(interaction: Interaction, topic: str) -> None:
    """Answer `/done`."""
    await interaction.client.enter(interaction, views.done, topic)


@app_commands.command(description="Leave a topic out for now, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def skip(interaction: Interaction, topic: str) -> None:
    """Answer `/skip`."""
    await interaction.client.enter(interaction, views.skip, topic)


@app_commands.command(description="Take back the last thing you marked, whatever it was")
async def undo(interaction: Interaction) -> None:
    """Answer `/undo`."""
    await interaction.client.enter(interaction, views.undo, "", acknowledged=True)


@app_commands.command(description="See how far you are, or how far a member is")
@app_commands.describe(member="Whose progress to see; yours if you pick nobody")
async def progress(interaction: Interaction, member: discord.User | None = None) -> None:
    """Answer `/progress`."""
    # What a client that lies about the option's type sends is nobody: then it is about whoever asks.
    whose = member if isinstance(member, discord.User | discord.Member) else interaction.user

    async def door(study: Study, act: Act, _text: str) -> Answer:
        return await views.progress_of(study, act, whose.id, whose.display_name)

    await interaction.client.enter(interaction, door, "")


start.autocomplete("topic")(topics_choices)
done.autocomplete("topic")(topics_choices)
skip.autocomplete("topic")(topics_choices)

ROOM = Room(
    commands=(start, done, skip, undo, progress),
    buttons={
        "start": views.start,
        "done": views.done,
        "skip": views.skip,
        "undo": views.undo,
        "undo-act": views.undo_act,
        "card-done": views.card_done,
        "card-start": views.card_start,
        "card-undo": views.card_undo,
        "progress": views.progress,
        "share-progress": views.share,
    },
    phrases={
        Verb.START: views.start,
        Verb.DONE: views.done,
        Verb.SKIP: views.skip,
        Verb.UNDO: views.undo,
        Verb.PROGRESS: views.progress,
    },
    acknowledged=frozenset({"undo", "card-undo"}),
)
