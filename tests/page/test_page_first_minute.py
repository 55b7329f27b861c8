"""What a newcomer meets in the first minute, and how a topic is looked up."""

import re

from browser_tab import opened
from company import Company
from playwright.async_api import Browser, expect


async def test_a_newcomer_finds_help_what_is_next_and_marks_it_done(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor")) as tab:
        await expect(tab.page.get_by_role("heading", name="study", exact=True)).to_be_visible()
        await expect(tab.page.get_by_role("textbox", name="Message #study")).to_be_focused()
        await tab.use("help")
        await expect(tab.last).to_contain_text("What Waymark can do")
        await expect(tab.last).to_contain_text("Only you can see this")
        await tab.button("Next").click()
        await expect(tab.last).to_contain_text("Syntax & Variables")
        await tab.button("Done").click()
        await expect(tab.last).to_contain_text("1 of 51")


async def test_a_topic_opens_by_keyboard_with_a_typing_error(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        keyboard = tab.page.keyboard
        await keyboard.type("/to")
        await expect(tab.page.get_by_role("option")).to_contain_text(["/topic"])
        await keyboard.press("Enter")
        await keyboard.type("midleware")
        await expect(tab.page.get_by_role("option", name="Middleware")).to_be_visible()
        await keyboard.press("Enter")
        await expect(tab.page.get_by_label("name", exact=True)).to_have_value(re.compile("Middleware · Django"))
        await keyboard.press("Enter")
        await expect(tab.last.locator(".embed-title")).to_have_text("Middleware")
        await expect(tab.page.get_by_role("textbox", name="Message #study")).to_be_focused()


async def test_what_was_typed_counts_when_no_suggestion_is_taken(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.use("topic", "midleware")
        await expect(tab.last.locator(".embed-title")).to_have_text("Middleware")


async def test_done_and_undo_change_the_card_in_place(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.page.keyboard.type("/topic csrf")
        await tab.page.keyboard.press("Escape")
        await tab.page.keyboard.press("Enter")
        await tab.button("Done").click()
        await expect(tab.last).to_contain_text("+10")
        await expect(tab.messages).to_have_count(1)
        await expect(tab.last.locator(":focus")).to_have_count(1)
        await tab.button("Undo").click()
        await expect(tab.button("Done")).to_be_visible()


async def test_plain_words_are_answered_and_others_are_not(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.write("good morning everybody")
        await expect(tab.last).to_contain_text("good morning everybody")
        await tab.page.keyboard.type("@way")
        await expect(tab.page.get_by_role("option", name="Waymark")).to_be_visible()
        await tab.page.keyboard.press("Enter")
        await tab.page.keyboard.type("what is csrf?")
        await tab.page.keyboard.press("Enter")
        await expect(tab.last.locator(".embed-title")).to_contain_text("CSRF")
        await expect(tab.last).to_contain_text("what is csrf?")


async def test_a_private_answer_can_be_dismissed_and_stays_away(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.use("next")
        await tab.button("Dismiss message").click()
        await expect(tab.messages).to_have_count(0)
        await tab.page.reload()
        await expect(tab.page.locator(".beginning")).to_be_visible()
        await expect(tab.messages).to_have_count(0)


async def test_the_direct_messages_are_a_place_to_study_too(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.page.get_by_role("button", name="Direct messages", exact=True).click()
        await tab.write("middleware")
        await expect(tab.last.locator(".embed-title")).to_have_text("Middleware")
        await tab.button("Done").click()
        await expect(tab.button("Undo")).to_be_visible()
