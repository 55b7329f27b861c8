"""The page on a whole bot; tests that need a browser skip where there is none."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from browser_tab import browser
from company import Company
from discord_sandbox import Sandbox
from discord_sandbox.page.page import Page
from whole_bot import ROOT, serving

__all__ = ["browser"]


@pytest.fixture(scope="session")
async def waymark_for_all(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    database = tmp_path_factory.mktemp("page") / "waymark.db"
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(bot_name="Waymark"))
        await stack.enter_async_context(serving(sandbox, database, ROOT / "content"))
        yield Company(sandbox, await stack.enter_async_context(Page(sandbox, port=0)))


@pytest.fixture
def waymark(waymark_for_all: Company) -> Company:
    """A server of the test's own with the whole bot in it, and the page on it."""
    return waymark_for_all.anew()
