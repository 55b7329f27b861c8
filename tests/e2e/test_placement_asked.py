"""Finding out where somebody stands, as members do."""

import re
from collections.abc import Callable

from asked import asked_question, press_forged, press_right
from discord_sandbox import Answer, Member
from shipped import shipped_roadmap


async def placed(shown: Answer, known: set[str]) -> Answer:
    """Answer as somebody who knows `known`, and says "I don't know" to all else, until the map comes."""
    for _ in range(25):
        if shown.buttons[-1:] != ["?"]:
            return shown
        topic, _ = shipped_roadmap().questions[asked_question(shown).id]
        shown = await (press_right(shown) if topic.id in known else shown.press("?"))
    raise AssertionError("it asks and asks")


async def test_nothing_is_told_before_the_map_comes(ada: Member) -> None:
    shown = await ada.slash("placement")
    assert shown.private
    assert shown.buttons == ["A", "B", "C", "D", "?"]
    following = await press_right(shown)
    assert following.edited
    assert "Right!" not in following.text
    assert "✅" not in following.text
    assert following.buttons == ["A", "B", "C", "D", "?"]


async def test_a_beginner_is_done_after_eight_and_is_shown_what_is_ready(ada: Member) -> None:
    ended = await placed(await ada.slash("placement"), set())
    assert "You know 0 of 51 topics" in ended.text
    assert "Ready to learn" in ended.text
    assert ended.buttons == ["Go on"]
    assert int(re.findall(r"(\d+) questions", ended.text)[0]) <= 8


async def test_what_is_known_is_taken_over_counts_earns_nothing_and_goes_back_with_one_undo(ada: Member) -> None:
    known = set(shipped_roadmap().order[:20])
    ended = await placed(await ada.slash("placement"), known)
    label = ended.buttons[0]
    number = int(label.removeprefix("Take over "))
    assert 15 <= number <= 25
    assert ended.buttons == [label, "Go on"]
    taken = await ended.press(label)
    assert f"{number} of 51" in taken.text
    progress = await ada.slash("progress")
    assert f"{number} of 51" in progress.text
    assert "0 points" in progress.text
    assert "Known before" in (await ada.slash("topic", name=shipped_roadmap().order[0])).text
    assert "0 of 51" in (await ada.slash("undo")).text


async def test_what_was_known_is_done_as_usual_later(ada: Member) -> None:
    ended = await placed(await ada.slash("placement"), set(shipped_roadmap().order))
    await ended.press(ended.buttons[0])
    assert "+10" in (await ada.slash("done", topic="csrf")).text


async def test_it_goes_on_where_the_member_left_off(ada: Member) -> None:
    shown = await ada.slash("placement")
    shown = await shown.press("?")
    assert "stand? · 2" in shown.text
    again = await ada.dm.slash("placement")
    assert "stand? · 2" in again.text
    assert "stand? · 3" in (await again.press("?")).text


async def test_the_same_topic_asked_in_two_places_counts_once(ada: Member) -> None:
    here, there = await ada.slash("placement"), await ada.dm.slash("placement")
    assert "stand? · 2" in (await here.press("?")).text
    assert "stand? · 2" in (await there.press("?")).text


async def test_a_press_after_the_end_is_told_so(ada: Member) -> None:
    shown = await ada.slash("placement")
    first = shown.button("?")["custom_id"]
    ended = await placed(shown, set())
    late = await press_forged(ended, first)
    assert late is not None
    assert "over" in late.text


async def test_somebody_elses_question_is_not_mine(ada: Member, join: Callable[[str], Member]) -> None:
    shown = await ada.slash("placement")
    other = join("grace")
    mine = await other.slash("placement")
    forged = await press_forged(mine, shown.button("A")["custom_id"])
    assert forged is not None
    assert "somebody else" in forged.text
