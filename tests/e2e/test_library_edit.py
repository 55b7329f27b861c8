"""Organisers edit a topic that they brought, its links and questions, and settle what members said against those."""

import pytest_asyncio
from asked import press_forged
from discord_sandbox import Answer, Member, Upload

WOOD = """\
# Wood

## Hard

- Oak: heavy and strong
- Ash: it bends

## Soft

- Pine: grows fast
- Spruce: sounds well
"""
CHOICES = "Light\n* Heavy\n\\*starred"


@pytest_asyncio.fixture
async def wood(olga: Member) -> Member:
    """An organiser whose server has brought a roadmap, and studies it."""
    shown = await olga.slash("library bring", file=Upload("README.md", WOOD.encode()))
    await (await shown.press("Take it")).press("Use it here")
    return olga


async def add_question(olga: Member, text: str = "How is oak?", choices: str = CHOICES) -> Answer:
    form = await (await olga.slash("library edit", topic="oak")).press("Add a question")
    return await form.submit({"question": text, "choices": choices, "why": "Take a *beam*."})


def id_of_button(shown: Answer, label: str) -> str:
    items = [item for row in shown.message.components for item in row["components"]]
    return str(next(item["custom_id"] for item in items if item.get("label") == label))


async def flag(member: Member, note: str) -> Answer:
    asked = await member.slash("quiz", topic="oak")
    judged = await asked.press("?")
    form = await judged.press("Something is wrong")
    return await form.submit({"note": note})


async def test_a_topic_is_edited_in_a_form(wood: Member, ada: Member) -> None:
    await ada.slash("done", topic="oak")
    form = await (await wood.slash("library edit", topic="oak")).press("Texts and links")
    links = "About oaks https://example.org/oaks"
    done = await form.submit({"title": "Oak trees", "explanation": "First.\n\nSecond.", "links": links})
    assert "Version 2 of Wood" in done.text
    card = await ada.slash("topic", name="oak trees")
    assert "✅ Done" in card.text
    behind = await card.press("More")
    assert "First.\n" in behind.text
    assert "About oaks" in behind.text
    form = await (await wood.slash("library edit", topic="pine")).press("Texts and links")
    assert "an address with https" in (await form.submit({"links": "not an address"})).text
    assert "Manage Server" in (await ada.slash("library edit", topic="oak")).text


async def test_a_question_is_added_changed_and_removed(wood: Member, ada: Member) -> None:
    added = await add_question(wood)
    assert "Version 2 of Wood" in added.text
    asked = await ada.slash("quiz", topic="oak")
    for part in ("How is oak?", "Light", "Heavy", "*starred"):
        assert part in asked.text
    assert "Take a beam" in (await asked.press("?")).text
    panel = await added.press("Back to topic")
    assert "1 question." in panel.text
    shown = await panel.choose("Change a question", "How is oak?")
    assert "✅ Heavy" in shown.text
    form = await shown.press("Change it")
    changed = await form.submit({"question": "How heavy is oak?"})
    assert "Version 3" in changed.text
    again = await ada.slash("quiz", topic="oak")
    assert "How heavy is oak?" in again.text
    panel = await changed.press("Back to topic")
    shown = await panel.choose("Change a question", "How heavy is oak?")
    sure = await shown.press("Remove it")
    assert "Answers that were given still count" in sure.text
    gone = await sure.press("Yes, remove it")
    assert "Version 4" in gone.text
    assert "0 questions." in (await gone.press("Back to topic")).text
    assert "How heavy" not in (await ada.slash("quiz", topic="oak")).text


async def test_an_answer_survives_a_change_of_its_question(wood: Member, ada: Member) -> None:
    added = await add_question(wood, choices="* Heavy\nLight")
    asked = await ada.slash("quiz", topic="oak")
    heavy = next(letter for letter in "AB" if f"{letter}) Heavy" in asked.text)
    assert "Right!" in (await asked.press(heavy)).text
    shown = await (await added.press("Back to topic")).choose("Change a question", "How is oak?")
    await (await shown.press("Change it")).submit({"question": "Is oak heavy?"})
    assert (
        "🌱" in (await ada.slash("topic", name="oak")).text or "amiliar" in (await ada.slash("topic", name="oak")).text
    )


async def test_choices_that_do_not_fit_are_told(wood: Member) -> None:
    for choices, words in (
        ("Light\nHeavy", "a * before the right one"),
        ("* Light\n* Heavy", "a * before the right one"),
        ("* Light", "2 to 10 choices"),
        ("* Light\nLight", "Two of the choices are the same"),
        (f"* Light\n{'x' * 101}", "up to 100 characters"),
    ):
        assert words in (await add_question(wood, choices=choices)).text


async def test_two_organisers_at_once_do_not_overwrite_each_other(wood: Member) -> None:
    first = await (await wood.slash("library edit", topic="oak")).press("Texts and links")
    second = await (await wood.slash("library edit", topic="ash")).press("Add a question")
    await first.submit({"title": "Oak tree"})
    late = await second.submit({"question": "Is it?", "choices": "* Yes\nNo"})
    assert "Somebody else has changed this roadmap" in late.text


async def test_flags_reach_the_organisers_and_are_set_aside(wood: Member, ada: Member, grace: Member) -> None:
    await add_question(wood)
    assert "Flagged" not in str((await wood.slash("library list")).buttons)
    thanked = await flag(ada, "It is @everyone not")
    assert "the organisers who brought this roadmap" in thanked.text
    await flag(grace, "no")
    listed = await wood.slash("library list")
    assert "Flagged questions (1)" in listed.buttons
    assert (await ada.slash("library list")).buttons == []
    flagged = await listed.press("Flagged questions (1)")
    assert "How is oak? · Oak" in flagged.text
    assert "2 members found something wrong" in flagged.text
    assert "It is @\u200beveryone not" in flagged.text
    shown = await flagged.choose("Open a question", "How is oak?")
    aside = await shown.press("Set aside")
    assert "the question stays as it is" in aside.text
    assert "Set aside" not in aside.buttons
    assert "Flagged" not in str((await wood.slash("library list")).buttons)


async def test_a_change_settles_the_flags_also_of_a_roadmap_that_is_not_studied(wood: Member, ada: Member) -> None:
    await add_question(wood)
    await flag(ada, "wrong")
    await wood.slash("library use", roadmap="python-django")
    flagged = await (await wood.slash("library list")).press("Flagged questions (1)")
    shown = await flagged.choose("Open a question", "How is oak?")
    done = await (await shown.press("Change it")).submit({"why": "It weighs 700 kg."})
    assert "Version 3 of Wood" in done.text
    assert "Edit Oak" in (await done.press("Back to topic")).text
    assert "Flagged" not in str((await wood.slash("library list")).buttons)


async def test_a_readme_brought_again_keeps_the_questions_that_it_cannot_hold(wood: Member, ada: Member) -> None:
    await add_question(wood)
    again = await wood.slash("library bring", file=Upload("README.md", WOOD.replace("it bends", "bends").encode()))
    assert "1 question stays" in again.text
    await again.press("Take it")
    assert "How is oak?" in (await ada.slash("quiz", topic="oak")).text
    back = await (await wood.slash("library versions")).choose("Go back to", "Version 1")
    assert "Version 4 of Wood" in back.text
    assert "0 questions." in (await wood.slash("library edit", topic="oak")).text
    without = WOOD.replace("- Oak: heavy and strong\n", "")
    shown = await wood.slash("library bring", file=Upload("README.md", without.encode()))
    assert "stays" not in shown.text


async def test_only_organisers_open_any_of_it(wood: Member, ada: Member, grace: Member) -> None:
    await add_question(wood)
    await flag(grace, "wrong")
    shown = await (await wood.slash("library edit", topic="oak")).choose("Change a question", "How is oak?")
    panel = await wood.slash("library edit", topic="oak")
    listed = await wood.slash("library list")
    for answer, label in (
        (panel, "Texts and links"),
        (panel, "Add a question"),
        (shown, "Change it"),
        (shown, "Remove it"),
        (shown, "Set aside"),
        (listed, "Flagged questions (1)"),
    ):
        refused = await press_forged(answer, id_of_button(answer, label), ada)
        assert refused
        assert "Manage Server" in refused.text, label
