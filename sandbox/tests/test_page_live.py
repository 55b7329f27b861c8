"""Several people at once, the clock, and a connection that is lost, as the page shows them."""

import re
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from browser_tab import opened
from company import Company
from discord_sandbox import Permission
from discord_sandbox.page.page import Page
from playwright.async_api import Browser, expect
from yarl import URL


async def test_what_happens_elsewhere_is_marked_unread_until_it_is_read(browser: Browser, trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    hall = trial.guild.add_text_channel("hall")
    async with opened(browser, trial.page.address, ada) as tab:
        await grace.in_channel(hall).say(f"hello {ada.mention}", within=0)
        unread = tab.page.get_by_role("button", name="hall, 1 mentions")
        await unread.click()
        await expect(tab.last).to_have_class(re.compile("for-me"))
        await expect(tab.page.get_by_role("button", name="hall", exact=True)).to_have_attribute("aria-current", "page")


async def test_a_channel_that_is_closed_to_the_reader_goes_away(browser: Browser, trial: Company) -> None:
    ada = trial.join("Ada")
    hall = trial.guild.add_text_channel("hall")
    async with opened(browser, trial.page.address, ada) as tab:
        await tab.page.get_by_role("button", name="hall", exact=True).click()
        await expect(tab.page.get_by_role("heading", name="hall", exact=True)).to_be_visible()
        hall.deny(trial.guild.everyone, Permission.VIEW_CHANNEL)
        await expect(tab.page.get_by_role("heading", name="study", exact=True)).to_be_visible()
        await expect(tab.page.get_by_role("button", name="hall", exact=True)).to_have_count(0)


async def test_the_clock_does_not_go_back(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        before = trial.sandbox.clock.now()
        await tab.page.get_by_role("button", name="Time").click()
        instant = tab.page.get_by_label("Any instant").and_(tab.page.locator("input"))
        await instant.evaluate("(node) => { node.min = ''; }")
        await instant.fill("2020-01-01T09:00")
        await tab.page.get_by_role("button", name="Go", exact=True).click()
        await expect(tab.page.get_by_role("alert")).to_contain_text("forward only")
        assert trial.sandbox.clock.now() - before < timedelta(minutes=5)


async def test_instants_follow_the_clock_in_the_readers_zone(browser: Browser, trial: Company) -> None:
    ada = trial.join("Ada")
    at = int((trial.sandbox.clock.now() + timedelta(hours=2, minutes=30)).timestamp())
    async with opened(browser, trial.page.address, ada, zone="Asia/Tokyo") as tab:
        await tab.write(f"we meet <t:{at}:R>, that is <t:{at}:t>")
        await expect(tab.last).to_contain_text("we meet in 2 hours")
        shown = await tab.last.locator(".content time").nth(1).text_content()
        assert shown == f"{datetime.fromtimestamp(at, ZoneInfo('Asia/Tokyo')):%H:%M}"
        trial.sandbox.clock.advance(timedelta(hours=1))
        await tab.page.get_by_role("button", name="Time").click()
        await tab.page.get_by_role("button", name="+1 hour").click()
        await expect(tab.last).to_contain_text("we meet in 29 minutes")


async def test_the_page_finds_its_way_back_after_the_connection_is_lost(browser: Browser, trial: Company) -> None:
    ada = trial.join("Ada")
    async with AsyncExitStack() as stack:
        async with Page(trial.sandbox, port=0) as first:
            tab = await stack.enter_async_context(opened(browser, first.address, ada))
            await tab.write("before")
            await expect(tab.last).to_contain_text("before")
        await expect(tab.page.locator("#offline")).to_contain_text("cannot be reached")
        await ada.say("meanwhile", within=0)
        port = URL(first.address).port
        async with Page(trial.sandbox, port=port or 0):
            await expect(tab.last).to_contain_text("meanwhile")
            await expect(tab.page.locator("#offline")).to_be_hidden()
        tab.complaints.clear()


async def test_a_message_is_replied_to(browser: Browser, trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    await grace.say("who has read about **descriptors**?", within=0)
    async with opened(browser, trial.page.address, ada) as tab:
        await tab.last.hover()
        await tab.button("Reply to Grace").click()
        await expect(tab.page.locator(".replying")).to_contain_text("Replying to Grace")
        await tab.page.keyboard.type("I have")
        await tab.page.keyboard.press("Enter")
        await expect(tab.last.locator(".origin")).to_contain_text("who has read about descriptors?")
        await expect(tab.page.locator(".replying")).to_be_hidden()


async def test_typing_anywhere_is_writing(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.get_by_role("button", name="study", exact=True).focus()
        await tab.page.keyboard.type("hello")
        await expect(tab.page.get_by_role("textbox", name="Message")).to_have_value("hello")


async def test_what_is_half_written_survives_a_lost_connection(browser: Browser, trial: Company) -> None:
    async with AsyncExitStack() as stack:
        async with Page(trial.sandbox, port=0) as first:
            tab = await stack.enter_async_context(opened(browser, first.address, trial.join("Ada")))
            await tab.page.keyboard.type("half a sen")
        port = URL(first.address).port
        async with Page(trial.sandbox, port=port or 0):
            await expect(tab.page.locator("#offline")).to_be_hidden()
            await tab.page.keyboard.type("tence")
            await expect(tab.page.get_by_role("textbox", name="Message")).to_have_value("half a sentence")
        tab.complaints.clear()


async def test_older_messages_are_loaded_by_scrolling_up(browser: Browser, trial: Company) -> None:
    ada = trial.join("Ada")
    for number in range(120):
        await ada.say(f"message number {number}", within=0)
    async with opened(browser, trial.page.address, ada) as tab:
        await expect(tab.messages).to_have_count(50)
        await expect(tab.last).to_be_in_viewport()
        for count in (100, 120):
            await tab.page.locator("#scroll").evaluate("(node) => { node.scrollTop = 0; }")
            await expect(tab.messages).to_have_count(count)
        await expect(tab.page.locator(".beginning")).to_have_count(1)
