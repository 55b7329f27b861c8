"""How the page fits the screen and the system: its width, light and dark, whose Monday it is."""

from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from browser_tab import PHONE, opened
from company import Company
from discord_sandbox import Clock, Permission, Sandbox
from discord_sandbox.page.page import Page
from discord_sandbox.page.scene import Powers, Scene
from discord_sandbox.page.verbs import next_monday
from discord_sandbox.world.guilds import Guild
from playwright.async_api import Browser, expect

CLOSED = "You cannot write here."
LONG = "a-channel-with-a-rather-long-name-that-does-not-fit-anywhere"
SHORT = {LONG: "a-channel-with-a-ra…"}


async def test_a_page_that_gets_narrow_shows_the_chat(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        side = tab.page.get_by_role("complementary", name="Members")
        await expect(side).to_be_visible()
        await tab.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        await expect(side).to_be_hidden()
        await expect(tab.page.get_by_role("textbox", name="Message #study")).to_be_visible()
        await tab.page.get_by_role("button", name="Members", exact=True).click()
        await expect(side).to_be_visible()
        await tab.page.get_by_role("button", name="Close Members").click()
        await tab.page.set_viewport_size({"width": 1280, "height": 800})
        await expect(side).to_be_visible()


@pytest.mark.parametrize("phone", [True, False])
async def test_the_message_box_is_one_line_high_in_every_channel(browser: Browser, trial: Company, phone: bool) -> None:
    trial.guild.add_text_channel(LONG)
    silent = trial.guild.add_text_channel("silent")
    silent.deny(trial.guild.everyone, Permission.SEND_MESSAGES)
    async with opened(browser, trial.page.address, trial.join("Ada"), phone=phone) as tab:
        box = tab.page.locator("#message-box")
        height = await box.evaluate("(node) => node.clientHeight")
        for channel in reversed(trial.guild.channels.values()):
            await tab.page.evaluate("(id) => { location.hash = id; }", str(channel.id))
            await expect(tab.page.get_by_role("heading", level=1)).to_have_text(channel.name)
            words = await box.get_attribute("placeholder")
            assert words == (CLOSED if channel is silent else f"Message #{SHORT.get(channel.name, channel.name)}")
            shown = await box.evaluate("(node) => [node.clientHeight, node.scrollHeight]")
            assert shown == [height, height]


@pytest.mark.parametrize(("scheme", "other"), [("dark", "light"), ("light", "dark")])
async def test_light_or_dark_is_the_systems_until_it_is_chosen(
    browser: Browser, trial: Company, scheme: Literal["dark", "light"], other: Literal["dark", "light"]
) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada"), scheme=scheme) as tab:
        html = tab.page.locator("html")
        await expect(html).to_have_attribute("data-theme", scheme)
        await tab.page.emulate_media(color_scheme=other)
        await expect(html).to_have_attribute("data-theme", other)
        await tab.page.get_by_role("button", name="Light or dark").click()
        await expect(html).to_have_attribute("data-theme", scheme)
        await tab.page.emulate_media(color_scheme=scheme)
        await tab.page.emulate_media(color_scheme=other)
        await tab.page.reload()
        await expect(tab.page.locator("#messages .beginning")).to_be_attached()
        await expect(html).to_have_attribute("data-theme", scheme)


async def test_a_white_sign_stands_out_from_a_white_page(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada"), scheme="light") as tab:
        await tab.write("▫️ SQL basics, 🤍, 1️⃣ and 1 of 2 👩🏽‍💻")
        await expect(tab.last.locator(".content .emoji")).to_have_text(["▫️", "🤍", "1️⃣", "👩🏽‍💻"])
        filters = await tab.last.locator(".emoji").evaluate_all("(all) => all.map((n) => getComputedStyle(n).filter)")
        assert all("drop-shadow" in one for one in filters)
        await tab.page.get_by_role("button", name="Light or dark").click()
        assert await tab.last.locator(".emoji").first.evaluate("(node) => getComputedStyle(node).filter") == "none"


# A Thursday; from Tokyo to Honolulu Monday comes nineteen hours apart.
NOW = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu", "Europe/Berlin"])
async def test_monday_is_the_servers_where_it_has_a_zone_and_else_the_readers(browser: Browser, zone: str) -> None:
    async def zone_of(guild: Guild) -> ZoneInfo:
        assert guild.name == "Server"
        return ZoneInfo(zone)

    for powers, expected in ((Powers(zone_of=zone_of), zone), (Powers(), "America/New_York")):
        sandbox = Sandbox(clock=Clock(NOW, running=False))
        ada = sandbox.member("ada")
        async with (
            sandbox,
            Page(sandbox, Scene(powers=powers), port=0) as page,
            opened(browser, page.address, ada, zone="America/New_York") as tab,
        ):
            await tab.page.get_by_role("button", name="Time").click()
            hint = tab.page.get_by_text("is meant where the server is")
            await expect(hint).to_have_count(int(powers.zone_of is not None))
            await tab.page.get_by_role("button", name="Monday 09:00").click()
            await expect(tab.page.locator(".big-clock")).to_contain_text("November 2026")
            await expect(tab.page.locator(".panel")).not_to_have_attribute("aria-busy", "")
            assert sandbox.clock.now() == datetime(2026, 11, 23, 9, tzinfo=ZoneInfo(expected))


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-23T07:59:59+00:00", "2026-11-23T08:00:00+00:00"),
        ("2026-11-23T08:00:00+00:00", "2026-11-30T08:00:00+00:00"),
        ("2026-10-22T10:00:00+00:00", "2026-10-26T08:00:00+00:00"),  # the clocks are put back in between
        ("2026-03-26T10:00:00+00:00", "2026-03-30T07:00:00+00:00"),
    ],
)
def test_the_next_monday_is_to_come_and_keeps_its_hour(now: str, monday: str) -> None:
    found = next_monday(datetime.fromisoformat(now), ZoneInfo("Europe/Berlin"))
    assert found == datetime.fromisoformat(monday)
