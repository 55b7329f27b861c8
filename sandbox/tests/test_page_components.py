"""Buttons, selects, forms and every kind of option, with the bot of many tricks."""

from browser_tab import opened
from company import Company
from discord_sandbox import Permission
from playwright.async_api import Browser, expect


async def test_a_button_changes_its_message_and_keeps_the_focus(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        await tab.button("Count 0").focus()
        await tab.page.keyboard.press("Enter")
        await expect(tab.last).to_contain_text("counted 1")
        await expect(tab.button("Count 1")).to_be_focused()
        await tab.page.keyboard.press("Enter")
        await expect(tab.last).to_contain_text("counted 2")


async def test_disabled_buttons_cannot_be_pressed(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        await expect(tab.button("Off")).to_be_disabled()


async def test_a_select_opens_and_picks_by_keyboard(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        select = tab.last.get_by_role("combobox", name="Open a section")
        await select.focus()
        await tab.page.keyboard.press("ArrowDown")
        await expect(select).to_have_attribute("aria-expanded", "true")
        await tab.page.keyboard.press("d")
        await tab.page.keyboard.press("Enter")
        await expect(tab.last).to_contain_text("section ['databases-orm']")


async def test_a_select_of_people_offers_the_members(browser: Browser, trial: Company) -> None:
    grace = trial.join("Grace")
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        await tab.last.get_by_role("combobox", name="Somebody").click()
        await tab.last.get_by_role("option", name="Grace").click()
        await expect(tab.last).to_contain_text(f"who ['{grace.id}']")


async def test_a_form_opens_asks_for_what_is_missing_and_is_sent(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        await tab.button("Ask").click()
        form = tab.page.get_by_role("dialog", name="A question")
        await expect(form.get_by_label("Name")).to_be_focused()
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_be_visible()
        await form.get_by_label("Name").fill("Ada <b>")
        await form.get_by_label("Words").fill("two\nlines")
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)
        await expect(tab.last).to_contain_text("Ada <b> says 'two\\nlines'")


async def test_a_form_closes_with_escape_and_gives_the_focus_back(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("topic", "anything")
        await tab.button("Ask").click()
        await expect(tab.page.get_by_role("dialog")).to_be_visible()
        await tab.page.keyboard.press("Escape")
        await expect(tab.page.get_by_role("dialog")).to_have_count(0)
        await expect(tab.page.get_by_role("textbox", name="Message")).to_be_focused()


async def test_people_and_channels_are_picked_for_options(browser: Browser, trial: Company) -> None:
    trial.join("Grace")
    trial.guild.add_voice_channel("voices")
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        keyboard = tab.page.keyboard
        await keyboard.type("/who @gra")
        await expect(tab.page.get_by_role("option")).to_have_text(["GGrace"])
        await keyboard.press("Enter")
        await keyboard.type("stu")
        await expect(tab.page.get_by_role("option")).to_contain_text(["study"])
        await keyboard.press("Enter")
        await keyboard.press("Enter")
        await expect(tab.last).to_contain_text("Grace in study, manager False")


async def test_what_an_option_cannot_be_is_said_before_it_is_sent(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.keyboard.type("/who nobody-of-that-name")
        await tab.page.keyboard.press("Enter")
        await expect(tab.page.get_by_role("alert")).to_have_text("member: Pick one of the values offered.")
        await tab.page.get_by_label("member", exact=True).fill("")
        await tab.page.keyboard.press("Escape")
        await tab.page.keyboard.press("Enter")
        await expect(tab.page.get_by_role("alert")).to_contain_text("This option is required")


async def test_optional_options_are_added_by_keyboard_and_taken_away(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        keyboard = tab.page.keyboard
        await keyboard.type("/topic csrf")
        await keyboard.press("Escape")
        await keyboard.press("Tab")
        await expect(tab.page.get_by_label("times", exact=True)).to_be_focused()
        await keyboard.press("Backspace")
        await expect(tab.page.get_by_label("times", exact=True)).to_have_count(0)
        await keyboard.press("Tab")
        await keyboard.type("7")
        await keyboard.press("Enter")
        await expect(tab.last).to_contain_text("7 times")


async def test_a_command_whose_options_can_be_left_out_is_sent_without(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.keyboard.type("/slow ")
        await tab.page.keyboard.type("tr")
        await expect(tab.page.get_by_role("option")).to_have_text(["True"])
        await tab.page.keyboard.press("Enter")
        await tab.page.keyboard.press("Enter")
        await expect(tab.messages.first).to_contain_text("done at last")
        await expect(tab.messages.first).to_contain_text("Only you can see this")


async def test_commands_of_organisers_are_hidden_from_members(browser: Browser, trial: Company) -> None:
    organiser = trial.join("Margaret", permissions=Permission.MANAGE_GUILD)
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.page.keyboard.type("/")
        await expect(tab.page.get_by_role("option", name="/ping")).to_be_visible()
        await expect(tab.page.get_by_role("option", name="/schedule")).to_have_count(0)
    async with opened(browser, trial.page.address, organiser) as tab:
        keyboard = tab.page.keyboard
        await keyboard.type("/schedule add ")
        await keyboard.press("Enter")
        await expect(tab.page.get_by_label("hour", exact=True)).to_be_focused()
        await keyboard.type("9")
        await keyboard.press("Enter")
        await expect(tab.last).to_contain_text("prompt at 9")


async def test_a_late_answer_thinks_first_and_follows_up(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("slow")
        await expect(tab.messages).to_have_count(2)
        await expect(tab.messages.first).to_contain_text("done at last")
        await expect(tab.last).to_contain_text("and more")


async def test_an_application_that_is_silent_did_not_respond(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("silent")
        await expect(tab.last).to_contain_text("Sending command…")
        await expect(tab.last).to_contain_text("The application did not respond")
        await tab.button("Dismiss message").click()
        await expect(tab.messages).to_have_count(0)
