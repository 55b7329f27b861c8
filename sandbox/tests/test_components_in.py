"""Buttons, selects and modals: pressed, chosen and filled in by members."""

import pytest
from discord_sandbox import Answer, Member, NotPossible, Sandbox


@pytest.fixture
async def card(ada: Member) -> Answer:
    return await ada.slash("topic", name="middleware")


async def test_a_button_that_edits_says_so(card: Answer) -> None:
    answer = await card.press("Count 0")
    assert answer.edited
    assert answer.message is card.message
    assert answer.content == card.content == "counted 1"
    assert (await answer.press("Count 1")).content == "counted 2"


async def test_a_button_that_sends_a_new_message_says_so(card: Answer) -> None:
    answer = await card.press("New")
    assert not answer.edited
    assert answer.message is not card.message
    assert answer.content == "a new one"


async def test_a_deferred_update_is_waited_for(card: Answer) -> None:
    answer = await card.press("Later")
    assert answer.edited
    assert card.content == "edited later"


async def test_a_select_takes_labels_and_values(card: Answer) -> None:
    assert [select.placeholder for select in card.selects] == ["Open a section", "Somebody"]
    assert (await card.choose("Open a section", "Databases & ORM")).content == "section ['databases-orm']"
    assert (await card.choose("section", "X")).content == "section ['X']"


async def test_a_user_select_takes_people(card: Answer, grace: Member) -> None:
    assert (await card.choose("Somebody", grace.user)).content == f"who ['{grace.id}']"


async def test_a_follow_up_to_a_silent_answer_is_the_answer(sandbox: Sandbox, ada: Member) -> None:
    answer = await sandbox.forge_component("follow", by=ada)
    assert not answer.edited
    assert (answer.content, answer.private) == ("followed up", True)


async def test_others_may_use_what_is_public(ada: Member, grace: Member) -> None:
    shared = await ada.slash("shared")
    assert (await shared.press("Count 0", by=grace)).content == "counted 1"
    assert shared.content == "counted 1"


async def test_what_is_not_there_cannot_be_used(card: Answer) -> None:
    assert card.buttons == ["Count 0", "New", "Later", "Ask", "Off"]
    with pytest.raises(NotPossible, match="no button 'Nope'"):
        await card.press("Nope")
    with pytest.raises(NotPossible, match="disabled"):
        await card.press("Off")
    with pytest.raises(NotPossible, match="does not offer 'y'"):
        await card.choose("Open a section", "y")


async def test_somebody_elses_private_answer_cannot_be_used(card: Answer, grace: Member) -> None:
    with pytest.raises(NotPossible, match="private"):
        await card.press("New", by=grace)


async def test_a_modal_is_filled_in_by_id_or_label(card: Answer) -> None:
    form = await card.press("Ask")
    assert form.modal is not None
    assert not form.has_message
    assert form.modal.title == "A question"
    assert [(field.custom_id, field.label) for field in form.modal.fields] == [("name", "Name"), ("words", "Words")]
    assert (await form.submit({"Name": "Ada"}, words="hi")).content == "Ada says 'hi'"


async def test_a_modal_holds_members_to_its_rules(card: Answer) -> None:
    form = await card.press("Ask")
    with pytest.raises(NotPossible, match="must be filled in"):
        await form.submit(words="hi")
    with pytest.raises(NotPossible, match="no field 'age'"):
        await form.submit(name="Ada", age="9")
    with pytest.raises(NotPossible, match="a modal, not a message"):
        _ = form.content


async def test_any_custom_id_can_be_forged(sandbox: Sandbox, ada: Member) -> None:
    answer = await sandbox.forge_component("v9:nothing", by=ada)
    assert answer.content == "v9:nothing None"


async def test_the_answer_reads_as_text(card: Answer) -> None:
    assert "middleware" in card.text
    assert "Count 0" in card.text
