"""Every answer about every topic, in every state: a Discord as strict as the real one takes them all."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Answer, Member, Sandbox
from discord_sandbox.openapi import OpenApiCheck, document_path
from shipped import shipped_roadmap
from whole_bot import process

from bot.core.roadmap import Section, Topic

ROADMAP = shipped_roadmap()
TOPICS = list(ROADMAP)
NUMBERS = count(1)


@pytest_asyncio.fixture(scope="module")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    """A Discord of this module's own; what it refuses, and what its description forbids, fails a test."""
    folder: Path = tmp_path_factory.mktemp("answers")
    path = document_path()
    async with Sandbox(bot_name="Waymark") as sandbox:
        if path:
            sandbox.on_request(OpenApiCheck.load(path).judge)
        async with process(sandbox, folder / "waymark.db") as bot:
            yield sandbox
            assert "refused by Discord" not in bot.log
            assert "Traceback" not in bot.log


@pytest.fixture
def ada(elsewhere: Sandbox) -> Member:
    return elsewhere.member(f"ada{next(NUMBERS)}")


def shows(answer: Answer, *parts: str) -> Answer:
    assert "that broke" not in answer.text
    assert "That did not work" not in answer.text
    for part in parts:
        assert part in answer.text
    return answer


@pytest.mark.parametrize("topic", TOPICS, ids=lambda one: one.id)
async def test_the_card_of_a_topic_in_all_its_states(ada: Member, topic: Topic) -> None:
    card = shows(await ada.slash("topic", name=topic.id), "Open")
    assert card.embeds[0]["title"] == topic.title
    assert not str(card.embeds[0]["description"]).endswith("…")
    shows(await card.press("Start"), "Started")
    shows(await card.press("Done"), "Done", "+10")
    shows(await card.press("Undo"), "Started")
    shows(await card.press("Undo"), "Open")
    shows(await ada.slash("skip", topic=topic.id), "skipped")
    shows(await ada.slash("topic", name=topic.id), "Skipped")
    for needed in topic.prerequisites:
        await ada.slash("done", topic=needed)
    more = shows(await (await ada.slash("topic", name=topic.id)).press("More"), "Read on", "Key points")
    assert more.text.count("✅") >= len(topic.prerequisites)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda one: one.id)
async def test_what_lies_behind_a_card(ada: Member, topic: Topic) -> None:
    card = await ada.slash("topic", name=topic.id)
    for label in ("More", "Example", "Pitfalls", "Exercise", "Project"):
        if label in card.buttons:
            behind = shows(await card.press(label), topic.title)
            assert not str(behind.embeds[0]["description"]).endswith("…")
            shows(await behind.press("Back to topic"), topic.title)
    assert not shows(await card.press("Share"), "Shared by").private
    for label in ("Previous", "Next"):
        if not card.button(label).get("disabled"):
            shows(await card.press(label))


@pytest.mark.parametrize("section", ROADMAP.sections, ids=lambda one: one.id)
async def test_each_section(ada: Member, section: Section) -> None:
    overview = shows(await ada.slash("roadmap"), ROADMAP.title)
    opened = shows(await overview.choose("Open a section", section.id), section.title)
    for group in section.groups:
        assert group.title in opened.text
    for topic_id in section.topic_ids:
        shows(await ada.slash("roadmap", section=section.title))
        shows(await opened.choose("Open a topic", topic_id), ROADMAP.topics[topic_id].title)
        opened = await ada.slash("roadmap", section=section.id)


async def test_all_topics_at_once(elsewhere: Sandbox, ada: Member) -> None:
    titles = [topic.title for topic in TOPICS]
    for start in range(0, len(titles), 25):
        shows(await ada.slash("done", topic="; ".join(titles[start : start + 25])), "Well done")
    shows(await ada.slash("progress"), "51 of 51", "100 %")
    shows(await ada.slash("next"), "Nothing left")
    shows(await ada.slash("roadmap"), "51")
    shows(await ada.slash("undo"), "no longer done")
    shows(await ada.slash("done", topic=", ".join(f"weaving {number} {'x' * 80}" for number in range(24)) + ", xss"))


SEARCHES = {
    "django": "Install Django",
    "a": None,
    "select_related": "QuerySets",
    "python": "Syntax & Variables",
    "http": "HTTP & Web Protocols",
    "`": None,
    "the": None,
    "cache": "Caching Techniques",
    "SELECT": "SQL Basics",
}
"""What is searched for, and a topic that is among the best for it; None where no topic speaks of it."""


@pytest.mark.parametrize("words", SEARCHES)
async def test_searches(ada: Member, words: str) -> None:
    answer = await ada.slash("search", words=words)
    assert "that broke" not in answer.text
    best = SEARCHES[words]
    if best is None:
        assert not answer.selects
        assert "/roadmap" in answer.text
        return
    found = answer.selects[0].options
    assert best in list(found)[:3]
    lines = str(answer.embeds[0]["description"]).lower().split("\n\n")
    assert len(lines) == len(found)
    assert all(any(word in line for word in words.lower().split("_")) for line in lines)
    opened = shows(await answer.choose("Open a topic", found[best]))
    assert opened.embeds[0]["title"] == best


async def test_every_name_and_alias_opens_or_offers(ada: Member) -> None:
    names = [name for topic in TOPICS for name in (topic.title, *topic.aliases)]
    for name in names:
        answer = await ada.slash("topic", name=name)
        assert answer.embeds[0]["title"], name
        assert "I do not know that topic" not in answer.text, name


async def test_every_name_and_alias_as_it_is_typed(ada: Member) -> None:
    for topic in TOPICS:
        for name in (topic.title, *topic.aliases[:2]):
            assert (await offered(ada, name))[0] == topic.id, name
        for end in (1, 3):
            ids = await offered(ada, topic.title[:end])
            assert topic.id in ids
            assert len(ids) <= 25
        before = ", ".join(one.title for one in TOPICS[:3] if one is not topic)
        assert f"{before}, {topic.id}" in [
            value for _, value in await ada.autocomplete("done", topic=f"{before}, {topic.title[:4]}")
        ]


async def offered(member: Member, text: str) -> list[str | int | float]:
    """What is offered while a name is typed, best first."""
    return [value for _, value in await member.autocomplete("topic", name=text)]


async def test_a_board_of_long_names(elsewhere: Sandbox) -> None:
    crowd = [elsewhere.member(f"crowd{next(NUMBERS)}") for _ in range(25)]
    for number, member in enumerate(crowd):
        assert member.membership is not None
        member.membership.nick = ("*_~`" * 8)[:31] + str(number % 10)
    await asyncio.gather(*(member.slash("done", topic="csrf, xss") for member in crowd))
    board = shows(await crowd[0].slash("leaderboard"), "page 1 of")
    for label in ("Next", "Month", "All time", "Last week", "Week"):
        shows(await board.press(label))
