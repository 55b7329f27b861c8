"""Files that members hand over with a command: described as Discord does, and to be had at an address of their own."""

from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
import pytest_asyncio
from discord import app_commands
from discord_sandbox import Member, NotPossible, Sandbox, Upload
from discord_sandbox.adapters.discordpy import running
from trial_bot import Handing


@pytest_asyncio.fixture
async def ada() -> AsyncIterator[Member]:
    """Somebody beside a bot that reads files."""
    client = discord.Client(intents=discord.Intents.default())
    tree = app_commands.CommandTree(client)
    client.setup_hook = tree.sync  # type: ignore[method-assign,assignment]

    @tree.command(description="Read a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        data = await file.read()
        await interaction.response.send_message(f"{file.filename}, {file.size} bytes: {data.decode()} <{file.url}>")

    @tree.command(description="Hand in files")
    async def hand(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Handing(timeout=60))

    async with Sandbox() as sandbox, running(client, sandbox):
        yield sandbox.member("ada")


async def test_a_bot_reads_what_a_member_hands_over(ada: Member) -> None:
    answer = await ada.slash("read", file=Upload("notes.md", b"# Notes", "text/markdown"))
    assert answer.content.startswith("notes.md, 7 bytes: # Notes")


async def test_a_form_takes_as_many_files_as_it_says(ada: Member) -> None:
    form = await ada.slash("hand")
    one, two = Upload("a.md", b"A"), Upload("b.md", b"B")
    for wrong in ({}, {"files": [one, two, one]}, {"files": "a.md"}):
        with pytest.raises(NotPossible, match="takes"):
            await form.submit(wrong)
    assert (await form.submit({"files": [one, two]})).content == "a.md: A; b.md: B"


async def test_an_address_holds_only_as_it_was_given(ada: Member) -> None:
    answer = await ada.slash("read", file=Upload("notes.md", b"# Notes"))
    url = answer.content.rpartition("<")[2].rstrip(">")
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as whole:
            assert (whole.status, await whole.read()) == (200, b"# Notes")
        async with session.get(url.partition("?")[0]) as bare:
            assert bare.status == 404


async def test_other_things_and_files_too_large_are_not_handed_over(ada: Member) -> None:
    with pytest.raises(NotPossible, match="takes Uploaded"):
        await ada.slash("read", file="notes.md")
    with pytest.raises(NotPossible, match="at most"):
        await ada.slash("read", file=Upload("notes.md", bytes(11 * 1024 * 1024)))
