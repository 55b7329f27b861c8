"""What goes wrong around a race: each press gets a private word, nothing is counted twice, and nobody else notices."""

import asyncio

import pytest
from discord_sandbox import Answer, Member, Permission, Sandbox
from discord_sandbox.world.model import Channel, Message
from posting import HOUR, Desk
from racing import (
    SECOND,
    close,
    custom_id,
    ends,
    is_open,
    labels,
    next_round,
    press,
    right_letter_of,
    rounds,
    text_of,
    the_end,
    wrong_letter_of,
)
from sqlalchemy import select, update
from waiting import until

from bot.store.group_tables import race_answers, race_rounds, races
from bot.store.learning_tables import answers


@pytest.fixture
def ada(discord: Sandbox) -> Member:
    return discord.member("ada")


@pytest.fixture
def grace(discord: Sandbox) -> Member:
    return discord.member("grace")


@pytest.fixture
def channel(discord: Sandbox) -> Channel:
    return discord.general


async def begun(member: Member, questions: int = 3, topic: str = "csrf") -> Message:
    """Begin a race, and give the message of its first round."""
    answer = await member.slash("race", topic=topic, questions=questions)
    assert not answer.private, answer.text
    return answer.message


async def forged(discord: Sandbox, member: Member, message: Message, text: str) -> Answer:
    answer = await discord.forge_component(text, by=member, message=message)
    assert answer.private
    assert "that broke" not in answer.text
    return answer


@pytest.mark.parametrize("questions", [0, 2, 11, 500, -1])
async def test_the_number_of_questions_is_bounded(desk: Desk, ada: Member, questions: int) -> None:
    answer = await ada.slash("race", questions=questions)
    assert answer.private
    assert "3 to 10 questions" in answer.text


async def test_it_belongs_to_a_server(desk: Desk, ada: Member) -> None:
    assert "server's channel" in (await ada.dm.slash("race")).text


async def test_it_is_refused_where_the_bot_may_not_post(discord: Sandbox, desk: Desk, ada: Member) -> None:
    quiet = discord.guild.add_text_channel("quiet")
    quiet.deny(discord.guild.everyone, Permission.SEND_MESSAGES)
    refused = await ada.in_channel(quiet).slash("race")
    assert refused.private
    assert "Send Messages" in refused.text


async def test_it_is_run_in_a_thread(discord: Sandbox, desk: Desk, ada: Member) -> None:
    thread = discord.guild.add_thread(discord.general, "race track")
    there = ada.in_channel(thread)
    await there.slash("race", topic="csrf", questions=3)
    for number in range(3):
        message = rounds(thread)[-1]
        await press(there, message, right_letter_of(message))
        await close(discord, thread)
        if number < 2:
            await next_round(discord, thread)
    assert "ada · 3 of 3" in text_of(await the_end(discord, thread))


async def test_a_channel_that_is_deleted_ends_its_race_and_no_other(
    discord: Sandbox, desk: Desk, ada: Member, grace: Member
) -> None:
    doomed = discord.guild.add_text_channel("doomed")
    there = await begun(ada.in_channel(doomed))
    here = await begun(grace)
    await press(ada.in_channel(doomed), there, right_letter_of(there))
    await press(grace, here, right_letter_of(here))
    doomed.delete()
    await close(discord, discord.general)
    await next_round(discord, discord.general)
    while doomed.id not in await ended(desk):
        discord.clock.advance(SECOND)
        await asyncio.sleep(0.02)
    assert await ended(desk) == {doomed.id}
    async with desk.database.reading() as connection:
        counted = await connection.execute(select(answers.c.user_id))
        assert {user_id for (user_id,) in counted} == {ada.id, grace.id}


async def ended(desk: Desk) -> set[int]:
    """The channels whose race is over."""
    async with desk.database.reading() as connection:
        found = await connection.execute(select(races.c.channel_id).where(races.c.ended_at.is_not(None)))
        return set(found.scalars())


async def test_two_who_start_at_once_start_one(discord: Sandbox, desk: Desk, ada: Member, grace: Member) -> None:
    both = await asyncio.gather(*(member.slash("race", topic="csrf") for member in (ada, grace, ada)))
    assert sorted(answer.private for answer in both) == [False, True, True]
    assert all("already a race in this channel" in answer.text for answer in both if answer.private)
    assert len(rounds(discord.general)) == 1


async def test_only_the_starter_or_an_organiser_stops_it(
    discord: Sandbox, desk: Desk, ada: Member, grace: Member, channel: Channel
) -> None:
    message = await begun(ada)
    await press(grace, message, right_letter_of(message))
    refused = await press(grace, message, "Stop")
    assert refused.private
    assert "Only whoever began the race" in refused.text
    assert is_open(rounds(channel)[0])
    assert "Stopped" in (await press(ada, message, "Stop")).text
    end = await the_end(discord, channel)
    assert "stopped" in text_of(end)
    assert "grace · 1 of 1" in text_of(end)
    olga = discord.member("olga", permissions=Permission.MANAGE_GUILD)
    second = await begun(ada)
    stop = custom_id(second, "Stop")
    assert "Stopped" in (await press(olga, second, "Stop")).text
    await the_end(discord, channel, 2)
    assert "over already" in (await forged(discord, olga, second, stop)).text
    assert len(rounds(channel)) == 2


async def test_a_bot_takes_no_part(discord: Sandbox, desk: Desk, ada: Member, grace: Member) -> None:
    message = await begun(ada)
    grace.user.bot = True
    assert "for people" in (await press(grace, message, "A")).text
    assert "for people" in (await grace.slash("race", topic="csrf")).text
    assert await answers_in_races(desk) == []


async def test_an_answer_is_changed_once(desk: Desk, ada: Member) -> None:
    message = await begun(ada)
    right, wrong = right_letter_of(message), wrong_letter_of(message)
    assert "You can change it once" in (await press(ada, message, wrong)).text
    assert "your answer already" in (await press(ada, message, wrong)).text
    assert f"Changed: {right}" in (await press(ada, message, right)).text
    assert f"{right} counts" in (await press(ada, message, wrong)).text
    assert await answers_in_races(desk) == [(ada.id, True, 1)]


async def answers_in_races(desk: Desk) -> list[tuple[int, bool, int]]:
    async with desk.database.reading() as connection:
        rows = await connection.execute(select(race_answers))
        return [(row.user_id, row.is_right, row.changes) for row in rows]


async def test_after_the_close_nothing_is_taken_or_changed(
    discord: Sandbox, desk: Desk, ada: Member, grace: Member, channel: Channel
) -> None:
    message = await begun(ada)
    right, wrong = right_letter_of(message), wrong_letter_of(message)
    pressed = {letter: custom_id(message, letter) for letter in labels(message) if len(letter) == 1}
    await press(ada, message, wrong)
    told = await close(discord, channel)
    assert f"This question is closed: {wrong} counts" in (await forged(discord, ada, told, pressed[right])).text
    assert (await forged(discord, grace, told, pressed[right])).text.count("counts") == 0
    assert await answers_in_races(desk) == [(ada.id, False, 0)]


async def test_a_press_in_the_moment_between_the_end_of_the_time_and_the_close(
    discord: Sandbox, desk: Desk, ada: Member
) -> None:
    message = await begun(ada)
    async with desk.database.writing() as connection:  # nobody can close it meanwhile
        discord.clock.advance(50 * SECOND)
        pressing = asyncio.get_running_loop().create_task(press(ada, message, "A"))
        await connection.execute(select(races))
    assert "closed" in (await pressing).text


async def test_a_press_on_a_round_of_another_race_is_not_taken(
    discord: Sandbox, desk: Desk, ada: Member, grace: Member
) -> None:
    track = discord.guild.add_text_channel("track")
    here, there = await begun(ada), await begun(grace.in_channel(track))
    moved = await forged(discord, ada, here, custom_id(there, "A"))
    assert "another race" in moved.text
    words = custom_id(here, "A").split(":")
    words[3] = "2"  # the round of the other race, with this one's wording
    assert "another race" in (await forged(discord, ada, here, ":".join(words))).text
    assert "another race" in (await forged(discord, ada, here, custom_id(there, "Stop"))).text
    assert await answers_in_races(desk) == []


FORGED = (
    "v1:race", "v1:race:", "v1:race:1", "v1:race:1:abcdef", "v1:race:1:abcdef:9", "v1:race:1:abcdef:-1",
    "v1:race:1:abcdef:x", "v1:race:zzzzzzzzzzzz:abcdef:0", "v1:race:zzzzzzzzzzzzzzzz:abcdef:0", "v1:race:-5:abcdef:0",
    "v1:race:²:abcdef:0", "v1:race-stop", "v1:race-stop:999", "v1:race-stop:-1", "v1:race-place:", "v1:race-place:0",
    "v1:race-place:zzzzzzzzzzzz", "v2:zzzz:race:1:abcdef:0",
)  # fmt: skip


async def test_forged_custom_ids(discord: Sandbox, desk: Desk, ada: Member) -> None:
    message = await begun(ada)
    for text in FORGED:
        await forged(discord, ada, message, text)
    assert await answers_in_races(desk) == []


async def test_a_clock_that_jumps_an_hour_ends_the_race_with_the_places(
    discord: Sandbox, desk: Desk, ada: Member, channel: Channel
) -> None:
    message = await begun(ada, questions=10)
    await press(ada, message, right_letter_of(message))
    discord.clock.advance(HOUR)
    await until(lambda: bool(ends(channel)))
    assert "ada · 1 of 1" in text_of(ends(channel)[0])
    assert len(rounds(channel)) == 1


async def test_what_a_clock_wrote_that_was_ahead_is_put_right(
    discord: Sandbox, desk: Desk, ada: Member, channel: Channel
) -> None:
    message = await begun(ada)
    async with desk.database.writing() as connection:
        await connection.execute(update(races).values(due_at=discord.clock.now() + HOUR))
    await until(lambda: not is_open(rounds(channel)[0]))
    assert message.id == rounds(channel)[0].id


async def test_a_question_that_is_changed_meanwhile_does_not_count(
    discord: Sandbox, desk: Desk, ada: Member, channel: Channel
) -> None:
    message = await begun(ada)
    async with desk.database.writing() as connection:  # as if the bot came back with other content
        await connection.execute(update(race_rounds).where(race_rounds.c.number < 3).values(wording="other"))
    assert "changed meanwhile" in text_of(await close(discord, channel))
    third = await next_round(discord, channel)
    assert "3 of 3" in text_of(third)
    await press(ada, third, right_letter_of(third))
    assert "ada · 1 of" in text_of(await the_end(discord, channel))
    assert message.id == rounds(channel)[0].id


async def test_a_race_that_nobody_answers_ends_early(discord: Sandbox, desk: Desk, ada: Member) -> None:
    await begun(ada, questions=10)
    end = await the_end(discord, discord.general)
    assert "Nobody answered" in text_of(end)
    assert len(rounds(discord.general)) == 2


async def test_a_name_that_is_not_clear_is_asked_about(desk: Desk, ada: Member, channel: Channel) -> None:
    asked = await ada.slash("race", topic="auth")
    assert asked.private
    started = await asked.press(asked.buttons[0])
    assert not started.private
    assert len(rounds(channel)) == 1
    assert "do not know that topic" in (await ada.slash("race", topic="basket weaving")).text


async def test_whoever_hides_is_not_named(
    discord: Sandbox, desk: Desk, ada: Member, grace: Member, channel: Channel
) -> None:
    await ada.slash("done", topic="csrf")
    await (await ada.slash("leaderboard")).press("Hide me")
    message = await begun(grace)
    for member in (ada, grace):
        await press(member, message, right_letter_of(message))
    await press(grace, message, "Stop")
    end = await the_end(discord, channel)
    assert "ada" not in text_of(end)
    assert "grace · 1 of 1" in text_of(end)
    assert "1st of 2" in (await press(ada, end, "My place")).text
