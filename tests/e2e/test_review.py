"""What is due with `/review`, as members meet it: the clock of these tests is their bot's own."""

import re
from datetime import timedelta

import pytest
from asked import press_right, press_wrong
from discord_sandbox import Answer, Member, Sandbox
from posting import Desk
from shipped import shipped_roadmap

DAY = timedelta(days=1)
TOPICS = shipped_roadmap().order[:30]


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock."""
    return discord.member("bert")


async def answer_all(shown: Answer, *, right: bool = True) -> tuple[Answer, int]:
    """Answer until the sitting is over; give its end, and how many questions there were."""
    number = 0
    while shown.buttons[-1:] == ["?"]:
        shown = await (await (press_right(shown) if right else press_wrong(shown))).press("Next")
        number += 1
    return shown, number


async def test_nothing_is_due_before_anything_was_answered(bert: Member) -> None:
    shown = await bert.slash("review")
    assert "Nothing is due" in shown.text
    assert "/quiz" in shown.text
    assert shown.buttons[0] == "Practise"


async def test_what_was_answered_comes_back_when_it_is_due(discord: Sandbox, bert: Member) -> None:
    await press_right(await bert.slash("quiz", topic="csrf"))
    shown = await bert.slash("review")
    assert "Nothing is due" in shown.text
    assert "Cross-Site Request Forgery" in shown.text
    discord.clock.jump(discord.clock.now() + 2 * DAY)
    shown = await bert.slash("review")
    assert shown.buttons == ["A", "B", "C", "D", "?"]
    ended, number = await answer_all(shown)
    assert number == 1
    assert "Done for today: 1 answer" in ended.text


async def test_what_was_answered_elsewhere_meanwhile_does_not_come_again(bert: Member) -> None:
    await bert.slash("done", topic="csrf, xss")
    here, there = await bert.slash("review"), await bert.dm.slash("review")
    here, there = await press_right(here), await press_right(there)
    here = await press_right(await here.press("Next"))
    ended = await there.press("Next")
    assert ended.buttons[0] == "Practise", "the other topic has been answered"


async def test_topics_said_to_be_done_are_asked_about_two_a_day(discord: Sandbox, bert: Member) -> None:
    await bert.slash("done", topic="csrf, xss, views, models, forms")
    _, first = await answer_all(await bert.slash("review"))
    assert first == 2
    assert "Done for today: 2 answers" in (await bert.slash("review")).text
    discord.clock.jump(discord.clock.now() + 1 * DAY)
    _, second = await answer_all(await bert.slash("review"))
    assert second == 2


async def test_a_miss_comes_once_more_at_the_end_and_is_practice(bert: Member) -> None:
    await bert.slash("done", topic="csrf, xss")
    shown = await bert.slash("review")
    shown = await (await press_wrong(shown)).press("Next")
    shown = await (await press_right(shown)).press("Next")
    assert "once more" in shown.text
    judged = await press_right(shown)
    assert "Practice" in judged.text
    ended = await judged.press("Next")
    assert "Done for today: 2 answers" in ended.text


async def test_after_two_weeks_away_it_serves_twenty_and_no_heap(discord: Sandbox, bert: Member) -> None:
    for part in range(2):
        topics = TOPICS[part * 15 : part * 15 + 15]
        for topic in topics:
            await press_right(await bert.slash("quiz", topic=topic, questions=1))
    discord.clock.jump(discord.clock.now() + 14 * DAY)
    ended, number = await answer_all(await bert.slash("review"))
    assert number == 20
    assert "Done for today: 20 answers" in ended.text
    assert not re.search(r"\b10\b", ended.text), "the heap is not shown"


async def test_four_misses_in_a_row_offer_another_way_in(discord: Sandbox, bert: Member) -> None:
    shown = await bert.slash("quiz", topic="csrf", questions=4)
    for number in range(4):
        judged = await press_wrong(shown)
        assert ("hard going" in judged.text) == (number == 3)
        if number < 3:
            shown = await judged.press("Next")
    assert "Ask the channel" in judged.buttons
