"""What follows up a deferral over a connection that breaks; and replies in chat, which come once whatever happens."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from discord_sandbox import Answer, Fault, Member, Sandbox
from discord_sandbox.interactions.model import Interaction, InteractionType
from forging import forge
from waiting import LONGEST, until

PASSING = {
    "end before": Fault.drop_before(),
    "reset before": Fault.drop_before(reset=True),
    "end after": Fault.drop_after(),
    "reset after": Fault.drop_after(reset=True),
    "500": Fault.status(500),
    "503": Fault.status(503),
    "500 after": Fault.status_after(500),
    "429 of the user": Fault.rate_limited("user"),
    "429 of all": Fault.rate_limited("global"),
    "429 of the channel": Fault.rate_limited("shared"),
    "slow": Fault.slow(0.5),
}


def late(sandbox: Sandbox, asked: Interaction) -> Interaction:
    """Let so much time pass that the interaction is acknowledged first and answered by what follows."""
    sandbox.clock.advance(timedelta(seconds=2.2))
    return asked


def webhook_of(asked: Interaction, then: str = "") -> str:
    return f"/webhooks/*/{asked.token}{then}"


async def test_the_late_answer_to_a_command_gets_through(sandbox: Sandbox, join: Callable[[str], Member]) -> None:
    async def gets_through(trouble: str, fault: Fault) -> None:
        member, asked = prepared[trouble]
        sandbox.faults.next("PATCH", webhook_of(asked, "/messages/@original"), fault)
        answer = await member.deliver(asked)
        assert "1 of 51" in answer.text, trouble
        assert answer.private, trouble
        assert "1 of 51" in (await member.slash("progress")).text, trouble

    members = {trouble: join(trouble) for trouble in PASSING}
    prepared = {trouble: (one, one.prepare_slash("done", topic="csrf")) for trouble, one in members.items()}
    sandbox.clock.advance(timedelta(seconds=2.2))
    await asyncio.gather(*(gets_through(trouble, fault) for trouble, fault in PASSING.items()))


@pytest.mark.parametrize("trouble", PASSING)
async def test_the_late_answer_to_a_button_gets_through(sandbox: Sandbox, ada: Member, trouble: str) -> None:
    card = await ada.slash("topic", name="csrf")
    asked = late(sandbox, press_of(ada, card, "Done"))
    sandbox.faults.next("PATCH", webhook_of(asked, "/messages/@original"), PASSING[trouble])
    answer = await ada.deliver(asked)
    assert answer.edited
    assert "1 of 51" in answer.content


@pytest.mark.parametrize("trouble", ["end before", "reset before", "503"])
async def test_words_of_refusal_come_late_as_a_message_of_their_own(
    sandbox: Sandbox, ada: Member, trouble: str
) -> None:
    card = await ada.slash("topic", name="csrf")
    before = card.text
    data = {"component_type": 2, "custom_id": "v1:card-done:basket-weaving"}
    asked = late(sandbox, forge(ada, InteractionType.COMPONENT, data, message=card.message))
    sandbox.faults.next("POST", webhook_of(asked), PASSING[trouble])
    answer = await ada.deliver(asked)
    assert answer.private
    assert "do not know that topic" in answer.text
    assert card.text == before


async def test_a_late_share_is_for_all_to_see(sandbox: Sandbox, ada: Member, grace: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    shared = await ada.deliver(late(sandbox, press_of(ada, card, "Share")))
    assert shared.message in grace.see()
    theirs = forge(grace, InteractionType.COMPONENT, {"component_type": 2, "custom_id": "v1:share:xss"})
    await grace.deliver(late(sandbox, theirs))
    await until(lambda: any("Shared by grace" in message.content for message in ada.see()))


async def test_a_card_that_is_gone_is_followed_by_a_new_message(sandbox: Sandbox, ada: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    asked = late(sandbox, press_of(ada, card, "Done"))
    gone = Fault.status(404, 10008, "Unknown Message")
    sandbox.faults.next("PATCH", webhook_of(asked, "/messages/@original"), gone)
    answer = await ada.deliver(asked)
    assert not answer.edited
    assert "1 of 51" in answer.text


async def test_a_thought_that_was_dismissed_is_followed_by_a_new_message(sandbox: Sandbox, ada: Member) -> None:
    asked = late(sandbox, ada.prepare_slash("done", topic="csrf"))
    gone = Fault.status(404, 10008, "Unknown Message")
    planned = sandbox.faults.next("PATCH", webhook_of(asked, "/messages/@original"), gone)
    assert "1 of 51" in (await ada.deliver(asked)).text
    assert planned.struck == 1


async def test_a_late_answer_that_is_refused_becomes_an_apology(
    sandbox: Sandbox, ada: Member, expected_errors: list[str]
) -> None:
    expected_errors.append("failed")
    asked = late(sandbox, ada.prepare_slash("topic", name="csrf"))
    refused = Fault.status(400, 50035, "Invalid Form Body")
    sandbox.faults.next("PATCH", webhook_of(asked, "/messages/@original"), refused)
    answer = await ada.deliver(asked)
    assert "that broke" in answer.text
    assert "Reference" in answer.text


@pytest.mark.parametrize("trouble", [one for one in PASSING if one != "slow"])
async def test_a_reply_in_chat_comes_once(sandbox: Sandbox, ada: Member, trouble: str) -> None:
    sandbox.faults.next("POST", f"/channels/{ada.channel.id}/messages", PASSING[trouble])
    answer = await ada.say("@Waymark done csrf", within=LONGEST)
    assert answer is not None
    assert "1 of 51" in answer.text
    assert await ada.say("@Waymark progress", within=LONGEST) is not None
    replies = [message for message in ada.see() if message.author is sandbox.world.bot]
    assert ["Undo" in str(message.components) for message in replies] == [True, False]


def press_of(member: Member, card: Answer, label: str) -> Interaction:
    data = {"component_type": 2, "custom_id": str(card.button(label)["custom_id"])}
    return forge(member, InteractionType.COMPONENT, data, message=card.message)
