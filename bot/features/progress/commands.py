"""`/start`, `/done`, `/skip`, `/undo`, `/progress` and `/map`."""

import discord
from discord import app_commands

from bot.client.autocomplete import topics_choices
from bot.client.dispatch import Interaction
from bot.client.feature import Feature
from bot.context import AppContext
from bot.core.intent_patterns import Intent
from bot.core.member import RequestContext
from bot.features.progress import handlers
from bot.ui.response import Response


@app_commands.command(description="Mark a topic as started, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def start(interaction: Interaction, topic: str) -> None:
    """Answer `/start`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.start, topic)


@app_commands.command(description="Mark a topic as done, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def done(interaction: Interaction, topic: str) -> None:
    """Answer `/done`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.done, topic)


@app_commands.command(description="Skip a topic for now, or several separated by commas")
@app_commands.describe(topic="A topic, or several separated by commas")
async def skip(interaction: Interaction, topic: str) -> None:
    """Answer `/skip`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.skip, topic)


@app_commands.command(description="Take back the last thing you marked, whatever it was")
async def undo(interaction: Interaction) -> None:
    """Answer `/undo`."""
    await interaction.client.dispatcher.dispatch(interaction, handlers.undo, "", acknowledged=True)


@app_commands.command(description="See how far you are, or how far a member is")
@app_commands.describe(member="Whose progress to see; yours if you pick nobody")
async def progress(interaction: Interaction, member: discord.User | None = None) -> None:
    """Answer `/progress`."""
    # What a client that lies about the option's type sends is nobody: then it is about whoever asks.
    whose = member if isinstance(member, discord.User | discord.Member) else interaction.user

    async def handler(app: AppContext, request: RequestContext, _text: str) -> Response:
        return await handlers.progress_of(app, request, whose.id, whose.display_name)

    await interaction.client.dispatcher.dispatch(interaction, handler, "")


@app_commands.command(name="map", description="See your roadmap as a picture, or that of a member")
@app_commands.describe(member="Whose map to see; yours if you pick nobody")
async def map_(interaction: Interaction, member: discord.User | None = None) -> None:
    """Answer `/map`."""
    whose = member if isinstance(member, discord.User | discord.Member) else interaction.user

    async def handler(app: AppContext, request: RequestContext, _text: str) -> Response:
        return await handlers.map_of(app, request, whose.id, whose.display_name)

    await interaction.client.dispatcher.dispatch(interaction, handler, "")


start.autocomplete("topic")(topics_choices)
done.autocomplete("topic")(topics_choices)
skip.autocomplete("topic")(topics_choices)

FEATURE = Feature(
    commands=(start, done, skip, undo, progress, map_),
    buttons={
        "start": handlers.start,
        "done": handlers.done,
        "skip": handlers.skip,
        "done-section": handlers.done_section,
        "start-section": handlers.start_section,
        "skip-section": handlers.skip_section,
        "undo": handlers.undo,
        "undo-act": handlers.undo_act,
        "card-done": handlers.card_done,
        "card-start": handlers.card_start,
        "card-undo": handlers.card_undo,
        "progress": handlers.progress,
        "share-progress": handlers.share,
        "share-streak": handlers.share_streak,
        "share-section": handlers.share_section,
        "map": handlers.own_map,
        "share-map": handlers.share_map,
        "calendar": handlers.calendar,
        "weeks": handlers.weeks,
    },
    phrases={
        Intent.START: handlers.start,
        Intent.DONE: handlers.done,
        Intent.SKIP: handlers.skip,
        Intent.UNDO: handlers.undo,
        Intent.PROGRESS: handlers.progress,
        Intent.MEMBER: handlers.member,
    },
    acknowledged=frozenset({"undo", "card-undo"}),
)
