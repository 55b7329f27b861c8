"""Files, picked on the page for a command and in a form."""

from browser_tab import opened
from company import Company
from playwright.async_api import Browser, FilePayload, expect

NOTES = FilePayload(name="my notes.md", mimeType="text/markdown", buffer=b"# Notes")


async def test_a_command_takes_a_file(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada"), phone=True) as tab:
        await tab.use("read")
        await tab.page.keyboard.press("Enter")
        await expect(tab.page.get_by_role("alert").filter(has_text="Pick a file")).to_be_visible()
        picker = tab.page.get_by_label("file", exact=True)
        await picker.set_input_files(FilePayload(name="big", mimeType="text/plain", buffer=bytes(11 * 1024 * 1024)))
        await picker.press("Enter")
        await expect(tab.page.get_by_role("alert").filter(has_text="at most 10 MiB")).to_be_visible()
        await picker.set_input_files(NOTES)
        await expect(tab.page.get_by_role("alert").filter(has_text="MiB")).to_have_count(0)
        await picker.press("Enter")
        await expect(tab.last).to_contain_text("my_notes.md: # Notes")


async def test_a_form_takes_files(browser: Browser, trial: Company) -> None:
    async with opened(browser, trial.page.address, trial.join("Ada")) as tab:
        await tab.use("hand")
        form = tab.page.get_by_role("dialog", name="Hand in")
        other = FilePayload(name="b.md", mimeType="text/markdown", buffer=b"B")
        await form.get_by_label("Your files").set_input_files([NOTES, other, other])
        await form.get_by_role("button", name="Submit").click()
        await expect(form.get_by_role("alert")).to_contain_text("Your files: ")
        await form.get_by_label("Your files").set_input_files([NOTES, other])
        await form.get_by_role("button", name="Submit").click()
        await expect(tab.last).to_contain_text("my_notes.md: # Notes; b.md: B")
