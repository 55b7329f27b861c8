"""What somebody has shown, on cards, in /roadmap, /progress and /next, apart from what they said."""

from datetime import timedelta

import pytest
from asked import press_right, press_wrong
from discord_sandbox import Member, Sandbox
from posting import Desk
from shipped import shipped_roadmap

DAY = timedelta(days=1)


@pytest.fixture
def bert(desk: Desk, discord: Sandbox) -> Member:
    """Somebody on a server whose bot has the test's own clock."""
    return discord.member("bert")


async def answer_right(member: Member, topic: str, *, times: int = 1) -> str:
    """Answer so many questions about a topic; give the text of the last verdict."""
    shown = await member.slash("quiz", topic=topic, questions=times)
    verdict = ""
    for number in range(times):
        verdict = (await press_right(shown)).text
        if number + 1 < times:
            shown = await shown.press("Next")
    return verdict


def pass_days(discord: Sandbox, days: int) -> None:
    discord.clock.jump(discord.clock.now() + days * DAY)


async def test_a_topic_climbs_from_familiar_to_mastered_and_earns_on_the_way(discord: Sandbox, bert: Member) -> None:
    assert "familiar" in await answer_right(bert, "csrf")
    assert "🌱 familiar" in (await bert.slash("topic", name="csrf")).text
    pass_days(discord, 1)
    assert "solid · +10 points" in await answer_right(bert, "csrf")
    assert "🎓 solid" in (await bert.slash("topic", name="csrf")).text
    pass_days(discord, 7)
    assert "mastered · +10 points" in await answer_right(bert, "csrf")
    text = (await bert.slash("progress")).text
    assert "20 points" in text
    assert "1 mastered" in text
    assert "✅" not in text, "what was shown was not said"
    assert "20 · 1 🎓" in (await bert.slash("leaderboard", window="all")).text
    section = (await bert.slash("roadmap", section="security")).text
    assert "🏅" in section
    assert "✅" not in section


async def test_what_fades_comes_before_what_is_new_and_says_why(discord: Sandbox, bert: Member) -> None:
    await answer_right(bert, "csrf")
    pass_days(discord, 40)
    text = (await bert.slash("next")).text
    assert "CSRF" in text
    assert "rusty" in text
    shown = await (await bert.slash("next")).press("Quiz me")
    assert shown.buttons == ["A", "B", "C", "D", "?"]
    await press_right(shown)
    assert "rusty" not in (await bert.slash("next")).text


async def test_what_fades_may_be_what_is_next(discord: Sandbox, bert: Member) -> None:
    first = shipped_roadmap().order[0]
    await answer_right(bert, first)
    pass_days(discord, 40)
    answer = await bert.slash("next")
    assert "rusty" in answer.text
    assert answer.buttons == ["Quiz me", "Open topic"]


async def test_a_miss_over_several_topics_is_rust(bert: Member) -> None:
    await answer_right(bert, "csrf")
    shown = await bert.slash("quiz", questions=1)
    await press_wrong(shown)
    assert "rusty" in (await bert.slash("next")).text


async def test_five_answers_make_a_day_of_the_streak(bert: Member) -> None:
    await answer_right(bert, "csrf", times=4)
    assert "0 days in a row" in (await bert.slash("progress")).text
    await answer_right(bert, "xss")
    text = (await bert.slash("progress")).text
    assert "1 day in a row" in text
    assert "🟩" in text
