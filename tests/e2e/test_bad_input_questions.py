"""Presses on questions that no client would send, and questions of unusual roadmaps: a clear answer, counted once."""

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from asked import letters, press_forged, press_right
from discord_sandbox import Member, Sandbox
from shipped import CONTENT
from whole_bot import serving

TOPIC = """\
id: {id}
title: {title}
section: only
summary: What it is.
explanation: |
  Why and how.
key_points: [One fact.]
resources:
  - {{type: official, title: Docs, url: "https://docs.python.org/3/"}}
minutes: 30
"""
QUESTION = """\
  - id: {id}
    question: {text}
    choices: [{choices}]
    answer: 0
    why: So it is.
    level: recall
"""
ROADMAP = """\
id: small
title: Small
summary: Some topics.
sections:
  - id: only
    title: Only
    emoji: 🧱
    summary: All of it.
    groups:
      - title: Group
        topics: [alpha, beta]
"""


def small(folder: Path, *, alpha: str = "", beta: str = "") -> Path:
    """Write a roadmap of two topics with these questions; give the content's folder."""
    topics = folder / "content" / "small" / "topics"
    topics.mkdir(parents=True)
    (topics.parent / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    for name, questions in (("alpha", alpha), ("beta", beta)):
        quiz = f"quiz:\n{questions}" if questions else ""
        (topics / f"{name}.yaml").write_text(TOPIC.format(id=name, title=name.title()) + quiz, encoding="utf-8")
    return folder / "content"


async def counted(member: Member) -> int:
    """Give how many answers the member's data knows."""
    text = (await (await member.slash("me")).press("My data")).text
    found = re.search(r"answers to questions: (\d+)", text)
    return int(found.group(1)) if found else 0


async def test_two_presses_within_a_millisecond_count_once(ada: Member) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    presses = [press_forged(shown, shown.button(letter)["custom_id"]) for letter in ("A", "B")]
    await asyncio.gather(*presses)
    assert await counted(ada) == 1


async def test_a_question_asked_of_somebody_else_counts_for_nobody(ada: Member, join: Callable[[str], Member]) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    grace = join("grace")
    own = await grace.slash("quiz", topic="csrf")
    answer = await press_forged(own, shown.button("A")["custom_id"])
    assert answer is not None
    assert "somebody else" in answer.text
    assert await counted(ada) == await counted(grace) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: [*parts[:3], "no-such-question", *parts[4:]], "removed"),
        (lambda parts: [*parts[:6], "000000", *parts[7:]], "changed"),
        (lambda parts: [*parts[:-1], "7"], "too old"),
        (lambda parts: [*parts[:-1], "-1"], "too old"),
        (lambda parts: [*parts[:4], "!", *parts[5:]], "too old"),
        (lambda parts: [*parts[:-2], "zz", parts[-1]], "too old"),
        (lambda parts: parts[:5], "too old"),
    ],
    ids=["removed", "reworded", "no such choice", "before the first", "no id", "no sitting", "cut off"],
)
async def test_what_is_not_a_question_any_more_is_told_and_not_counted(
    ada: Member, change: Callable[[list[str]], list[str]], told: str
) -> None:
    shown = await ada.slash("quiz", topic="csrf")
    answer = await press_forged(shown, ":".join(change(shown.button("A")["custom_id"].split(":"))))
    assert answer is not None
    assert told in answer.text
    assert await counted(ada) == 0


async def test_a_press_after_a_restart_counts(discord: Sandbox, tmp_path: Path) -> None:
    ada, database = discord.member("ada"), tmp_path / "waymark.db"
    async with serving(discord, database):
        shown = await ada.slash("quiz", topic="csrf")
    async with serving(discord, database):
        assert "Right!" in (await press_right(shown)).text
        assert await counted(ada) == 1


async def test_a_question_changed_during_a_restart_is_told_so(discord: Sandbox, tmp_path: Path) -> None:
    ada, database = discord.member("ada"), tmp_path / "waymark.db"
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    async with serving(discord, database):
        shown = await ada.slash("quiz", topic="csrf")
    file = content / "python-django" / "topics" / "csrf.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^    answer: (\d)$", lambda found: f"    answer: {(int(found[1]) + 1) % 4}", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    async with serving(discord, database, content):
        told = await press_forged(shown, shown.button("A")["custom_id"])
        assert told is not None
        assert "changed" in told.text
        assert await counted(ada) == 0


async def test_a_topic_without_questions_and_a_roadmap_without_any(discord: Sandbox, tmp_path: Path) -> None:
    ada = discord.member("ada")
    async with serving(discord, tmp_path / "waymark.db", small(tmp_path)):
        assert "no questions about Alpha" in (await ada.slash("quiz", topic="alpha")).text
        for command in ("quiz", "placement"):
            assert "no questions on this roadmap" in (await ada.slash(command)).text
        assert "Nothing is due" in (await ada.slash("review")).text


async def test_one_question_a_topic_and_choices_that_differ_in_signs_only(discord: Sandbox, tmp_path: Path) -> None:
    ada = discord.member("ada")
    signs = QUESTION.format(id="signs", text="Which unpacks a mapping?", choices='"**a", "*a", "a", "__a"')
    content = small(tmp_path, alpha=signs)
    async with serving(discord, tmp_path / "waymark.db", content):
        shown = await ada.slash("quiz", topic="alpha", questions=2)
        assert len(set(letters(shown))) == 4, "each choice can be told from the others"
        assert r"\*\*a" in shown.embeds[0]["description"]
        letter = next(letter for text, letter in letters(shown).items() if text == r"\*\*a")
        assert "Right!" in (await shown.press(letter)).text
        again = await shown.press("Next")
        assert "Practice" in (await again.press("?")).text
        placed = await ada.slash("placement")
        ended = await placed.press("?")
        assert "Where you stand" in ended.text


async def test_two_quizzes_at_once_in_two_places_do_not_meet(ada: Member) -> None:
    here, there = await ada.slash("quiz", topic="csrf"), await ada.dm.slash("quiz", topic="xss")
    await press_right(there)
    await press_right(here)
    assert await counted(ada) == 2


async def test_from_the_first_zone_of_the_day_to_the_last(ada: Member) -> None:
    for zone, topic in (("Pacific/Kiritimati", "csrf"), ("Pacific/Pago_Pago", "xss")):
        await (await (await ada.slash("me")).press("My zone")).submit(zone=zone)
        shown = await ada.slash("quiz", topic=topic)
        assert "Right!" in (await press_right(shown)).text
    assert await counted(ada) == 2
