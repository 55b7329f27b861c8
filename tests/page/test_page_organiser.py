"""What an organiser does on the page: setting a server up with menus and a form."""

from browser_tab import opened
from company import Company
from discord_sandbox import Permission
from playwright.async_api import Browser, expect


async def test_a_server_is_set_up_with_menus_and_a_form(browser: Browser, waymark: Company) -> None:
    margaret = waymark.join("Margaret", permissions=Permission.MANAGE_GUILD)
    async with opened(browser, waymark.page.address, margaret) as tab:
        await tab.use("setup")
        await tab.last.get_by_role("combobox", name="Channel for study prompts").click()
        await tab.last.get_by_role("option", name="study").click()
        chosen = tab.last.get_by_role("combobox", name="Channel for study prompts: study")
        await expect(chosen).to_be_focused()
        # The form asks for the days only of posts that are planned by then.
        await expect(tab.last).to_contain_text("Study prompts go to")
        await tab.button("Time, days and zone").click()
        form = tab.page.get_by_role("dialog")
        await form.get_by_label("Time zone of this server").fill("Berlin")
        days = form.get_by_role("group", name="Days of study prompts")
        for day in ("Saturday", "Sunday"):
            await days.get_by_label(day).uncheck()
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)
        await expect(tab.last).to_contain_text("Europe/Berlin")
        await expect(tab.last).to_contain_text("weekdays")
