"""Interactions that come twice, late, or at the same instant: nothing is lost, doubled, or done behind one's back.

The clock that these tests move is that of all others too: it may run ahead, by seconds.
"""

import asyncio
from datetime import timedelta

from discord_sandbox import Member, Sandbox
from discord_sandbox.interactions.model import InteractionType
from forging import first_answers, forge, got
from waiting import until
from whole_bot import finishing


async def done_of(member: Member) -> str:
    text = (await member.slash("progress")).text
    return text[text.index(" of 51") - 2 : text.index(" of 51")].strip()


async def test_a_command_that_comes_too_late_is_not_carried_out(sandbox: Sandbox, ada: Member) -> None:
    held = ada.prepare_slash("done", topic="csrf")
    sandbox.clock.advance(timedelta(seconds=3.5))
    assert await got(ada, held) is None
    assert await done_of(ada) == "0"


async def test_an_undo_that_comes_too_late_takes_nothing_back(sandbox: Sandbox, ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    held = ada.prepare_slash("undo")
    sandbox.clock.advance(timedelta(seconds=4))
    assert await got(ada, held) is None
    assert await done_of(ada) == "1"


async def test_a_button_that_comes_too_late_does_nothing(sandbox: Sandbox, ada: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    custom_id = str(card.button("Done")["custom_id"])
    data = {"component_type": 2, "custom_id": custom_id}
    held = forge(ada, InteractionType.COMPONENT, data, message=card.message)
    sandbox.clock.advance(timedelta(seconds=5))
    assert await got(ada, held) is None
    assert await done_of(ada) == "0"


async def test_a_command_that_comes_in_the_third_second_is_acknowledged_first(sandbox: Sandbox, ada: Member) -> None:
    held = ada.prepare_slash("done", topic="csrf")
    sandbox.clock.advance(timedelta(seconds=2.3))
    answer = await ada.deliver(held)
    assert "1 of 51" in answer.text
    assert first_answers(sandbox, held.id) == [5]


async def test_a_replay_after_the_answer_does_nothing_more(sandbox: Sandbox, ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    await ada.slash("done", topic="xss")
    undo = ada.prepare_slash("undo")
    await ada.deliver(undo)
    sandbox.clock.advance(timedelta(seconds=60))
    async with finishing(sandbox.gateway):
        await ada.deliver(undo)
    assert await done_of(ada) == "1"


async def test_a_clock_that_is_wrong_by_hours_keeps_nobody_waiting(sandbox: Sandbox, ada: Member) -> None:
    held = ada.prepare_slash("topic", name="csrf")
    held.payload["id"] = str(held.id - (3600 * 1000 << 22))
    ada.driver.send(held)  # the sandbox knows no interaction of that id, but it should be answered at once
    await until(lambda: first_answers(sandbox, int(held.payload["id"])) == [4])


async def test_many_acts_of_one_member_at_the_same_instant(ada: Member) -> None:
    answers = await asyncio.gather(*(ada.slash("done", topic="csrf") for _ in range(10)))
    assert sum("+10" in answer.text for answer in answers) == 1
    card = await ada.slash("topic", name="csrf")
    await asyncio.gather(*(card.press("Undo") for _ in range(5)))
    assert await done_of(ada) == "0"
