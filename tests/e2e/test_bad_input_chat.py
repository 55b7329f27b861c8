"""Hostile words in chat: an answer that pings nobody, in the channel as in direct messages."""

import pytest
from discord_sandbox import Member
from discord_sandbox.world.guilds import Guild
from discord_sandbox.world.model import Message
from hostile import TEXTS

VERBS = ["", "done ", "start ", "skip ", "undo ", "search ", "roadmap ", "leaderboard ", "progress ", "what is "]
SAID = {kind: text for kind, text in TEXTS.items() if len(text) <= 2000}


@pytest.mark.parametrize("kind", SAID)
async def test_hostile_words(ada: Member, kind: str) -> None:
    for verb in VERBS:
        for member, text in ((ada, f"@Waymark {verb}{SAID[kind]}"), (ada.dm, f"{verb}{SAID[kind]}")):
            if not text.strip():
                continue  # what Discord does not send
            answer = await member.say(text)
            assert answer is not None, text
            assert answer.text.strip()
            assert "that broke" not in answer.text
            assert not answer.message.mentions.users
            assert not answer.message.mentions.everyone


async def test_a_long_message(ada: Member) -> None:
    answer = await ada.say("@Waymark done " + "csrf and " * 200)
    assert answer is not None
    assert "1 of 51" in answer.text


async def test_a_list_too_long_is_refused(ada: Member) -> None:
    answer = await ada.say("@Waymark done " + ", ".join(["csrf"] * 30))
    assert answer is not None
    assert "up to 25" in answer.text


async def test_a_message_that_is_gone_again_still_gets_its_answer(ada: Member, guild: Guild) -> None:
    world = ada.driver.world

    def snatch_away(event: object) -> None:
        newest = ada.channel.messages[-1] if ada.channel.messages else None
        if newest is not None and newest.author is ada.user and not newest.deleted:
            world.delete(newest)

    stop = world.events.listen(snatch_away)
    try:
        answer = await ada.say("@Waymark next")
    finally:
        stop()
    assert answer is not None
    assert "Syntax" in answer.text


@pytest.mark.parametrize("kind", [3, 6, 7, 18, 21, 46])
async def test_what_discord_tells_of_calls_pins_and_the_like_is_no_talk(ada: Member, kind: int) -> None:
    world = ada.driver.world
    place = ada.dm
    world.post(Message(world.snowflakes.next(), place.channel, place.user, "", type=kind))
    answer = await place.say("next")
    assert answer is not None
    assert "Syntax" in answer.text
    assert sum(message.author is world.bot for message in place.see()) == 1
