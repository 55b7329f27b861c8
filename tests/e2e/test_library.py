"""Organisers bring a README and it is their server's roadmap: previewed, taken, brought again, and back."""

from typing import Any

import pytest
from discord_sandbox import Member, Sandbox, Upload

WOOD = """\
# Wood

What trees give.

## Hard

- Oak: heavy and strong
- Beech: for tools
- Ash: it bends

## Soft

- Pine: grows fast
- Spruce: sounds well
"""
LINKED = """\
# Stone

## Granite

- [What it is](https://example.org/granite)
- [Where it lies](https://example.org/lies)

## Slate

- [How it splits](https://example.org/splits)
"""


def upload(text: str, name: str = "README.md") -> Upload:
    return Upload(name, text.encode(), "text/markdown")


async def bring(olga: Member, text: str) -> None:
    shown = await olga.slash("library bring", file=upload(text))
    await shown.press("Take it")


async def test_a_readme_becomes_the_servers_roadmap(olga: Member, ada: Member) -> None:
    shown = await olga.slash("library bring", file=upload(WOOD))
    assert shown.private
    for part in ("5 topics", "2 sections", "1. Hard", "What trees give", "Oak: heavy and strong"):
        assert part in shown.text
    assert shown.buttons == ["Take it", "Headings are topics", "Drop it"]
    taken = await shown.press("Take it")
    assert "Version 1 of Wood is live" in taken.text
    await taken.press("Use it here")
    card = await ada.slash("topic", name="oak")
    assert "heavy and strong" in card.text
    assert "⏱️" not in card.text
    listed = await ada.slash("library list")
    assert "Wood · 5 topics · brought here, version 1 · studied here" in listed.text
    assert listed.buttons == []


async def test_only_organisers_bring_and_use(ada: Member) -> None:
    for command, options in (
        ("library bring", {"file": upload(WOOD)}),
        ("library bring", {}),
        ("library use", {"roadmap": "python-django"}),
        ("library versions", {}),
    ):
        refused = await ada.slash(command, **options)
        assert "Manage Server" in refused.text


async def test_a_text_can_be_pasted(olga: Member) -> None:
    form = await olga.slash("library bring")
    nested = "# Wood\n\n- Hard\n  - Oak\n  - Ash\n- Soft\n  - Pine\n  - Spruce\n"
    shown = await form.submit({"text": nested})
    assert "4 topics in 2 sections" in shown.text


async def test_what_is_a_topic_is_switched_by_a_button(olga: Member) -> None:
    shown = await olga.slash("library bring", file=upload(LINKED))
    assert "2 topics" in shown.text
    switched = await shown.press("Bullets are topics")
    assert "3 topics in 2 sections" in switched.text
    assert "Headings are topics" in switched.buttons


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a picture"),
        (b"- a\n" * 300_000, "at most 1,048,576"),
        (b"<!doctype html><html></html>", "web page"),
    ],
)
async def test_what_cannot_be_read_is_answered_in_a_line(olga: Member, data: bytes, words: str) -> None:
    refused = await olga.slash("library bring", file=Upload("roadmap.md", data))
    assert words in refused.text


async def test_brought_again_it_says_what_changes_and_keeps_what_was_done(olga: Member, ada: Member) -> None:
    await bring(olga, WOOD)
    await olga.slash("library use", roadmap="Wood")
    for topic in ("oak", "ash", "pine"):
        await ada.slash("done", topic=topic)
    changed = (
        WOOD.replace("Oak: heavy", "Oak tree: heavy")
        .replace("- Ash: it bends\n", "")
        .replace("- Pine: grows fast\n", "")
    )
    changed = changed.replace("## Hard\n", "## Hard\n\n- Pine: grows fast\n") + "- Larch: does not rot\n"
    shown = await olga.slash("library bring", file=upload(changed))
    assert "Before: Oak in Hard" in shown.text
    assert shown.buttons == ["Same topic", "New topic", "Drop it"]
    shown = await shown.press("Same topic")
    for part in ("New (1): Larch", "Oak → Oak tree", "another section (1): Pine", "Taken out (1): Ash", "1 member"):
        assert part in shown.text
    taken = await shown.press("Take it")
    assert "Version 2" in taken.text
    progress = await ada.slash("progress")
    assert "2 of 5" in progress.text
    card = await ada.slash("topic", name="oak tree")
    assert "✅ Done" in card.text


async def test_a_section_that_is_called_otherwise_moves_nothing(olga: Member) -> None:
    await bring(olga, WOOD)
    shown = await olga.slash("library bring", file=upload(WOOD.replace("## Soft", "## Softwood")))
    assert "Sections renamed (1): Soft → Softwood" in shown.text
    assert "another section" not in shown.text


async def test_an_earlier_version_comes_back_in_two_presses(olga: Member, ada: Member) -> None:
    await bring(olga, WOOD)
    await olga.slash("library use", roadmap="Wood")
    await ada.slash("done", topic="ash")
    await bring(olga, WOOD.replace("- Ash: it bends\n", ""))
    assert "0 of 4" in (await ada.slash("progress")).text
    listed = await olga.slash("library versions")
    assert "2 · 4 topics · Markdown" in listed.text
    back = await listed.choose("Go back to", "Version 1")
    assert "Version 3 of Wood is live: 5 topics" in back.text
    assert "1 of 5" in (await ada.slash("progress")).text


async def test_of_two_organisers_the_second_hears_that_it_was_overtaken(olga: Member) -> None:
    await bring(olga, WOOD)
    first = await olga.slash("library bring", file=upload(WOOD + "- Larch\n"))
    second = await olga.slash("library bring", file=upload(WOOD + "- Fir\n"))
    await first.press("Take it")
    assert "Somebody else has brought a version in the meantime" in (await second.press("Take it")).text


async def test_another_server_never_sees_it(olga: Member, sandbox: Sandbox) -> None:
    await bring(olga, WOOD)
    elsewhere = sandbox.add_guild("Elsewhere")
    elsewhere.add_text_channel("study")
    stranger = sandbox.member("stranger", guild=elsewhere)
    assert "Wood" not in (await stranger.slash("library list")).text


async def test_an_export_is_taken_back_unchanged(olga: Member) -> None:
    await bring(olga, WOOD)
    for kind in ("markdown", "yaml", "csv", "checklist"):
        name, data = await exported(olga, kind)
        again = await olga.slash("library bring", file=Upload(name, data))
        assert "No topic is added, renamed, moved or taken out" in again.text, (kind, data.decode())


async def exported(member: Member, kind: str) -> tuple[str, bytes]:
    handed = await member.slash("library export", roadmap="Wood", kind=kind)
    (attachment,) = handed.message.attachments
    return attachment["filename"], member.driver.world.files[int(attachment["id"])].data


async def test_questions_and_their_explanations_come_back_in_markdown(olga: Member) -> None:
    await bring(olga, WOOD)
    quiz = "$CATEGORY: course/Oak\n\n::One::Is oak heavy? {TRUE####It is: take a *beam*.}\n"
    await (await olga.slash("library bring", file=Upload("quiz.txt", quiz.encode()))).press("Take it")
    name, data = await exported(olga, "markdown")
    assert "take a" in data.decode()
    await (await olga.slash("library bring", file=Upload(name, data))).press("Take it")
    assert await exported(olga, "markdown") == (name, data)


async def test_a_checklist_has_the_ticks_of_whoever_asks(olga: Member, ada: Member, grace: Member) -> None:
    await bring(olga, WOOD)
    await olga.slash("library use", roadmap="Wood")
    await ada.slash("done", topic="oak")
    _, ticked = await exported(ada, "checklist")
    assert "- [x] **Oak**: heavy and strong" in ticked.decode()
    assert ticked.count(b"[ ]") == 4
    _, bare = await exported(grace, "checklist")
    assert b"[x]" not in bare


async def test_a_deck_is_handed_out(olga: Member, ada: Member) -> None:
    await bring(olga, WOOD)
    name, data = await exported(ada, "anki")
    assert name.endswith(".apkg")
    assert data.startswith(b"PK")
    await bring(olga, "# Bare\n\n## One\n- Alpha\n- Beta\n\n## Two\n- Gamma\n- Delta\n")
    empty = await ada.slash("library export", roadmap="Bare", kind="anki")
    assert "nothing to ask in this roadmap yet" in empty.text


async def test_a_quiz_goes_to_the_topics_that_are_there(olga: Member, ada: Member) -> None:
    await bring(olga, WOOD)
    await olga.slash("library use", roadmap="Wood")
    quiz = (
        "$CATEGORY: course/Oak\n\n::One::Is oak heavy? {TRUE####It is.}\n\n"
        "$CATEGORY: course/Granite\n\nIs granite wood? {FALSE}\n"
    )
    shown = await olga.slash("library bring", file=Upload("quiz.txt", quiz.encode()))
    assert "Granite” is no topic of this roadmap" in shown.text
    assert "No topic is added" in shown.text
    await shown.press("Take it")
    asked = await ada.slash("quiz", topic="oak")
    assert "Is oak heavy?" in asked.text
    assert asked.buttons[:3] == ["A", "B", "?"]
    again = await olga.slash("library bring", file=Upload("quiz.txt", quiz.encode()))
    assert "1 questions of “Oak” are there already" in again.text


async def test_a_file_that_is_gone_from_its_address_is_told(olga: Member) -> None:
    prepared = olga.prepare_slash("library bring", file=upload(WOOD))
    olga.driver.world.files.clear()
    gone = await olga.deliver(prepared)
    assert "no longer there" in gone.text


async def test_everything_answers_on_a_roadmap_of_titles_alone(olga: Member, ada: Member) -> None:
    bare = "# Bare\n\n## One\n- Alpha\n- Beta\n\n## Two\n" + "".join(f"- Thing {number}\n" for number in range(60))
    await bring(olga, bare)
    await olga.slash("library use", roadmap="Bare")
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("topic", {"name": "alpha"}),
        ("roadmap", {}),
        ("roadmap", {"section": "two"}),
        ("next", {}),
        ("quiz", {}),
        ("quiz", {"topic": "alpha"}),
        ("review", {}),
        ("placement", {}),
        ("progress", {}),
        ("search", {"words": "thing"}),
        ("done", {"topic": "alpha"}),
        ("leaderboard", {}),
        ("map", {}),
        ("note", {"topic": "beta"}),
        ("me", {}),
        ("help", {}),
    )
    for command, options in asked:
        answer = await ada.slash(command, **options)
        assert "that broke" not in answer.text, command
        assert answer.text.strip()
    section = await ada.slash("roadmap", section="two")
    assert len(section.selects) == 3
    opened = await section.choose(section.selects[2].placeholder, "Thing 55")
    assert "Thing 55" in opened.text
