"""A goal of one's own, when one arrives, and what three answers a day would do."""

import asyncio
import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from asked import press_right
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.world.guilds import Guild
from posting import Desk
from shipped import shipped_library
from whole_bot import process

DAY = timedelta(days=1)


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock, a Monday evening."""
    return discord.member("bert")


async def set_goal(member: Member, typed: str) -> Answer:
    return await (await (await member.slash("me")).press("My goal")).submit(goal=typed)


async def said(member: Member, text: str) -> Answer:
    answer = await member.say(text)
    assert answer is not None
    return answer


async def test_a_goal_is_set_shown_exported_and_taken_away(ada: Member) -> None:
    saved = await set_goal(ada, "4 topics a week")
    assert saved.private
    assert "Goal saved" in saved.text
    assert "0 of 4 this week" in saved.text.replace("*", "")
    panel = await ada.slash("me")
    assert "4 topics a week" in panel.text.replace("*", "")
    exported = await (await panel.press("My data")).press("Export")
    (attached,) = exported.message.attachments
    with zipfile.ZipFile(io.BytesIO(ada.driver.world.files[int(attached["id"])].data)) as archive:
        (line,) = csv.DictReader(io.StringIO(archive.read("users.csv").decode()))
        assert line["weekly_goal"] == "4"
        assert json.loads(archive.read("waymark.json"))["users"][0]["weekly_goal"] == 4
    assert "You have no goal" in (await set_goal(ada, "")).text
    assert "a week" not in (await ada.slash("me")).text


@pytest.mark.parametrize("typed", ["0", "999", "-3", "many", "4.5", "<@1>"])
async def test_what_is_no_goal_changes_nothing_and_says_what_would_be(ada: Member, typed: str) -> None:
    await set_goal(ada, "four")
    refused = await set_goal(ada, typed)
    assert "from 1 to 50, such as 4" in refused.text
    assert "4 topics a week" in (await ada.slash("me")).text.replace("*", "")


async def test_progress_says_when_one_arrives_at_this_pace(bert: Member, discord: Sandbox) -> None:
    nothing = await bert.slash("progress")
    assert "51 topics to go · finish one with /done" in nothing.text
    await bert.slash("done", topic="csrf, xss, forms")
    await set_goal(bert, "5")
    discord.clock.jump(discord.clock.now() + 13 * DAY)
    text = (await bert.slash("progress")).text.replace("*", "")
    assert "48 topics to go · at your pace, 1.5 a week: 2 May 2027" in text  # 20 September and 224 days
    assert "0 of 5 this week" in text
    assert "With 5 a week: 27 November 2026." in text
    await bert.slash("done", topic="views")
    assert "1 of 5 this week" in (await bert.slash("progress")).text.replace("*", "")


async def test_a_day_is_that_of_one_s_own_zone(bert: Member, discord: Sandbox) -> None:
    await (await (await bert.slash("me")).press("My zone")).submit(zone="Tokyo")  # it is Tuesday there
    await bert.slash("done", topic="csrf")
    arrives = discord.clock.now().date() + DAY * (1 + 7 * 50)
    assert f"a week: {arrives.day} {arrives:%B %Y}" in (await bert.slash("progress")).text.replace("*", "")


async def test_what_is_skipped_is_not_left(ada: Member) -> None:
    await ada.slash("skip", topic="docker, csrf")
    assert "49 topics to go" in (await ada.slash("progress")).text


async def test_who_has_arrived_is_told_so(ada: Member) -> None:
    ids = [topic.id for topic in shipped_library().default]
    for start in range(0, len(ids), 20):
        await ada.slash("done", topic=", ".join(ids[start : start + 20]))
    assert "You have arrived" in (await ada.slash("progress")).text
    assert "You have arrived" in (await set_goal(ada, "3")).text


async def test_a_goal_is_nobody_else_s_business(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="csrf")
    await set_goal(ada, "7")
    seen = await grace.slash("progress", member=ada)
    shared = await (await ada.slash("progress")).press("Share")
    for answer in (seen, shared):
        assert "1 of 51" in answer.text.replace("*", "")
        assert "this week" not in answer.text
        assert "to go" not in answer.text


async def test_a_goal_is_set_in_words_and_the_channel_does_not_hear_it(ada: Member) -> None:
    told = await said(ada.dm, "my goal is 4 topics a week")
    assert "0 of 4 this week" in told.text.replace("*", "")
    public = await said(ada, "@Waymark what's my goal?")
    assert "4" not in public.text
    assert "0 of 4 this week" in (await public.press("My goal")).text.replace("*", "")
    assert "from 1 to 50" in (await said(ada.dm, "set my goal to 999")).text


async def test_three_answers_a_day_are_reckoned_once_a_day(bert: Member, discord: Sandbox) -> None:
    await press_right(await bert.slash("quiz", topic="csrf"))
    first = await (await bert.slash("progress")).press("3 a day?")
    assert first.private
    now, total = map(int, re.findall(r"Remembered today: (\d+) of (\d+)", first.text.replace("*", ""))[0])
    assert (now, total) == (1, 51)
    (soon, _), (later, alone) = [
        tuple(map(int, found)) for found in re.findall(r"days: (\d+), without any (\d+)", first.text.replace("*", ""))
    ]
    assert now < soon < later <= total
    assert alone <= 1
    await press_right(await bert.slash("quiz", topic="xss"))
    assert (await (await bert.slash("progress")).press("3 a day?")).text == first.text
    discord.clock.jump(discord.clock.now() + DAY)
    assert (await (await bert.slash("progress")).press("3 a day?")).text != first.text


async def test_twenty_who_look_ahead_at_once_are_all_answered(sandbox: Sandbox, guild: Guild, ada: Member) -> None:
    people = [ada, *(sandbox.member(f"ahead-{number}", guild=guild) for number in range(19))]
    shown = [await member.slash("progress") for member in people]
    answers = await asyncio.gather(*(answer.press("3 a day?") for answer in shown))
    assert all("Remembered today" in answer.text or "ask again in a minute" in answer.text for answer in answers)
    assert any("Remembered today" in answer.text for answer in answers)


async def test_it_needs_no_pictures(discord: Sandbox, tmp_path: Path) -> None:
    discord.add_guild("Server").add_text_channel("study")
    async with process(discord, tmp_path / "waymark.db", PICTURES="off"):
        shown = await (await discord.member("bert").slash("progress")).press("3 a day?")
    assert "Remembered today" in shown.text
