"""The demo: its story, its clock, its outage, and how it is started and stopped."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from browser_tab import opened
from discord_sandbox import Clock, Sandbox
from discord_sandbox.openapi import OpenApiCheck, document_path
from discord_sandbox.page.page import Page
from discord_sandbox.world.model import Channel, Message
from playwright.async_api import Browser, expect
from shipped import CONTENT
from whole_bot import ROOT

from bot.demo.browser import scene
from bot.demo.environment import Stage, staged
from bot.demo.messages import lines
from bot.demo.people import FOUNDED, People, seed
from bot.demo.zone import zone_here

ZONE = ZoneInfo("America/New_York")
# A Thursday; the clocks of New York were put back in these five weeks.
NOW = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Demo:
    stage: Stage
    page: Page

    @property
    def cast(self) -> People:
        return self.stage.cast


@pytest.fixture(scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """The demo after its story, served as a page."""
    file = tmp_path_factory.mktemp("demo") / "waymark.db"
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(staged(file, NOW, ZONE, content=CONTENT, tells=True))
        page = await stack.enter_async_context(Page(stage.sandbox, scene(stage), port=0))
        yield Demo(stage, page)


async def test_the_story_makes_no_request_that_discord_forbids(demo: Demo) -> None:
    path = document_path()
    if path is None:
        pytest.skip("Discord's API description is not here: set DISCORD_OPENAPI")
    check = OpenApiCheck.load(path)
    requests = demo.stage.sandbox.requests
    assert len(requests) > 300
    assert [found for one in requests for found in check.violations(one.method, one.path, one.query, one.body)] == []


def posts(channel: Channel, demo: Demo) -> list[Message]:
    """What the bot posted by itself, oldest first."""
    return [
        one
        for one in channel.messages
        if one.author is demo.stage.sandbox.world.bot and not (one.interaction or one.replies_to)
    ]


async def test_the_boards_have_weeks_to_show(demo: Demo) -> None:
    ada = demo.cast.people["Ada"]
    whole = (await ada.slash("leaderboard", window="all")).text
    assert "🥇 Grace" in whole
    last = (await ada.slash("leaderboard", window="last-week")).text
    assert all(name in last for name in ("Grace", "Ada", "Radia", "Alan"))
    assert "24 of 51" in (await ada.slash("progress")).text


async def test_they_have_raced_and_answered_the_question_of_the_day(demo: Demo) -> None:
    told = [str(message.embeds) for message in demo.cast.general.messages if message.embeds]
    assert len([text for text in told if "had it right" in text]) == 3
    assert any("Race over" in text and "7 members took part" in text for text in told)
    asked = [str(one.embeds) for one in demo.cast.study.messages if "Question of the day" in one.content]
    assert any("7 answers" in text and "✅" in text for text in asked)
    assert "7 answers" in asked[-1]
    assert "✅" not in asked[-1]


async def test_prompts_and_boards_came_at_their_times_through_the_change_of_the_clocks(demo: Demo) -> None:
    posted = posts(demo.cast.study, demo)
    prompts = [one.sent_at.astimezone(ZONE) for one in posted if "Topic of the day" in one.content]
    assert {f"{at:%a %H:%M}" for at in prompts} == {"Mon 09:00", "Wed 09:00", "Fri 09:00"}
    assert len(prompts) == 15
    questions = [one for one in posted if "Question of the day" in one.content]
    assert {f"{one.sent_at.astimezone(ZONE):%a %H:%M}" for one in questions} == {"Tue 09:00", "Thu 09:00"}
    assert len(questions) == 10
    boards = [one.sent_at.astimezone(ZONE) for one in posts(demo.cast.leaderboard, demo)]
    assert {f"{at:%a %H:%M}" for at in boards} == {"Mon 09:00"}
    assert len(boards) == 5


async def test_everything_that_people_say_is_said(demo: Demo) -> None:
    said = [
        message
        for channel in demo.cast.guild.channels.values()
        for message in channel.messages
        if message.author is not demo.stage.sandbox.world.bot
    ]
    assert len(said) == len(lines())
    assert not any("{" in message.content and "}" in message.content for message in said)


async def test_the_newcomer_has_everything_before_them(demo: Demo) -> None:
    noor = demo.cast.people["Noor"]
    assert "0 of 51" in (await noor.slash("progress")).text
    assert any(noor.user in message.mentions.users for message in noor.see())


async def test_a_journey_of_a_week_stops_at_every_post(demo: Demo) -> None:
    before = len(posts(demo.cast.study, demo))
    start = demo.stage.sandbox.clock.now()
    await demo.stage.journey.go(start + timedelta(days=7))
    came = [one.sent_at.astimezone(ZONE) for one in posts(demo.cast.study, demo)[before:]]
    assert [f"{at:%a %H:%M}" for at in came] == [f"{day} 09:00" for day in ("Fri", "Mon", "Tue", "Wed", "Thu")]
    assert timedelta(days=7) <= demo.stage.sandbox.clock.now() - start < timedelta(days=7, minutes=1)


async def test_the_next_post_is_a_button_away(browser: Browser, demo: Demo) -> None:
    async with opened(browser, demo.page.address, demo.cast.people["Ada"]) as tab:
        before = len(posts(demo.cast.study, demo))
        await tab.page.get_by_role("button", name="Time").click()
        await tab.page.get_by_role("button", name="Next scheduled post").click()
        await expect(tab.page.get_by_role("button", name="study, unread")).to_be_visible()
        assert len(posts(demo.cast.study, demo)) == before + 1


async def test_a_database_that_is_away_stops_progress_and_nothing_else(browser: Browser, demo: Demo) -> None:
    async with opened(browser, demo.page.address, demo.cast.people["Linus"]) as tab:
        await tab.page.get_by_role("button", name="Faults").click()
        await tab.page.get_by_role("button", name="Take the database away").click()
        give = tab.page.get_by_role("button", name="Give the database back")
        await expect(give).to_be_visible()
        await tab.use("topic", "aws")
        await expect(tab.last.locator(".embed-title")).to_contain_text("AWS")
        await tab.use("done", "aws")
        await expect(tab.last).to_contain_text(re.compile("thinking|try again|not answer", re.IGNORECASE))
        await expect(tab.last).to_contain_text(re.compile("try again|database", re.IGNORECASE), timeout=15_000)
        await give.click()
        await expect(tab.page.get_by_role("button", name="Take the database away")).to_be_visible()
        await tab.use("done", "aws")
        await expect(tab.last).to_contain_text("AWS")
        await expect(tab.last).to_contain_text("of 51")


def test_everybody_has_the_same_ids_every_time() -> None:
    first, second = (seed(Sandbox(bot_name="Waymark", clock=Clock(FOUNDED, running=False))) for _ in range(2))
    assert [one.id for one in first.people.values()] == [one.id for one in second.people.values()]
    assert list(first.guild.channels) == list(second.guild.channels)


def test_the_zone_of_this_machine_is_one_that_the_bot_knows() -> None:
    assert zone_here().key


@pytest.mark.parametrize("arguments", [["--empty"], []], ids=["empty", "with its story"])
async def test_it_says_where_it_is_and_stops_when_told(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--keep", str(tmp_path), *arguments]
    started = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=-1, stderr=-1)
    assert started.stdout is not None
    try:
        async with asyncio.timeout(60):
            said = ""
            while not (found := re.search(r"http://127\.0\.0\.1:\d+/", said)):
                line = await started.stdout.readline()
                assert line, said
                said += line.decode()
        async with aiohttp.ClientSession() as http, http.get(found[0]) as answer:
            assert answer.status == 200
        started.send_signal(signal.SIGTERM)
        _, complaints = await asyncio.wait_for(started.communicate(), 30)
        assert started.returncode == 0
        assert b"Traceback" not in complaints
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()
