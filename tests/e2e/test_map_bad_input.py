"""Maps under what goes wrong: names of all kinds, a drawing process that dies, a crowd, a very large roadmap."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.journal import Request
from discord_sandbox.world.guilds import Guild
from small_content import topic
from waiting import until
from whole_bot import process, serving

PNG = b"\x89PNG"
MAX_SIZE = 60_000
SECTIONS, TOPICS = 30, 10
"""Topics of each section: 300 in all, the most that a roadmap may have."""


def picture_of(answer: Answer) -> tuple[dict[str, Any], bytes]:
    """Return the one picture of a message: what Discord says of it, and its bytes."""
    (attached,) = answer.message.attachments
    return dict(attached), answer.member.driver.world.files[int(attached["id"])].data


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("字" * 32, "字" * 32),
        ("שלום עולם", "שלום עולם"),
        ("مُحَمَّد الثالث", "مُحَمَّد الثالث"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("**@everyone** <@1>", "**@\u200beveryone** <@1>"),
        ("\U0001e900\U0001e901", "\U0001e900\U0001e901"),
        ("\u2800\u3164", "someone"),
        ("$t0 ${body} <b>&amp;", "$t0"),
    ],
)
async def test_a_map_has_a_picture_whatever_the_name(ada: Member, grace: Member, name: str, told: str) -> None:
    await ada.slash("done", topic="csrf")
    await grace.slash("done", topic="csrf")
    assert grace.membership is not None
    grace.membership.nick = name
    seen = await ada.slash("map", member=grace)
    attached, png = picture_of(seen)
    assert png.startswith(PNG)
    assert len(png) <= MAX_SIZE
    assert "1 of 51" in attached["description"]
    assert "\u202e" not in attached["description"]
    assert ("someone · 1 of 51" in attached["description"]) == (told == "someone")
    assert told in str(seen.embeds[0]["title"]).replace("\\", "")


def deferrals(discord: Sandbox) -> list[Request]:
    """Return the answers that said only that another would come."""
    callbacks = discord.journal.matching("POST", "/interactions/*/callback")
    return [seen for seen in callbacks if isinstance(seen.body, dict) and seen.body["type"] == 5]


async def test_when_the_drawing_process_is_killed_in_the_middle_there_are_words_and_then_pictures_again(
    discord: Sandbox, tmp_path: Path
) -> None:
    discord.add_guild("Server").add_text_channel("study")
    bert, carl = discord.member("bert"), discord.member("carl")
    async with process(discord, tmp_path / "waymark.db") as bot:
        assert picture_of(await bert.slash("map"))[1].startswith(PNG)
        (worker,) = bot.children
        os.kill(worker, signal.SIGSTOP)  # it gets the job, and does not get on with it
        begun = len(deferrals(discord))
        asked = asyncio.ensure_future(carl.slash("map"))
        await until(lambda: len(deferrals(discord)) > begun)
        os.kill(worker, signal.SIGKILL)
        answer = await asked
        assert answer.message.attachments == []
        assert "could not be drawn this time" in answer.text
        assert "0 of 51" in answer.text
        assert picture_of(await carl.slash("map"))[1].startswith(PNG)
        assert worker not in bot.children


async def test_twenty_who_ask_for_their_maps_at_once_are_all_answered(sandbox: Sandbox, guild: Guild) -> None:
    people = [sandbox.member(f"crowd-{number}", guild=guild) for number in range(20)]
    answers = await asyncio.gather(*(member.slash("map") for member in people))
    assert all("Your map" in answer.text for answer in answers)
    drawn = [answer for answer in answers if answer.message.attachments]
    assert drawn
    assert all("ask again in a minute" in answer.text for answer in answers if answer not in drawn)


def write_large(directory: Path) -> Path:
    """Write a roadmap of 300 topics in 30 sections."""
    home = directory / "large"
    (home / "topics").mkdir(parents=True)
    lines = ["id: large", "title: Large", "summary: Much.", "sections:"]
    for section in range(SECTIONS):
        ids = [f"topic-{section}-{number}" for number in range(TOPICS)]
        lines += [f"  - id: part-{section}", f"    title: Part {section}", '    emoji: "📚"', "    summary: A part."]
        lines += ["    groups:", "      - title: Group", f"        topics: [{', '.join(ids)}]"]
        for topic_id in ids:
            (home / "topics" / f"{topic_id}.yaml").write_text(topic(topic_id, f"part-{section}"), encoding="utf-8")
    (home / "roadmap.yaml").write_text("\n".join(lines), encoding="utf-8")
    return directory


async def test_three_hundred_topics_are_a_small_picture_and_all_sections_are_a_press_away(
    discord: Sandbox, tmp_path: Path
) -> None:
    discord.add_guild("Server").add_text_channel("study")
    bert = discord.member("bert")
    async with serving(discord, tmp_path / "waymark.db", write_large(tmp_path / "content")):
        await bert.slash("done", topic="topic-0-0")
        shown = await bert.slash("map")
        attached, png = picture_of(shown)
        assert len(png) <= MAX_SIZE
        assert (attached["width"], "1 of 300" in attached["description"]) == (720, True)
        last = await shown.choose("Open a section: Part 25 – Part 29", f"part-{SECTIONS - 1}")
        assert "Topic-29-9" in last.text
        assert "299 topics to go" in (await bert.slash("progress")).text
        assert "Remembered" not in (await (await bert.slash("progress")).press("3 a day?")).text  # it has no questions
