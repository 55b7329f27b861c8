"""`/library list`, `use`, `bring`, `versions` and `export`."""

import discord
from discord import app_commands

from bot.client.autocomplete import Choices, group_topic_choices, offering
from bot.client.dispatch import Interaction
from bot.client.feature import Feature, LoadedOnUse
from bot.client.requests import context_from
from bot.context import AppContext
from bot.core.errors import StudyError
from bot.core.library import EXPORT_KINDS
from bot.core.member import RequestContext
from bot.ui.response import Response
from bot.ui.text import clip

# What reads, checks and writes roadmaps of others is loaded when somebody uses it.
roadmaps = LoadedOnUse("bot.features.library.handlers.roadmaps")
editing = LoadedOnUse("bot.features.library.handlers.editing")

group = app_commands.Group(name="library", description="The roadmaps that can be studied here, and how to bring one")


@group.command(name="list", description="The roadmaps that can be studied here")
async def shelf(interaction: Interaction) -> None:
    """Answer `/library list`."""
    await interaction.client.dispatcher.dispatch(interaction, roadmaps.shelf, "")


@group.command(name="use", description="Let this server study a roadmap (for organisers)")
@app_commands.describe(roadmap="Which one")
async def use(interaction: Interaction, roadmap: str) -> None:
    """Answer `/library use`."""
    await interaction.client.dispatcher.dispatch(interaction, roadmaps.use, roadmap)


@group.command(name="bring", description="Turn a README, a table or an outline into a roadmap (for organisers)")
@app_commands.describe(file="Markdown, CSV, OPML, GIFT, YAML or a zip, up to 1 MiB; without one you can paste a text")
async def bring(interaction: Interaction, file: discord.Attachment | None = None) -> None:
    """Answer `/library bring`."""

    async def handler(app: AppContext, request: RequestContext, text: str) -> Response:
        if file is None:
            return await roadmaps.ask_text(app, request, text)
        if not isinstance(file, discord.Attachment):  # a forged command names none
            raise StudyError("Discord did not hand over the file. Upload it again.")
        from bot.features.library.handlers.roadmaps import HandedOver  # noqa: PLC0415 - see `roadmaps`

        return await roadmaps.bring_file(app, request, HandedOver(file.filename, file.url, file.size))

    await interaction.client.dispatcher.dispatch(interaction, handler, "")


@group.command(name="versions", description="See the versions of a roadmap that was brought, and go back to one")
@app_commands.describe(roadmap="Which one; leave it out for the one studied here")
async def versions(interaction: Interaction, roadmap: str = "") -> None:
    """Answer `/library versions`."""
    await interaction.client.dispatcher.dispatch(interaction, roadmaps.versions, roadmap)


@group.command(
    name="edit", description="Change a topic and its questions, of the roadmap that was brought (for organisers)"
)
@app_commands.describe(topic="Which topic")
async def edit(interaction: Interaction, topic: str) -> None:
    """Answer `/library edit`."""
    await interaction.client.dispatcher.dispatch(interaction, editing.edit, topic)


@group.command(name="export", description="Get a roadmap as a file, to edit on your own")
@app_commands.describe(kind="As what", roadmap="Which one; leave it out for the one studied here")
@app_commands.choices(kind=[app_commands.Choice(name=name, value=kind) for kind, name in EXPORT_KINDS.items()])
async def export(interaction: Interaction, kind: str = "markdown", roadmap: str = "") -> None:
    """Answer `/library export`."""

    async def handler(app: AppContext, request: RequestContext, text: str) -> Response:
        return await roadmaps.export(app, request, text, kind)

    await interaction.client.dispatcher.dispatch(interaction, handler, roadmap)


@offering
async def roadmap_choices(interaction: Interaction, current: str) -> Choices:
    """Return the roadmaps of this server whose titles hold what has been typed."""
    app = interaction.client.dispatcher.app
    offered = app.library.offered_to(context_from(interaction, app.clock()).guild_id)
    matching = [roadmap for roadmap in offered if current.casefold() in roadmap.title.casefold()]
    return [app_commands.Choice(name=clip(roadmap.title, 100), value=roadmap.id) for roadmap in matching[:25]]


edit.autocomplete("topic")(group_topic_choices)
use.autocomplete("roadmap")(roadmap_choices)
versions.autocomplete("roadmap")(roadmap_choices)
export.autocomplete("roadmap")(roadmap_choices)

FEATURE = Feature(
    commands=(group,),
    buttons={
        "lib-use": roadmaps.use,
        "lib-bring": roadmaps.ask_text,
        "lib-paste": roadmaps.bring_text,
        "lib-preview": roadmaps.preview,
        "lib-switch": roadmaps.switch,
        "lib-same": roadmaps.same,
        "lib-new": roadmaps.new,
        "lib-take": roadmaps.take,
        "lib-drop": roadmaps.drop,
        "lib-versions": roadmaps.versions,
        "lib-back": roadmaps.go_back,
        "lib-edit": editing.edit,
        "lib-edit-texts": editing.edit_texts,
        "lib-edit-save": editing.save_texts,
        "lib-q": editing.question,
        "lib-q-add": editing.add_question,
        "lib-q-new": editing.save_new_question,
        "lib-q-edit": editing.edit_question,
        "lib-q-save": editing.save_question,
        "lib-q-drop": editing.ask_to_remove,
        "lib-q-gone": editing.remove_question,
        "lib-q-aside": editing.set_aside,
        "lib-flags": editing.flags,
        "lib-flag": editing.open_flagged,
        "lib-down": roadmaps.ask_to_withdraw,
        "lib-down-yes": roadmaps.withdraw,
    },
    verbatim=frozenset({"lib-paste", "lib-edit-save", "lib-q-new", "lib-q-save"}),
)
