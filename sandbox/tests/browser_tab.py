"""A browser tab on the page, used as a reader would: by labels, roles and keys."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import pytest
from discord_sandbox import Member
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCAN = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
"""What finds the faults of a page that keep people out: run it in a tab, and it lists them."""
PATIENCE = 15_000
"""Milliseconds that something may take to show: machines that test are busy."""
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def chromium_path() -> str | None:
    """Return where this machine's Chromium is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """This machine's Chromium; tests that ask for it skip where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("the page is tried in Chromium, and there is none here: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


class Tab:
    """One tab. `complaints` are what its console called errors."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def write(self, text: str) -> None:
        """Write a message and send it off."""
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")

    async def use(self, command: str, *values: str) -> None:
        """Use a command by keyboard alone, with a value for each of its first options as it is typed."""
        await self.page.get_by_role("textbox", name="Message").press_sequentially(f"/{command}")
        await expect(self.page.get_by_role("option").first).to_contain_text(f"/{command}")
        await self.page.keyboard.press("Enter")
        for place, value in enumerate(values):
            if place:
                await self.page.keyboard.press("Tab")
            await self.page.keyboard.type(value)
            await self.page.keyboard.press("Escape")
        await self.page.keyboard.press("Enter")

    @property
    def messages(self) -> Locator:
        """The messages in view, oldest first."""
        return self.page.locator("#messages .message")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.messages.last

    def button(self, name: str) -> Locator:
        """The button of that name in the newest message."""
        return self.last.get_by_role("button", name=name, exact=True)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@asynccontextmanager
async def opened(
    browser: Browser,
    address: str,
    member: Member,
    *,
    phone: bool = False,
    zone: str = "Europe/Berlin",
    scheme: Literal["dark", "light"] = "dark",
) -> AsyncIterator[Tab]:
    """Open the page as `member`; at the end the console must have been silent."""
    size = PHONE if phone else DESKTOP
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        timezone_id=zone,
        color_scheme=scheme,
        locale="en-GB",
        has_touch=phone,
        is_mobile=phone,
    )
    context.set_default_timeout(PATIENCE)
    try:
        tab = Tab(await context.new_page())
        await tab.page.goto(f"{address}?as={member.user.name}")
        await expect(tab.page.locator("#messages .beginning, #messages .message").first).to_be_attached()
        yield tab
        assert tab.complaints == []
    finally:
        await context.close()
