"""Several people at once, the clock, and things that go wrong, as the page shows them of Waymark."""

import re

from browser_tab import opened
from company import Company
from discord_sandbox import Permission
from playwright.async_api import Browser, expect


async def test_two_members_see_the_same_channel_live(browser: Browser, waymark: Company) -> None:
    address = waymark.page.address
    ada, grace = waymark.join("Ada"), waymark.join("Grace")
    async with opened(browser, address, ada) as adas, opened(browser, address, grace) as graces:
        await adas.write("shall we do **middleware** today?")
        await expect(graces.last.locator("strong", has_text="middleware")).to_be_visible()
        await adas.use("topic", "csrf")
        await adas.button("Share").click()
        await expect(graces.last).to_contain_text("Shared by Ada")
        await expect(graces.messages).to_have_count(2)
        await graces.button("Done").click()
        await expect(graces.last).to_contain_text("1 of 51")
        await expect(adas.page.locator("#messages")).not_to_contain_text("1 of 51")


async def test_being_somebody_else_shows_their_world(browser: Browser, waymark: Company) -> None:
    ada, grace = waymark.join("Ada"), waymark.join("Grace")
    hidden = waymark.guild.add_text_channel("organisers")
    hidden.deny(waymark.guild.everyone, Permission.VIEW_CHANNEL)
    assert grace.membership is not None
    hidden.allow(grace.membership, Permission.VIEW_CHANNEL)
    async with opened(browser, waymark.page.address, ada) as tab:
        await tab.use("next")
        await expect(tab.last).to_contain_text("Only you can see this")
        await expect(tab.page.get_by_role("button", name="organisers")).to_have_count(0)
        await tab.page.locator("summary").click()
        await tab.page.get_by_role("button", name=grace.user.name).click()
        await expect(tab.page.get_by_role("button", name="organisers")).to_be_visible()
        await expect(tab.messages).to_have_count(0)
        await expect(tab.page).to_have_url(re.compile(f"as={grace.user.name}"))


async def test_the_clock_jumps_to_monday_for_the_page_and_the_bot(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.use("done", "csrf")
        await expect(tab.last).to_contain_text("1 of 51")
        await tab.page.get_by_role("button", name="Time").click()
        await tab.page.get_by_role("button", name="Monday 09:00").click()
        await expect(tab.page.locator(".big-clock")).to_contain_text("Monday")
        await expect(tab.page.locator(".big-clock")).to_contain_text("09:00")
        await tab.page.get_by_role("button", name="+1 day").click()
        await expect(tab.page.locator(".big-clock")).to_contain_text("Tuesday")
        await tab.use("leaderboard")
        await expect(tab.last).to_contain_text("Last week")
        await tab.button("Last week").click()
        await expect(tab.last).to_contain_text("Ada")


async def test_a_refused_answer_is_mended_and_a_dropped_gateway_comes_back(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.page.get_by_role("button", name="Faults").click()
        await tab.page.get_by_role("button", name="Break the next send").click()
        await expect(tab.page.locator(".waiting")).to_have_text("Waiting: Break the next send")
        await tab.use("topic", "csrf")
        await expect(tab.last.locator(".embed-title")).to_contain_text("CSRF")
        await expect(tab.page.locator(".waiting")).to_have_count(0)
        await tab.page.get_by_role("button", name="Drop the gateway").click()
        await expect(tab.page.locator("#offline")).to_contain_text("Waymark is offline")
        await expect(tab.page.locator("#offline")).to_be_hidden()
        await tab.use("topic", "xss")
        await expect(tab.last.locator(".embed-title")).to_contain_text("XSS")


async def test_a_swallowed_answer_shows_and_the_next_one_comes(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.page.get_by_role("button", name="Faults").click()
        await tab.page.get_by_role("button", name="Swallow answers").click()
        await tab.use("next")
        await expect(tab.last).to_contain_text("The application did not respond")
        await tab.use("next")
        await expect(tab.last.locator(".embed-title")).to_be_visible()
