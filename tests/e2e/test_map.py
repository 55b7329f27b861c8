"""The map as a picture: for oneself, of others, for the channel, and when there can be none."""

import asyncio
from pathlib import Path
from typing import Any

from discord_sandbox import Answer, Member, Sandbox
from whole_bot import process

PNG = b"\x89PNG"


def picture_of(answer: Answer) -> tuple[dict[str, Any], bytes]:
    """Return the one picture of a message: what Discord says of it, and its bytes."""
    (attached,) = answer.message.attachments
    return dict(attached), answer.member.driver.world.files[int(attached["id"])].data


async def test_a_map_is_a_picture_with_its_words_and_the_same_as_a_list(ada: Member) -> None:
    await ada.slash("done", topic="syntax-variables, control-flow")
    answer = await ada.slash("map")
    attached, png = picture_of(answer)
    assert png.startswith(PNG)
    assert len(png) <= 60_000
    assert (attached["content_type"], attached["width"]) == ("image/png", 720)
    assert "2 of 51" in attached["description"]
    assert "2 done" in attached["description"]
    assert answer.private
    assert "2/8 Basic Skills" in answer.text
    section = await answer.choose("Open a section", "basic-skills")
    assert "Control Flow" in section.text
    assert section.message.attachments == []


async def test_the_calendar_and_the_weeks_are_a_press_away(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    calendar = await (await ada.slash("map")).press("Calendar")
    assert "1 active day in a year" in picture_of(calendar)[0]["description"]
    weeks = await calendar.press("Weeks")
    assert "active days of each week" in picture_of(weeks)[0]["description"]
    assert "Your map" in (await weeks.press("Map")).text


async def test_progress_leads_to_the_map_and_a_press_shows_it_to_the_channel(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="csrf")
    shared = await (await (await ada.slash("progress")).press("Map")).press("Share")
    assert not shared.private
    assert "1 of 51" in picture_of(shared)[0]["description"]
    assert "Map of ada" in shared.text


async def test_the_map_of_somebody_else_goes_by_what_they_let_be_seen(ada: Member, grace: Member) -> None:
    await ada.slash("done", topic="xss")
    await grace.slash("done", topic="csrf")
    seen = await ada.slash("map", member=grace)
    assert "1 of 51" in picture_of(seen)[0]["description"]
    assert "Calendar" not in seen.buttons
    await (await grace.slash("leaderboard")).press("Hide me")
    hidden = await ada.slash("map", member=grace)
    assert "There is nothing to see" in hidden.text
    assert hidden.message.attachments == []


async def test_twenty_maps_at_once_are_all_answered_with_or_without_a_picture(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    answers = await asyncio.gather(*(ada.slash("map") for _ in range(20)))
    assert all("Your map" in answer.text for answer in answers)
    assert any(answer.message.attachments for answer in answers)


async def test_without_pictures_the_words_are_there(discord: Sandbox, tmp_path: Path) -> None:
    discord.add_guild("Server").add_text_channel("study")
    async with process(discord, tmp_path / "waymark.db", PICTURES="off"):
        answer = await discord.member("bert").slash("map")
    assert answer.message.attachments == []
    assert "Pictures are switched off here." in answer.text
    assert "0 of 51" in answer.text
