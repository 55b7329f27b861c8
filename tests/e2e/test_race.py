"""A race from its first question to the places, as members live through it."""

import asyncio
from itertools import pairwise

from discord_sandbox import Member, Sandbox
from discord_sandbox.world.model import Message
from posting import DAY, Desk
from racing import (
    SECOND,
    close,
    is_open,
    labels,
    next_round,
    press,
    right_letter_of,
    rounds,
    text_of,
    the_end,
    timed_edits,
    wrong_letter_of,
)

from bot.store.users import delete_personal_data, personal_counts


async def test_a_race_is_run_from_the_first_question_to_the_places(discord: Sandbox, desk: Desk) -> None:
    ada, grace = discord.member("ada"), discord.member("grace")
    started = await ada.slash("race", topic="csrf", questions=3)
    assert not started.private
    assert labels(started.message) == ["A", "B", "C", "D", "Stop"]
    channel = discord.general
    for number in range(1, 4):
        message = rounds(channel)[-1]
        assert f"{number} of 3" in text_of(message)
        taken = await press(ada, message, right_letter_of(message))
        assert taken.private
        assert "is your answer" in taken.text
        await press(grace, message, wrong_letter_of(message))
        told = await close(discord, channel)
        assert "1 of 2 had it right" in text_of(told)
        if number < 3:
            await next_round(discord, channel)
    end = await the_end(discord, channel)
    assert "🥇 ada · 3 of 3" in text_of(end)
    assert "🥈 grace · 0 of 3" in text_of(end)
    assert "2nd of 2 members" in (await press(grace, end, "My place")).text
    assert "ada starts a race" in rounds(channel)[0].content
    assert not any(is_open(message) for message in rounds(channel))


async def begun(member: Member, questions: int = 3) -> Message:
    return (await member.slash("race", topic="csrf", questions=questions)).message


async def test_a_crowd_that_presses_at_once_is_counted_whole_and_told_now_and_then(
    discord: Sandbox, desk: Desk
) -> None:
    crowd = [discord.member(f"member {number}") for number in range(40)]
    message = await begun(crowd[0])
    right, wrong = right_letter_of(message), wrong_letter_of(message)
    for number in range(0, 40, 8):
        letters = [right if one % 4 else wrong for one in range(number, number + 8)]
        pressed = await asyncio.gather(
            *(press(member, message, letter) for member, letter in zip(crowd[number:], letters, strict=False))
        )
        assert all(answer.private for answer in pressed)
        discord.clock.advance(SECOND)
        await asyncio.sleep(0.1)
    while "40 answers" not in text_of(message):
        discord.clock.advance(SECOND)
        await asyncio.sleep(0.1)
    assert "30 of 40 had it right" in text_of(await close(discord, discord.general))
    edits = timed_edits(discord, message.id)
    assert len(edits) >= 2
    apart = [(later - sooner).total_seconds() for (sooner, _), (later, _) in pairwise(edits)]
    assert min(apart) >= 2.5, apart


async def test_whoever_is_not_among_the_first_learns_their_place_alone(discord: Sandbox, desk: Desk) -> None:
    crowd = [discord.member(f"member {number}") for number in range(8)]
    late = crowd[-1]
    message = await begun(crowd[0])
    for member in crowd:
        await press(member, message, wrong_letter_of(message) if member is late else right_letter_of(message))
    await close(discord, discord.general)
    message = await next_round(discord, discord.general)
    assert "So far you are 8th: 0 right" in (await press(late, message, right_letter_of(message))).text
    for member in crowd[2:-1]:
        await press(member, message, wrong_letter_of(message))
    await close(discord, discord.general)
    message = await next_round(discord, discord.general)
    answer = await press(late, message, right_letter_of(message))
    assert "So far you are 1st, seven places up: 1 right" in answer.text


async def test_misses_come_back_in_one_s_own_review(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    message = await begun(ada)
    await press(ada, message, wrong_letter_of(message))
    await press(ada, message, "Stop")
    await the_end(discord, discord.general)
    assert "Next is Cross-Site Request Forgery" in (await ada.slash("review")).text
    discord.clock.advance(2 * DAY)
    due = await ada.slash("review")
    assert due.buttons[:4] == ["A", "B", "C", "D"]


async def test_one_s_own_answers_are_in_what_one_exports_and_deletes(discord: Sandbox, desk: Desk) -> None:
    ada = discord.member("ada")
    message = await begun(ada)
    await press(ada, message, right_letter_of(message))
    await close(discord, discord.general)
    assert "answers in races" in (await (await ada.slash("me")).press("My data")).text
    async with desk.database.writing() as connection:
        await delete_personal_data(connection, ada.id, discord.clock.now())
    async with desk.database.reading() as connection:
        assert not any((await personal_counts(connection, ada.id)).values())
    await next_round(discord, discord.general)  # and the race goes on without
