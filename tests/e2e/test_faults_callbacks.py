"""First answers over a connection that breaks, is slow, or is refused: delivered or cleanly dropped, recorded once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from discord_sandbox import Answer, Fault, Member, Sandbox
from discord_sandbox.interactions.model import Interaction, InteractionType
from forging import forge, forge_typing, got
from structlog.typing import EventDict
from waiting import until

PASSING = {
    "end before": Fault.drop_before(),
    "reset before": Fault.drop_before(reset=True),
    "end after": Fault.drop_after(),
    "reset after": Fault.drop_after(reset=True),
    "500": Fault.status(500),
    "502": Fault.status(502),
    "503": Fault.status(503),
    "504": Fault.status(504),
    "500 after": Fault.status_after(500),
    "503 after": Fault.status_after(503),
    "429 of the user": Fault.rate_limited("user"),
    "429 of all": Fault.rate_limited("global"),
    "429 of the channel": Fault.rate_limited("shared"),
    "slow": Fault.slow(0.5),
    "too slow": Fault.slow(1.2),
    "hangs": Fault.hang(),
}
"""Troubles that one try suffers, and the next does not."""

LASTING = {
    "reset": Fault.drop_before(reset=True),
    "500": Fault.status(500),
    "429": Fault.rate_limited(retry_after=5.0),
    "hangs": Fault.hang(),
}

Begin = Callable[[Sandbox, Member, Answer], Interaction]


def command(sandbox: Sandbox, ada: Member, card: Answer) -> Interaction:
    return ada.prepare_slash("done", topic="csrf")


def button_in_place(sandbox: Sandbox, ada: Member, card: Answer) -> Interaction:
    data = {"component_type": 2, "custom_id": str(card.button("Done")["custom_id"])}
    return forge(ada, InteractionType.COMPONENT, data, message=card.message)


def button_of_a_post(sandbox: Sandbox, ada: Member, card: Answer) -> Interaction:
    data = {"component_type": 2, "custom_id": "v1:done:csrf"}
    return forge(ada, InteractionType.COMPONENT, data)


WAYS = (command, button_in_place, button_of_a_post)


@pytest.mark.parametrize("begin", WAYS)
async def test_what_passes_costs_nobody_an_answer(
    sandbox: Sandbox, join: Callable[[str], Member], begin: Begin
) -> None:
    async def survives(trouble: str, fault: Fault) -> None:
        member = join(trouble)
        asked = begin(sandbox, member, await member.slash("topic", name="csrf"))
        sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", fault)
        seen = len(member.see())
        answer = await member.deliver(asked)
        assert "1 of 51" in answer.text, trouble
        assert answer.edited == (begin is button_in_place), trouble
        assert len(member.see()) == seen + (begin is not button_in_place), trouble
        assert "1 of 51" in (await member.slash("progress")).text, trouble

    await asyncio.gather(*(survives(trouble, fault) for trouble, fault in PASSING.items()))


async def test_what_lasts_is_dropped_and_what_was_done_stays_done(
    sandbox: Sandbox,
    join: Callable[[str], Member],
    interaction_lines: list[EventDict],
) -> None:
    async def is_dropped(trouble: str, fault: Fault) -> None:
        member = join(trouble)
        asked = member.prepare_slash("done", topic="csrf")
        sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", fault, times=100)
        assert await got(member, asked) is None, trouble
        await until(lambda: outcome_of(asked, interaction_lines) in ("undelivered", "expired"))
        assert "already done" in (await member.slash("done", topic="csrf")).text, trouble

    await asyncio.gather(*(is_dropped(trouble, fault) for trouble, fault in LASTING.items()))


async def test_a_late_command_is_not_carried_out_unless_discord_waits(sandbox: Sandbox, ada: Member) -> None:
    asked = ada.prepare_slash("done", topic="csrf")
    sandbox.clock.advance(timedelta(seconds=2.2))
    sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", Fault.drop_before(), times=100)
    assert await got(ada, asked) is None
    assert "0 of 51" in (await ada.slash("progress")).text


async def test_an_undo_that_nobody_hears_of_takes_nothing_back(sandbox: Sandbox, ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    card = await ada.slash("topic", name="csrf")
    press = {"component_type": 2, "custom_id": str(card.button("Undo")["custom_id"])}
    for asked in (
        ada.prepare_slash("undo"),
        forge(ada, InteractionType.COMPONENT, press, message=card.message),
        forge(ada, InteractionType.COMPONENT, {"component_type": 2, "custom_id": "v1:undo:csrf"}),
    ):
        sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", Fault.drop_before(), times=100)
        assert await got(ada, asked) is None
    assert "1 of 51" in (await ada.slash("progress")).text
    assert "no longer done" in (await ada.slash("undo")).text
    assert "0 of 51" in (await ada.slash("progress")).text


async def test_an_interaction_that_is_over_is_no_error(
    sandbox: Sandbox,
    ada: Member,
    interaction_lines: list[EventDict],
) -> None:
    asked = ada.prepare_slash("topic", name="csrf")
    over = Fault.status(404, 10062, "Unknown interaction")
    sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", over)
    assert await got(ada, asked) is None
    assert outcome_of(asked, interaction_lines) == "expired"


async def test_an_answer_that_discord_refuses_becomes_an_apology_with_a_reference(
    sandbox: Sandbox, ada: Member, caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("failed")
    card = await ada.slash("topic", name="csrf")
    for begin in WAYS:
        asked = begin(sandbox, ada, card)
        refused = Fault.status(400, 50035, "Invalid Form Body")
        sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", refused)
        answer = await ada.deliver(asked)
        assert "that broke" in answer.text
        reference = answer.text.split("Reference ")[1].split()[0]
        assert reference in [getattr(record, "reference", "") for record in caplog.records]


async def test_an_answer_that_is_always_refused_ends_quietly(
    sandbox: Sandbox, ada: Member, interaction_lines: list[EventDict], expected_errors: list[str]
) -> None:
    expected_errors.append("failed")
    asked = ada.prepare_slash("topic", name="csrf")
    refused = Fault.status(403, 40333, "internal network error")
    sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", refused, times=100)
    assert await got(ada, asked) is None
    assert outcome_of(asked, interaction_lines) == "refused by Discord"


async def test_a_message_that_is_gone_is_answered_by_a_new_one(sandbox: Sandbox, ada: Member) -> None:
    card = await ada.slash("topic", name="csrf")
    asked = button_in_place(sandbox, ada, card)
    gone = Fault.status(404, 10008, "Unknown Message")
    sandbox.faults.next("POST", f"/interactions/{asked.id}/*/callback", gone)
    answer = await ada.deliver(asked)
    assert not answer.edited
    assert answer.private
    assert "1 of 51" in answer.text


TYPING = {**PASSING, "over": Fault.status(404, 10062, "Unknown interaction"), "twice": Fault.status(400, 40060)}


async def test_typing_goes_on_when_an_offer_is_lost(sandbox: Sandbox, ada: Member) -> None:
    typed_in = {"name": "name", "type": 3, "value": "c", "focused": True}
    for fault in TYPING.values():
        typed = forge_typing(ada, "topic", typed_in)
        sandbox.faults.next("POST", f"/interactions/{typed.id}/*/callback", fault)
        ada.driver.send(typed)
        assert (await ada.autocomplete("topic", name="csr"))[0][1] == "csrf"


def outcome_of(asked: Interaction, lines: list[EventDict]) -> object:
    return next((line["outcome"] for line in lines if line["reference"] == f"{asked.id:x}"), None)
