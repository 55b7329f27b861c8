"""Notes of one's own with `/note`: written, edited, found, on one's own card, in the export, and nobody else's."""

import json

import pytest
from discord_sandbox import Member
from test_me import unzipped
from whole_bot import replies


async def test_a_note_is_kept_and_stands_on_one_s_own_card_alone(ada: Member, grace: Member) -> None:
    saved = await ada.slash("note", topic="csrf", text="The **token** is per session <@1> https://a.example")
    assert saved.private
    assert "Note saved" in saved.text
    assert "The **token** is per session <@1>" in saved.text
    card = await ada.slash("topic", name="csrf")
    assert "📝 The **token** is per session" in card.text
    assert "**token**" in (await card.press("Done")).text
    assert "**token**" not in (await card.press("Share")).text
    assert "📝" not in (await grace.slash("topic", name="csrf")).text
    assert "Nothing yet" in (await grace.slash("note", topic="csrf")).text


async def test_a_mention_in_the_channel_shows_no_note(ada: Member) -> None:
    await ada.slash("note", topic="csrf", text="zanzibar")
    await ada.slash("topic", name="csrf")
    bot = ada.driver.world.bot
    for words in ("what is csrf", "search zanzibar"):
        (reply,) = await replies(ada, f"<@{bot.id}> {words}")
        assert "zanzibar" not in str([reply.content, reply.embeds, reply.components])


async def test_a_note_is_edited_and_deleted(ada: Member) -> None:
    await ada.slash("note", topic="xss", text="escape")
    shown = await ada.slash("note", topic="xss")
    assert "escape" in shown.text
    edited = await (await shown.press("Edit")).submit(text="escape\nwhat is shown")
    assert "escape what is shown" in edited.text
    deleted = await edited.press("Delete")
    assert "Note deleted" in deleted.text
    assert "Nothing yet" in (await ada.slash("note", topic="xss")).text
    written = await (await deleted.press("Write it")).submit(text="again")
    assert "again" in written.text
    emptied = await (await written.press("Edit")).submit(text="")
    assert "Nothing yet" in emptied.text


async def test_the_card_s_back_leads_to_the_note(ada: Member) -> None:
    back = await (await ada.slash("topic", name="csrf")).press("More")
    assert "Your note on" in (await back.press("My note")).text


@pytest.mark.parametrize(("length", "told"), [(1_001, "1,001"), (4_000, "2,000 or more")])
async def test_too_long_a_note_is_refused_with_how_long_it_is(ada: Member, length: int, told: str) -> None:
    refused = await ada.slash("note", topic="csrf", text="x" * length)
    assert f"yours has {told}" in " ".join(refused.text.split()).replace("│ ", "")
    assert "Nothing yet" in (await ada.slash("note", topic="csrf")).text
    assert "Note saved" in (await ada.slash("note", topic="csrf", text="*" * 1_000)).text


async def test_a_note_needs_a_topic_that_was_named(ada: Member) -> None:
    assert "I do not know that topic" in (await ada.slash("note", topic="zzzzqqq", text="lost")).text


async def test_one_s_own_search_finds_one_s_own_notes(ada: Member, grace: Member) -> None:
    await ada.slash("note", topic="csrf", text="Remember the zanzibar trick")
    found = await ada.slash("search", words="zanzib")
    assert "your note" in found.text
    assert "zanzibar trick" in found.text
    opened = await found.choose("Open a topic", "csrf")
    assert "zanzibar" in opened.text
    assert "No topic mentions that" in (await grace.slash("search", words="zanzibar")).text


async def test_notes_are_in_the_export_and_go_with_the_rest(ada: Member) -> None:
    await ada.slash("note", topic="csrf", text="for me")
    shown = await (await ada.slash("me")).press("My data")
    assert "notes of your own: 1" in shown.text
    data = json.loads(unzipped(await shown.press("Export"))["waymark.json"])
    assert data["notes"][0]["text"] == "for me"
