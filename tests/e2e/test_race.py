"""A race from its first question to the places, as members live through it."""

from discord_sandbox import Sandbox
from posting import Desk
from racing import (
    close,
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
