"""Renews docs/images from the demo, where there are Chromium and emoji fonts.

python tools/screenshots.py             all of them
python tools/screenshots.py map.png     those that are named; the map needs no Chromium
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from discord_sandbox.page import page
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.demo.browser import scene
from bot.demo.environment import Stage, staged
from bot.logs import configure_logs
from bot.shipped import shipped

IMAGES = Path(__file__).parents[1] / "docs" / "images"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
LARGEST = 150_000
MAP, MAP_OF = "map.png", "Ada"
"""The one picture that is no view of the page: what Discord would show under `/map`."""
# A Thursday evening, always the same: a picture changes only when the page or the bot does.
NOW = datetime(2026, 11, 19, 18, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, who looks, how large the window is, and what they do before it is taken."""

    name: str
    reader: str
    size: ViewportSize
    act: Callable[[Page], Awaitable[None]]
    scale: float = 1.0


async def use(tab: Page, command: str, shown: str) -> None:
    """Type a command, and wait until its answer shows something."""
    await tab.keyboard.type(f"/{command}")
    await tab.keyboard.press("Escape")
    await tab.keyboard.press("Enter")
    await tab.locator("#messages .message").last.get_by_text(shown).first.wait_for()


async def topic(tab: Page) -> None:
    """Open a short topic, and show the card from its head on."""
    await tab.get_by_role("button", name="study", exact=True).click()
    await use(tab, "topic xss", "Quiz me")
    await tab.locator("#messages .message").last.evaluate("(node) => node.scrollIntoView({ block: 'start' })")


async def board(tab: Page) -> None:
    """Show the board that was posted on Monday."""
    await tab.get_by_role("button", name="leaderboard", exact=True).click()
    await tab.locator("#messages .embed").last.wait_for()


async def phone(tab: Page) -> None:
    """Ask for what is next, on a phone."""
    await tab.get_by_role("button", name="Commands").tap()
    await tab.get_by_role("option", name="/next").tap()
    await tab.get_by_role("button", name="Send", exact=True).tap()
    await tab.locator("#messages .message").last.get_by_role("button", name="Done").wait_for()


async def commands(tab: Page) -> None:
    """Let the bot complete a name that is typed wrongly."""
    await tab.keyboard.type("/topic midlewa")
    await tab.get_by_role("option", name="Middleware").wait_for()


PICTURES = (
    Picture("topic.png", "ada", {"width": 1060, "height": 680}, topic),
    Picture("leaderboard.png", "grace", {"width": 1060, "height": 720}, board),
    Picture("autocomplete.png", "linus", {"width": 860, "height": 480}, commands),
    Picture("phone.png", "noor", {"width": 390, "height": 760}, phone, scale=1.5),
)


async def take(browser: Browser, address: str, picture: Picture) -> str:
    """Take a picture and say how large its file is; RuntimeError when it is too large for a repository."""
    narrow = picture.size["width"] < 500
    context = await browser.new_context(
        viewport=picture.size, device_scale_factor=picture.scale, timezone_id=ZONE, locale="en-GB", has_touch=narrow
    )
    tab = await context.new_page()
    await tab.goto(f"{address}?as={picture.reader}")
    await tab.locator("#messages .message").last.wait_for()
    await picture.act(tab)
    await tab.mouse.move(0, 0)
    await tab.wait_for_timeout(300)
    file = IMAGES / picture.name
    await tab.screenshot(path=file, caret="hide")
    await context.close()
    size = file.stat().st_size
    if size > LARGEST:
        raise RuntimeError(f"{picture.name} has {size} bytes, more than {LARGEST}")
    return f"{picture.name}: {size // 1024} kB"


async def save_map(stage: Stage) -> str:
    """Save the picture that comes with a member's `/map`, and say in words what it shows."""
    answer = await stage.cast.people[MAP_OF].slash("map")
    (attached,) = answer.message.attachments
    drawn = stage.sandbox.world.files[int(attached["id"])].data
    await asyncio.to_thread((IMAGES / MAP).write_bytes, drawn)
    return f"{MAP}: {len(drawn) // 1024} kB. {attached['description']}"


async def main(names: Sequence[str]) -> int:
    """Take the pictures of those names, or all; give 2 where there is no Chromium for them."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if wanted and chromium is None:
        sys.stderr.write("there is no Chromium here: apt-get install chromium fonts-noto-color-emoji fonts-noto-core\n")
        return 2
    configure_logs("WARNING", "console")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "waymark.db"
        async with staged(file, NOW, ZoneInfo(ZONE), content=shipped("content"), tells=True) as stage:
            if wanted:
                await take_all(stage, wanted, chromium)
            if not names or MAP in names:
                sys.stdout.write(await save_map(stage) + "\n")
    return 0


async def take_all(stage: Stage, wanted: Iterable[Picture], chromium: str | None) -> None:
    """Take pictures of the demo's page, and say how large they are."""
    async with page.Page(stage.sandbox, scene(stage), port=0) as served, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in wanted:
            sys.stdout.write(await take(browser, served.address, picture) + "\n")
        await browser.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
