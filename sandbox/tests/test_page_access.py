"""Whether the page can be used without a mouse and without good eyes."""

from browser_tab import SCAN, opened
from company import Company
from playwright.async_api import Browser, expect


async def test_the_scan_finds_what_is_wrong(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.evaluate(
            """() => {
              const pale = document.createElement("p");
              pale.textContent = "pale";
              pale.style.color = "#555555";
              const [unnamed, second] = ["button", "main"].map((name) => document.createElement(name));
              document.getElementById("top").append(unnamed, pale, second);
            }"""
        )
        found = [line.split(":")[0] for line in await tab.page.evaluate(SCAN)]
        assert [line.split()[0] for line in found] == ["no", "contrast", "not"]


async def test_the_switcher_and_a_form_pass_too(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "x")
        await tab.last.get_by_role("combobox", name="Somebody").click()
        assert await tab.page.evaluate(SCAN) == []
        await tab.page.keyboard.press("Escape")
        await tab.page.locator("summary").click()
        assert await tab.page.evaluate(SCAN) == []
        await tab.page.keyboard.press("Escape")
        await tab.button("Ask").click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        assert await tab.page.evaluate(SCAN) == []


async def test_the_skip_link_leads_to_the_message_box(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.locator(".skip").focus()
        await tab.page.keyboard.press("Enter")
        await tab.page.keyboard.type("hello")
        await tab.page.keyboard.press("Enter")
        await expect(tab.last).to_contain_text("hello")


async def test_what_comes_is_said_aloud(browser: Browser, trial: Company) -> None:
    ada, grace = trial.join("Ada"), trial.join("Grace")
    async with opened(browser, trial.page.address, ada) as tab:
        await grace.say("are you there?", within=0)
        await expect(tab.page.locator("#announcer")).to_have_text("Grace: are you there?")
