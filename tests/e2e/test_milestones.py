"""What is worth a word: a finished section and a long streak, to the member; to the channel by their own press."""

from datetime import timedelta

import pytest
from asked import press_forged, press_right
from discord_sandbox import Member, Sandbox
from posting import Desk
from shipped import shipped_roadmap

DAY = timedelta(days=1)
ORDER = shipped_roadmap().order


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock."""
    return discord.member("bert")


async def test_a_finished_section_is_told_and_shared_by_a_press_only(ada: Member) -> None:
    section = shipped_roadmap().sections[0]
    titles = ", ".join(section.topic_ids[:-1])
    assert "Section finished" not in (await ada.slash("done", topic=titles)).text
    done = await ada.slash("done", topic=section.topic_ids[-1])
    assert done.private
    assert "Section finished" in done.text
    shared = await done.press("Share")
    assert not shared.private
    assert "ada has finished" in shared.text
    await ada.slash("undo")
    forged = await press_forged(done, done.button("Share")["custom_id"])
    assert forged is not None
    assert forged.private
    assert "not finished any more" in forged.text


async def test_seven_days_in_a_row_are_told_once(discord: Sandbox, bert: Member) -> None:
    for number in range(7):
        done = await bert.slash("done", topic=ORDER[number])
        assert ("7 days in a row" in done.text) == (number == 6)
        if number < 6:
            discord.clock.advance(DAY)
    shared = await done.press("Share")
    assert not shared.private
    assert "has studied 7 days in a row" in shared.text
    assert "7 days" not in (await bert.slash("done", topic=ORDER[7])).text


async def test_five_answers_make_the_seventh_day_too(discord: Sandbox, bert: Member) -> None:
    for number in range(6):
        await bert.slash("done", topic=ORDER[number])
        discord.clock.advance(DAY)
    shown = await bert.slash("quiz", topic="csrf", questions=6)
    for number in range(6):
        answered = await press_right(shown)
        assert ("7 days in a row" in answered.text) == (number == 4)
        shown = await answered.press("Next")


async def test_a_streak_that_is_over_is_not_shared(discord: Sandbox, bert: Member) -> None:
    for number in range(7):
        done = await bert.slash("done", topic=ORDER[number])
        if number < 6:
            discord.clock.advance(DAY)
    discord.clock.advance(9 * DAY)
    late = await done.press("Share")
    assert late.private
    assert "is over" in late.text
