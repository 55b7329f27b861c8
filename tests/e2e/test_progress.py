"""Marking topics, taking it back, and seeing how far one is."""

import asyncio
from collections.abc import Callable

from discord_sandbox import Member, Sandbox


async def test_done_says_what_it_brought(ada: Member) -> None:
    answer = await ada.slash("done", topic="drf-serializers")
    assert answer.private
    for part in ("DRF Serializers", "+10", "1 of 51", "Next:"):
        assert part in answer.text
    assert answer.buttons[0] == "Undo"


async def test_done_twice_earns_nothing(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    again = await ada.slash("done", topic="csrf")
    assert "already done" in again.text
    assert "+10" not in again.text
    assert "1 of 51" in again.text


async def test_several_at_once_are_undone_at_once(ada: Member, sandbox: Sandbox) -> None:
    answer = await ada.slash("done", topic="csrf, xss and sql injection")
    assert "+30" in answer.text
    assert "3 of 51" in answer.text
    undo = str(answer.button("Undo")["custom_id"])
    assert "0 of 51" in (await answer.press("Undo")).text
    assert "undone already" in (await sandbox.forge_component(undo, by=ada)).text


async def test_names_nobody_knows_do_not_stop_the_others(ada: Member) -> None:
    answer = await ada.slash("done", topic="csrf, pineapple pizza")
    assert "1 of 51" in answer.text
    assert "Not found: “pineapple pizza”" in answer.text


async def test_undo_takes_back_the_last_act_of_any_kind(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    await ada.slash("start", topic="xss")
    await ada.slash("skip", topic="views")
    assert "no longer skipped" in (await ada.slash("undo")).text
    assert "no longer started" in (await ada.slash("undo")).text
    assert "no longer done" in (await ada.slash("undo")).text
    assert "nothing to undo" in (await ada.slash("undo")).text


async def test_what_is_done_stays_done_until_it_is_undone(ada: Member) -> None:
    await ada.slash("done", topic="csrf")
    assert "already done" in (await ada.slash("skip", topic="csrf")).text
    assert "already done" in (await ada.slash("start", topic="csrf")).text


async def test_progress_counts_states_sections_and_streak(ada: Member) -> None:
    await ada.slash("done", topic="csrf, xss")
    await ada.slash("start", topic="views")
    await ada.slash("skip", topic="docker")
    text = (await ada.slash("progress")).text
    for part in ("2 of 51", "2 done", "1 started", "1 skipped", "20 points", "2/4 Security", "1 day in a row"):
        assert part in text
    assert "A day counts when" in text


async def test_progress_of_somebody_else(ada: Member, grace: Member) -> None:
    await grace.slash("done", topic="csrf")
    text = (await ada.slash("progress", member=grace)).text
    assert "Progress of grace" in text
    assert "1 of 51" in text


async def test_progress_is_the_learners_wherever_it_was_marked(ada: Member) -> None:
    await ada.dm.slash("done", topic="csrf")
    assert "already done" in (await ada.slash("done", topic="csrf")).text


async def test_two_dones_at_the_same_instant_count_once(ada: Member) -> None:
    answers = await asyncio.gather(*(ada.slash("done", topic="csrf") for _ in range(2)))
    assert sorted("+10" in answer.text for answer in answers) == [False, True]
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_the_same_interaction_delivered_twice_counts_once(ada: Member) -> None:
    interaction = ada.prepare_slash("done", topic="csrf")
    await asyncio.gather(ada.deliver(interaction), ada.deliver(interaction))
    undo = ada.prepare_slash("undo")
    await ada.slash("done", topic="xss")
    await asyncio.gather(ada.deliver(undo), ada.deliver(undo))
    assert "1 of 51" in (await ada.slash("progress")).text


async def test_a_hundred_members_at_once_all_get_answers(join: Callable[[str], Member]) -> None:
    members = [join(f"student{number}") for number in range(100)]
    answers = await asyncio.gather(*(member.slash("done", topic="csrf") for member in members))
    assert all("1 of 51" in answer.text for answer in answers)
