"""The page on a whole bot, and on the trial bot of many tricks; tests that need a browser skip where there is none."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import discord
import pytest
from browser_tab import FLAGS, chromium_path
from company import Company
from discord_sandbox import Sandbox
from discord_sandbox.page.page import Page
from one_address import discord_py_as_before, reached_by_discord_py
from playwright.async_api import Browser, async_playwright
from trial_bot import TrialBot, running
from whole_bot import ROOT, serving

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium_path()
    if path is None:
        pytest.skip("the page is tried in Chromium, and there is none here: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def waymark_for_all(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    database = tmp_path_factory.mktemp("page") / "waymark.db"
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox())
        with discord_py_as_before():
            await stack.enter_async_context(serving(sandbox, database, ROOT / "content"))
        yield Company(sandbox, await stack.enter_async_context(Page(sandbox, port=0)))


@pytest.fixture(scope="session")
async def trial_for_all() -> AsyncIterator[Company]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Trial"))
        with discord_py_as_before():
            await stack.enter_async_context(running(TrialBot(INTENTS), sandbox))
        yield Company(sandbox, await stack.enter_async_context(Page(sandbox, port=0)))


@pytest.fixture
def waymark(waymark_for_all: Company) -> Iterator[Company]:
    """A server of the test's own with the whole bot in it, and the page on it."""
    with reached_by_discord_py(waymark_for_all.sandbox):
        yield waymark_for_all.anew()


@pytest.fixture
def trial(trial_for_all: Company) -> Iterator[Company]:
    """A server of the test's own with the trial bot in it, and the page on it."""
    with reached_by_discord_py(trial_for_all.sandbox):
        yield trial_for_all.anew()
