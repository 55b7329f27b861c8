"""What discord.py sends for things that Discord takes passes both checks, so that neither cries wolf."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from discord.http import handle_message_parameters
from discord_sandbox.limits import check_commands, check_message, check_modal
from discord_sandbox.openapi import OpenApiCheck, document_path

INK = 0x5865F2


@pytest.fixture(scope="module")
def discord_api() -> OpenApiCheck:
    path = document_path()
    if path is None:
        pytest.skip("Discord's OpenAPI document is not at hand: name it in DISCORD_OPENAPI")
    return OpenApiCheck.load(path)


def embed() -> discord.Embed:
    made = discord.Embed(
        title="Middleware", url="https://a.bc/", colour=INK, timestamp=datetime(2026, 11, 24, tzinfo=UTC)
    )
    made.set_footer(text="Django").set_author(name="Bot").set_image(url="attachment://a.png")
    return made.add_field(name="Key points", value="One", inline=False)


def buttons() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Done", emoji="✅", style=discord.ButtonStyle.success, custom_id="v1:done:csrf"))
    view.add_item(ui.Button(label="Docs", url="https://docs.djangoproject.com/"))
    view.add_item(
        ui.Select(custom_id="v1:open", options=[discord.SelectOption(label="CSRF", value="csrf", emoji="🔒")])
    )
    return view.add_item(ui.ChannelSelect(custom_id="v1:channel", channel_types=[discord.ChannelType.text]))


def layout() -> ui.LayoutView:
    row: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Next", custom_id="v1:next"))
    section: ui.Section[Any] = ui.Section("Ada: 12", accessory=ui.Button(label="Cheer", custom_id="v1:cheer:1"))
    return ui.LayoutView(timeout=None).add_item(
        ui.Container(ui.TextDisplay("# Board"), section, ui.Separator(), row, accent_colour=INK)
    )


class Answer(ui.Modal, title="Your answer"):
    """A modal with each way of asking."""

    words: ui.Label[Any] = ui.Label(text="In your words", component=ui.TextInput(max_length=400))
    old: ui.TextInput[Any] = ui.TextInput(label="And why", style=discord.TextStyle.paragraph)
    level: ui.Label[Any] = ui.Label(text="Level", component=ui.Select(options=[discord.SelectOption(label="Easy")]))


async def test_a_message_with_all_that_discord_py_can_put_into_one(discord_api: OpenApiCheck) -> None:
    poll = discord.Poll("Ready?", duration=timedelta(hours=24)).add_answer(text="Yes", emoji="✅")
    with handle_message_parameters(
        "Hello",
        embed=embed(),
        view=buttons(),
        allowed_mentions=discord.AllowedMentions(everyone=False, users=[discord.Object(5)], roles=False),
        message_reference=discord.MessageReference(message_id=7, channel_id=8).to_message_reference_dict(),
        nonce="ob1f",
        poll=poll,
        file=discord.File(__file__, "notes.txt", description="Notes"),
        flags=discord.MessageFlags(suppress_notifications=True),
    ) as params:
        assert params.multipart is not None
        body = discord.utils._from_json(params.multipart[0]["value"])
    assert set(body) >= {
        "content",
        "embeds",
        "components",
        "allowed_mentions",
        "message_reference",
        "poll",
        "attachments",
    }
    assert check_message(body) == {}
    assert discord_api.violations("POST", "/channels/1/messages", {}, body) == []


async def test_a_message_made_of_components(discord_api: OpenApiCheck) -> None:
    with handle_message_parameters(view=layout()) as params:
        assert check_message(params.payload or {}) == {}
        assert discord_api.violations("POST", "/channels/1/messages", {}, params.payload) == []


async def test_a_modal(discord_api: OpenApiCheck) -> None:
    data = Answer(custom_id="v1:answer").to_dict()
    assert len(data["components"]) == 3
    assert check_modal(data) == {}
    body = {"type": 9, "data": data}
    assert discord_api.violations("POST", "/interactions/1/token/callback", {"with_response": "1"}, body) == []


async def test_a_command_tree(discord_api: OpenApiCheck) -> None:
    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)
    schedule = app_commands.Group(
        name="schedule",
        description="Posts",
        default_permissions=discord.Permissions(manage_guild=True),
        guild_only=True,
    )

    @schedule.command(name="add", description="Add a post")
    @app_commands.choices(kind=[app_commands.Choice(name="Prompt", value="prompt")])
    async def add(
        interaction: discord.Interaction,
        kind: str,
        channel: discord.TextChannel,
        hours: app_commands.Range[int, 1, 24] = 1,
        role: discord.Role | None = None,
    ) -> None: ...

    @tree.command(name="topic", description="Open a topic")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def topic(interaction: discord.Interaction, name: app_commands.Range[str, 1, 100]) -> None: ...

    @topic.autocomplete("name")
    async def complete(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return []

    @tree.context_menu(name="Ask Bot")
    async def ask(interaction: discord.Interaction, message: discord.Message) -> None: ...

    tree.add_command(schedule)
    body = [command.to_dict(tree) for command in tree.get_commands()]
    assert len(body) == 3
    assert check_commands(body) == {}
    assert discord_api.violations("PUT", "/applications/1/commands", {}, body) == []
