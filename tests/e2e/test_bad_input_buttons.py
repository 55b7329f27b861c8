"""Forged custom_ids for every verb of every room, and buttons that are not ours, not theirs, or of another time."""

import pytest
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.interactions.model import InteractionType
from discord_sandbox.interactions.registry import UserAction
from forging import forge_form, got, is_plain, private_message_of
from hostile import ARGUMENTS

from bot.features import FEATURES

VERBS = [verb for room in FEATURES for verb in room.buttons]
SHARING = {"share", "share-progress", "ask-channel", "share-map", "race-about"}
"""The verbs whose answer is meant for the channel."""


def is_fit_for(verb: str, answer: Answer) -> None:
    if answer.modal:
        return
    if verb in SHARING and not answer.private:
        assert answer.text.strip()
        return
    is_plain(answer)


@pytest.mark.parametrize("verb", VERBS)
async def test_forged_argument(sandbox: Sandbox, ada: Member, verb: str) -> None:
    for argument in ARGUMENTS.values():
        custom_id = f"v1:{verb}:{argument}"
        is_fit_for(verb, await sandbox.forge_component(custom_id, by=ada))
        mine = private_message_of(ada, custom_id)
        is_fit_for(verb, await sandbox.forge_component(custom_id, by=ada, message=mine))


@pytest.mark.parametrize("verb", VERBS)
async def test_no_argument(sandbox: Sandbox, ada: Member, verb: str) -> None:
    is_fit_for(verb, await sandbox.forge_component(f"v1:{verb}", by=ada))


@pytest.mark.parametrize("verb", VERBS)
async def test_in_direct_messages(sandbox: Sandbox, ada: Member, verb: str) -> None:
    for argument in ("", "csrf", "basket-weaving", "--5"):
        answer = await sandbox.forge_component(f"v1:{verb}:{argument}", by=ada.dm)
        assert answer.modal or "that broke" not in answer.text


@pytest.mark.parametrize("verb", VERBS)
async def test_values_that_no_menu_offers(sandbox: Sandbox, ada: Member, verb: str) -> None:
    for values in ([], ["basket-weaving"], ["csrf", "xss"], ["@everyone"], ["x" * 100]):
        is_fit_for(verb, await sandbox.forge_component(f"v1:{verb}", by=ada, kind=3, values=values))


@pytest.mark.parametrize("verb", VERBS)
async def test_form_that_nobody_opened(ada: Member, verb: str) -> None:
    for fields in ({}, {"topic": "csrf"}, {"time": "25:61", "days": "someday", "zone": "Atlantis"}):
        answer = await got(ada, forge_form(ada, f"v1:{verb}:csrf", **fields))
        assert answer is not None
        is_fit_for(verb, answer)


@pytest.mark.parametrize(
    "custom_id",
    [
        "v0:done:csrf",
        "v2:done:csrf",
        "v1:dance:csrf",
        "v1::csrf",
        "v1:",
        "v1",
        "",
        ":",
        "done:csrf",
        "V1:done:csrf",
        "💥",
    ],
)
async def test_another_version_or_nobodys(sandbox: Sandbox, ada: Member, custom_id: str) -> None:
    answer = await sandbox.forge_component(custom_id, by=ada)
    is_plain(answer)
    assert "another version" in answer.text
    submitted = await got(ada, forge_form(ada, custom_id))
    assert submitted is not None
    assert "another version" in submitted.text
    assert "0 of 51" in (await ada.slash("progress")).text


async def test_a_custom_id_longer_than_any(sandbox: Sandbox, ada: Member) -> None:
    is_plain(await sandbox.forge_component("v1:topic:" + "x" * 5000, by=ada))


async def test_somebody_elses_private_answer_stays_theirs(sandbox: Sandbox, ada: Member, grace: Member) -> None:
    theirs = await grace.slash("done", topic="csrf")
    before = theirs.text
    undo = str(theirs.button("Undo")["custom_id"])
    action = UserAction(
        InteractionType.COMPONENT, ada.user, ada.channel, {"component_type": 2, "custom_id": undo}, theirs.message
    )
    mine = await ada.act(action)
    assert mine.private
    assert not mine.edited
    assert "undone already" in mine.text
    assert theirs.text == before
    assert "1 of 51" in (await grace.slash("progress")).text


async def test_a_word_of_the_pressers_never_gets_into_the_log(
    sandbox: Sandbox, ada: Member, caplog: pytest.LogCaptureFixture
) -> None:
    await sandbox.forge_component("v1:hunter2\nforged line:x", by=ada)
    assert "hunter2" not in caplog.text
    assert all("hunter2" not in str(vars(record)) for record in caplog.records)
