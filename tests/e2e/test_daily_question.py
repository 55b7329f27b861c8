"""The question of the day: posted by the clock, answered by a press, told to the channel only as a whole."""

import asyncio
from collections.abc import Callable

import pytest
from discord_sandbox import Member, Permission, Sandbox
from discord_sandbox.world.model import Message
from posting import DAY, SECOND, Desk
from racing import labels, press, text_of
from waiting import LONGEST

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import QUESTION
from bot.core.posted_question import MIN_SPREAD
from bot.core.schedule import Schedule


async def posted(desk: Desk, schedule: Schedule, runs: int = 1) -> Message:
    """Let a question of the day be posted, and give its message."""
    desk.reach(await desk.now(schedule))
    run = await desk.ended(schedule, runs)
    assert run.state is OccurrenceState.SENT
    assert run.message_id is not None
    return desk.discord.general.history[run.message_id]


async def told(discord: Sandbox, message: Message, condition: Callable[[str], bool]) -> str:
    """Let time pass until the message says what it should, and give what it says."""
    async with asyncio.timeout(LONGEST):
        while not condition(text_of(discord.general.history[message.id])):
            discord.clock.advance(SECOND)
            await asyncio.sleep(0.05)
    return text_of(discord.general.history[message.id])


def members(discord: Sandbox, number: int) -> list[Member]:
    return [discord.member(f"member {one}") for one in range(number)]


@pytest.fixture
def olga(discord: Sandbox) -> Member:
    return discord.member("olga", permissions=Permission.MANAGE_GUILD)


async def test_an_organiser_plans_it_and_everybody_answers_alone(discord: Sandbox, desk: Desk, olga: Member) -> None:
    channel = discord.general
    planned = await olga.slash("schedule add", kind="question", channel=channel, time="09:00")
    assert "Question of the day" in planned.text
    (schedule,) = await desk.all(discord.guild)
    message = await posted(desk, schedule)
    assert labels(message) == ["A", "B", "C", "D", "?", "Show answers"]
    ada, grace = discord.member("ada"), discord.member("grace")
    answers = [await press(ada, message, "A"), await press(grace, message, "?")]
    for answer in answers:
        assert answer.private
        assert "the right choice is" in answer.text.lower() or "Right!" in answer.text
    assert "2 answers" in await told(discord, message, lambda text: "2 answers" in text)
    assert "✅" not in text_of(discord.general.history[message.id])


async def test_it_is_answered_once(discord: Sandbox, desk: Desk) -> None:
    message = await posted(desk, await desk.plan(discord.general, kind=QUESTION))
    ada = discord.member("ada")
    await press(ada, message, "?")
    again = await press(ada, message, "A")
    assert "already answered this: ? counts" in again.text


async def test_after_its_day_the_channel_sees_the_spread_of_five(discord: Sandbox, desk: Desk) -> None:
    message = await posted(desk, await desk.plan(discord.general, kind=QUESTION))
    people = members(discord, MIN_SPREAD)
    for number, member in enumerate(people):
        await press(member, message, "AABC?"[number])
    await told(discord, message, lambda text: "5 answers" in text)
    discord.clock.advance(DAY)
    text = await told(discord, message, lambda text: "✅" in text)
    assert "**5 answers** · **1** did not know" in text
    assert labels(discord.general.history[message.id]) == ["A", "B", "C", "D", "?"]
    late = await press(discord.member("late"), message, "A")
    assert "Practice" in late.text
    await told(discord, message, lambda text: "6 answers" in text)


async def test_four_answers_are_never_spread(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, kind=QUESTION)
    message = await posted(desk, schedule)
    for member in members(discord, MIN_SPREAD - 1):
        await press(member, message, "A")
    await told(discord, message, lambda text: "4 answers" in text)
    await posted(desk, schedule, runs=2)
    assert "✅" not in text_of(discord.general.history[message.id])
    await press(discord.member("late"), message, "A")
    await told(discord, message, lambda text: "✅" in text)


async def test_an_organiser_shows_the_answers_earlier(discord: Sandbox, desk: Desk, olga: Member) -> None:
    message = await posted(desk, await desk.plan(discord.general, kind=QUESTION))
    ada = discord.member("ada")
    assert "Only organisers" in (await press(ada, message, "Show answers")).text
    assert "0 of 5" in (await press(olga, message, "Show answers")).text
    for member in members(discord, MIN_SPREAD):
        await press(member, message, "B")
    assert "In a moment" in (await press(olga, message, "Show answers")).text
    await told(discord, message, lambda text: "✅" in text)
    assert "Practice" in (await press(ada, message, "A")).text


async def test_no_question_comes_twice_before_the_others_were(discord: Sandbox, desk: Desk) -> None:
    schedule = await desk.plan(discord.general, kind=QUESTION, sections=("security",))
    texts = {text_of(await posted(desk, schedule, number)) for number in range(1, 7)}
    assert len(texts) == 6


async def test_a_test_post_can_be_answered_and_taken_away(discord: Sandbox, desk: Desk, olga: Member) -> None:
    schedule = await desk.plan(discord.general, kind=QUESTION)
    await olga.slash("schedule test", schedule=str(schedule.id))
    message = next(one for one in discord.general.messages if "Question of the day" in one.content)
    await press(discord.member("ada"), message, "?")
    await told(discord, message, lambda text: "1 answer" in text)
    assert "A test post" in message.content
    real = await posted(desk, schedule)
    assert "right choice" in (await press(discord.member("ada"), real, "?")).text
