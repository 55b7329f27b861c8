"""Whatever content passes the check, Discord takes every message that it leads to, and shows names as written."""

import json
from pathlib import Path
from typing import Any

import pytest
from discord_sandbox.limits import check_message
from small_content import ROADMAP, mistakes_in, topic, write

from bot.content.loader import load_library, read_roadmaps
from bot.core.roadmap import Roadmap
from bot.preview import Shown, preview, refused_messages, roadmap_messages, topic_messages
from bot.ui.plain_text import message_text, prose_lines

SHIPPED = Path(__file__).parents[2] / "content"
LONG_ID = "x" * 56
NAMES = [
    "__init__ and __repr__",
    "*args and **kwargs",
    "`code` ~~and~~ ||more||",
    "[a](https://b.org)",
    "1. <@1> @everyone",
]


def extreme_topic(number: int, title: str = "") -> dict[str, Any]:
    """Return a topic in which everything is as long as it may be."""
    point, many = "p" * 200, "w" * 99
    return {
        "id": f"{LONG_ID}-{number:02}",
        "title": title or f"{number:02}" + "*" * 58,
        "section": "s" * 60,
        "aliases": [f"{number:02}{each:02}".ljust(60, "a") for each in range(20)],
        "summary": "*" * 200,
        "explanation": "_" * 2000,
        "key_points": [point] * 7,
        "example": {"language": "x" * 20, "caption": "c" * 200, "code": "c" * 1500, "output": "o" * 500},
        "pitfalls": [{"mistake": "m" * 200, "cure": "c" * 300}] * 6,
        "resources": [{"type": "official", "title": "[" * 80, "url": "https://a.org/" + "u" * 498}] * 8,
        "prerequisites": [f"{LONG_ID}-{each:02}" for each in range(number)],
        "minutes": 6000,
        "prompts": [{"kind": "predict", "text": "|" * 1000, "answer": "|" * 600}] * 2,
        "quiz": [
            {
                "id": f"q-{number}",
                "question": "q" * 700,
                "choices": [f"{place}{many}" for place in range(4)],
                "answer": 0,
                "why": "w" * 500,
                "level": "debug",
                "since": "1" * 40,
            }
        ],
        "news": [{"version": "1" * 40, "text": "n" * 300}] * 8,
        "project": {"brief": "b" * 1000, "milestones": [point] * 12, "done_when": "d" * 500, "stretch": [point] * 6},
    }


def extreme_roadmap(topics: list[dict[str, Any]]) -> dict[str, Any]:
    section = {
        "id": "s" * 60,
        "title": "*" * 59 + "x",
        "emoji": "👩🏽‍💻",
        "summary": "_" * 200,
        "groups": [{"title": "_" * 60, "topics": [each["id"] for each in topics]}],
    }
    return {
        "id": "r" * 60,
        "title": "_" * 99 + "x",
        "summary": "*" * 500,
        "versions": {f"{number}".ljust(40, "n"): "v" * 100 for number in range(7)},
        "sections": [section],
    }


def written(folder: Path, roadmap: dict[str, Any], topics: list[dict[str, Any]]) -> Path:
    (folder / "topics").mkdir(parents=True)
    for each in topics:
        (folder / "topics" / f"{each['id']}.yaml").write_text(json.dumps(each, ensure_ascii=False), encoding="utf-8")
    (folder / "roadmap.yaml").write_text(json.dumps(roadmap, ensure_ascii=False), encoding="utf-8")
    return folder


def messages_of(roadmap: Roadmap) -> list[Shown]:
    return [*roadmap_messages(roadmap), *(shown for each in roadmap for shown in topic_messages(roadmap, each))]


async def test_discord_takes_the_longest_that_the_check_lets_pass(tmp_path: Path) -> None:
    topics = [extreme_topic(number) for number in range(25)]
    folder = written(tmp_path / "long", extreme_roadmap(topics), topics)
    (loaded,), issues = read_roadmaps(folder)
    assert [str(issue)[-300:] for issue in issues] == []
    assert loaded.roadmap
    assert [str(issue) for issue in refused_messages(loaded)] == []
    shown = messages_of(loaded.roadmap)
    assert "…" not in str([each.message["embeds"] for each in shown if each.heading == "The roadmap"])
    assert len(shown) == 2 + 25 * (5 + 2 + 2)
    assert [each.heading for each in shown if check_message(dict(each.message))] == []


async def test_discord_takes_all_that_ships() -> None:
    roadmap = load_library(SHIPPED).default
    assert [each.heading for each in messages_of(roadmap) if check_message(dict(each.message))] == []


@pytest.mark.parametrize("name", NAMES)
async def test_names_are_shown_as_they_are_written(name: str, tmp_path: Path) -> None:
    """The roadmap, its first section and group, a topic and its resource have this name."""
    quoted = json.dumps(name)
    more = "example: {language: python, code: x}\nprompts: [What is it?]\n"
    alpha = topic("alpha", more=more).replace("Alpha", quoted).replace("title: Docs", f"title: {quoted}")
    listing = ROADMAP.replace("title: Small", f"title: {quoted}").replace("title: First", f"title: {quoted}")
    write(tmp_path, alpha=alpha, roadmap=listing.replace("title: Group", f"title: {json.dumps(f'{name} too')}", 1))
    roadmap = load_library(tmp_path).default
    overview, first, _ = roadmap_messages(roadmap)
    counts = {overview.heading: 2, first.heading: 3, "Behind More": 2}
    for shown in (overview, first, *topic_messages(roadmap, roadmap.topics["alpha"])):
        embed = {**shown.message["embeds"][0], "footer": None}
        visible = message_text({"embeds": [embed]}).replace("\u200b", "")
        assert visible.count(name) == counts.get(shown.heading, 1), f"{shown.heading}\n{visible}"


def test_a_sign_that_is_no_emoji_is_refused_before_it_reaches_a_menu(tmp_path: Path) -> None:
    text = (write(tmp_path) / "small" / "roadmap.yaml").read_text()
    write(tmp_path, roadmap=text.replace("🧱", "①"))
    (mistake,) = mistakes_in(tmp_path)
    assert mistake.endswith("sections.0.emoji: `①` is no emoji that Discord knows: take one such as 🧱")


async def test_a_preview_shows_the_roadmap_a_section_or_a_topic() -> None:
    whole = await preview(SHIPPED, "")
    assert whole.count("── Section ") == 10
    assert "[Open a section ▾]\n    🧱 Basic Skills\n" in whole
    section = await preview(SHIPPED, "security")
    assert section.startswith("── Section security ──\n│ 🔒 Security Best Practices\n")
    csrf = await preview(SHIPPED, "csrf")
    for part in ("The card", "Behind Example", "Prompt 1, as it is posted", "Question 1 (", "Question 1, answered"):
        assert f"── {part}" in csrf
    assert "📌 Topic of the day: Cross-Site Request Forgery (CSRF)" in csrf
    assert "[Open topic] [✅ Done]" in csrf
    assert prose_lines("||", 10) == ["||"]
