"""Questions answered while clocks, roadmaps and servers change under a member: nothing lost, nothing counted twice."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asked import press_right, press_wrong
from discord_sandbox import Member, Permission, Sandbox
from shipped import CONTENT, shipped_library
from test_bad_input_questions import QUESTION, counted, small
from whole_bot import serving, settings_for, until_ready

from bot.app import App

DAY = timedelta(days=1)
SATURDAY = datetime(2026, 3, 28, 18, tzinfo=UTC)
"""Seven in the evening in Berlin, where the next day has 23 hours."""


@pytest.fixture
def first_instant() -> datetime:
    return SATURDAY


class Clock:
    """The sandbox's clock, set wrong: `ahead` may change at any time, which Discord's own clock never does."""

    def __init__(self, discord: Sandbox) -> None:
        self._discord = discord
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self._discord.clock.now() + self.ahead


@asynccontextmanager
async def running(discord: Sandbox, database: Path, clock: Clock) -> AsyncIterator[None]:
    """Run the bot by a clock that may be wrong."""
    settings = settings_for(discord, f"sqlite+aiosqlite:///{database}")
    stop = asyncio.Event()
    life = asyncio.get_running_loop().create_task(App(settings, clock, library=shipped_library()).run(stop))
    try:
        await until_ready(discord, life)
        yield
    finally:
        stop.set()
        await life


async def study(organiser: Member, roadmap_id: str) -> None:
    """Let the organiser's server study another roadmap."""
    await (await (await organiser.slash("setup")).press("Roadmap")).choose("Pick a roadmap", roadmap_id)


async def in_berlin(member: Member) -> None:
    await (await (await member.slash("me")).press("My zone")).submit(zone="Berlin")


async def test_a_clock_that_is_set_back_loses_and_doubles_nothing(discord: Sandbox, tmp_path: Path) -> None:
    ada, clock = discord.member("ada"), Clock(discord)
    async with running(discord, tmp_path / "waymark.db", clock):
        clock.ahead = 3 * DAY
        shown = await (await press_right(await ada.slash("quiz", topic="csrf", questions=3))).press("Next")
        clock.ahead = timedelta(0)
        answered = await press_right(shown)
        assert "Right!" in answered.text
        assert await counted(ada) == 2
        discord.clock.advance(6 * DAY)
        assert (await ada.slash("review")).buttons[-1] == "?", "it is due, after the later of the two dates"


async def test_on_the_day_of_23_hours_what_is_due_comes_on_its_date_and_not_before(
    discord: Sandbox, tmp_path: Path
) -> None:
    ada = discord.member("ada")
    async with serving(discord, tmp_path / "waymark.db"):
        await in_berlin(ada)
        answered = await press_right(await ada.slash("quiz", topic="csrf"))
        assert "comes back on 30 March" in answered.text
        for at, is_due in (("2026-03-29T21:59", False), ("2026-03-30T01:59", False), ("2026-03-30T02:01", True)):
            discord.clock.jump(datetime.fromisoformat(at).replace(tzinfo=UTC))
            assert ((await ada.slash("review")).buttons[-1] == "?") == is_due, at


async def test_a_sitting_goes_on_about_its_roadmap_after_the_server_has_switched(
    discord: Sandbox, tmp_path: Path
) -> None:
    ada, olga = discord.member("ada"), discord.member("olga", permissions=Permission.MANAGE_GUILD)
    content = small(tmp_path, alpha=QUESTION.format(id="one", text="Which one?", choices='"this", "that"'))
    shutil.copytree(CONTENT / "python-django", content / "python-django")
    async with serving(discord, tmp_path / "waymark.db", content):
        await study(olga, "python-django")
        shown = await ada.slash("quiz", topic="csrf", questions=2)
        await study(olga, "small")
        answered = await press_right(shown)
        assert "Right!" in answered.text
        following = await answered.press("Next")
        assert "2 of 2" in following.text
        assert "1 of 2" in (await (await press_wrong(following)).press("Next")).text
        assert "Which one?" in (await ada.slash("quiz", topic="alpha")).text
        assert await counted(ada) == 2


async def test_sittings_in_two_servers_at_once_do_not_meet(discord: Sandbox, tmp_path: Path) -> None:
    other = discord.add_guild("Other")
    other.add_text_channel("study")
    ada, there = discord.member("ada"), discord.member("ada", guild=other)
    assert there.id == ada.id
    async with serving(discord, tmp_path / "waymark.db"):
        await ada.slash("done", topic="csrf, xss")
        quiz, review = await ada.slash("quiz", topic="views", questions=2), await there.slash("review")
        review = await (await press_right(review)).press("Next")
        quiz = await (await press_right(quiz)).press("Next")
        assert "2 of 2" in quiz.text
        ended = await (await press_right(review)).press("Next")
        assert "Done for today: 2 answers" in ended.text
        assert "2 of 2" in (await (await press_right(quiz)).press("Next")).text
        assert await counted(ada) == 4
