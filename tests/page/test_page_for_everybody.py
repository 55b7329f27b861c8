"""Whether Waymark can be used on the page without a mouse, without good eyes, and on a phone."""

import pytest
from browser_tab import SCAN, Tab, opened
from company import Company
from discord_sandbox import Permission
from playwright.async_api import Browser, expect

EVERYTHING = """# Heading
- list with `code` and **bold**
> quote with [a link](https://a.example) and <@1> and ||spoiler||
-# small
```python
@decorator
def f(x: int) -> str:  # why
    return "x" + str(1.5)
```
```yaml
key: "value" # comment
flag: true
```"""
VISIBLE_FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return "nothing has the focus";
  for (let one = node; one && one !== document.body; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) return null;
    if (style.boxShadow !== "none" && one.matches(":focus-within")) return null;
  }
  return node.outerHTML.slice(0, 120);
}"""


async def fill(tab: Tab) -> None:
    """Put everything on the screen that the page can show."""
    await tab.page.get_by_role("textbox", name="Message").fill(EVERYTHING)
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.locator("pre")).to_have_count(2)
    await tab.use("topic", "csrf")
    await expect(tab.last.locator(".embed")).to_be_visible()
    await tab.use("leaderboard")
    await expect(tab.last.locator(".embed")).to_be_visible()
    await tab.write("@Waymark what is csrf?")
    await expect(tab.last.locator(".embed")).to_be_visible()


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_everything_has_a_name_stands_out_and_has_its_place(
    browser: Browser, waymark: Company, theme: str, phone: bool
) -> None:
    ada = waymark.join("Ada", permissions=Permission.MANAGE_GUILD)
    async with opened(browser, waymark.page.address, ada, phone=phone) as tab:
        await tab.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        await fill(tab)
        assert await tab.page.evaluate(SCAN) == []
        for panel in ("Time", "Faults", "Members"):
            await tab.page.get_by_role("button", name=panel, exact=True).click()
            if await tab.page.locator("#side").is_hidden():
                await tab.page.get_by_role("button", name=panel, exact=True).click()
            assert await tab.page.evaluate(SCAN) == [], panel
            await tab.page.get_by_role("button", name=f"Close {panel}").click()
        await tab.page.get_by_role("textbox", name="Message").fill("")
        await tab.page.keyboard.type("/")
        await expect(tab.page.get_by_role("option").first).to_be_visible()
        assert await tab.page.evaluate(SCAN) == [], "commands"
        await tab.page.keyboard.type("topic mid")
        await expect(tab.page.get_by_role("option", name="Middleware")).to_be_visible()
        assert await tab.page.evaluate(SCAN) == [], "options"


async def test_every_stop_of_the_tab_key_is_visible(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        await tab.use("topic", "csrf")
        await expect(tab.last.locator(".embed")).to_be_visible()
        await tab.page.locator(".skip").focus()
        stops: list[str] = []
        for _ in range(45):
            assert await tab.page.evaluate(VISIBLE_FOCUS) is None
            stops.append(
                await tab.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText")
            )
            if stops[-1] == "Close Members":
                break
            await tab.page.keyboard.press("Tab")
        assert stops[0] == "Skip to the message box"
        for name in ("study", "Time", "Messages", "Done", "Dismiss message", "Message #study", "Send"):
            assert name in [stop.splitlines()[-1] if stop else stop for stop in stops], name


async def test_a_phone_shows_one_thing_at_a_time_and_never_scrolls_sideways(browser: Browser, waymark: Company) -> None:
    waymark.guild.add_text_channel("a-channel-with-a-rather-long-name-that-does-not-fit")
    async with opened(browser, waymark.page.address, waymark.join("Ada"), phone=True) as tab:
        await fill(tab)
        page = tab.page
        await expect(page.locator("#guilds")).to_be_hidden()
        assert await sideways(tab) == []
        assert await page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
        await page.get_by_role("button", name="Servers and channels").click()
        await expect(page.locator("#chat")).to_be_hidden()
        assert await sideways(tab) == []
        for width in (320, 390):
            await page.set_viewport_size({"width": width, "height": 844})
            await page.locator("summary").click()
            assert await sideways(tab) == [], width
            await page.keyboard.press("Escape")
        await page.get_by_role("button", name="a-channel-with").click()
        await expect(page.locator("#channels")).to_be_hidden()
        for panel in ("Time", "Faults", "Members"):
            await page.get_by_role("button", name=panel, exact=True).click()
            assert await sideways(tab) == [], panel
            await page.get_by_role("button", name=f"Close {panel}").click()


async def test_the_message_box_is_whole_after_the_list_of_channels(browser: Browser, waymark: Company) -> None:
    waymark.guild.add_text_channel("lounge")
    async with opened(browser, waymark.page.address, waymark.join("Ada"), phone=True) as tab:
        box = tab.page.locator("#message-box")
        height = await box.evaluate("(node) => node.clientHeight")
        await tab.page.get_by_role("button", name="Servers and channels").tap()
        await tab.page.get_by_role("button", name="lounge").tap()
        await expect(box).to_have_attribute("placeholder", "Message #lounge")
        await expect(box).to_have_js_property("clientHeight", height)


async def test_a_newcomer_can_study_by_touch_alone(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        await tab.page.get_by_role("button", name="Commands").tap()
        await tab.page.get_by_role("option", name="/next").tap()
        await tab.page.get_by_role("button", name="Send", exact=True).tap()
        await tab.button("Done").tap()
        await expect(tab.last).to_contain_text("1 of 51")


async def test_the_answers_to_a_question_stand_in_one_row_on_a_phone(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        await tab.use("quiz")
        await expect(tab.button("A")).to_be_visible()
        await tab.page.set_viewport_size({"width": 320, "height": 568})
        row = tab.last.locator(".row").filter(has=tab.page.get_by_role("button", name="?", exact=True))
        tops = await row.locator(".button").evaluate_all("(all) => all.map((n) => n.getBoundingClientRect().top)")
        assert len(tops) > 2
        assert len(set(tops)) == 1


async def test_a_panel_that_covers_the_chat_on_a_phone_keeps_the_focus(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        opener = tab.page.get_by_role("button", name="Members", exact=True)
        await opener.focus()
        await tab.page.keyboard.press("Enter")
        await expect(tab.page.get_by_role("button", name="Close Members")).to_be_focused()
        for _ in range(3):
            await tab.page.keyboard.press("Tab")
            assert not await tab.page.evaluate("document.activeElement.closest('#chat') !== null")
        await tab.page.get_by_role("button", name="Close Members").focus()
        await tab.page.keyboard.press("Escape")
        await expect(opener).to_be_focused()


async def test_a_finger_does_not_press_a_reply_button_that_it_cannot_see(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        await tab.write("hello")
        reply = tab.button("Reply to Noor")
        box = await reply.bounding_box()
        assert box is not None
        await tab.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 4)
        await expect(tab.page.get_by_text("Replying to")).to_be_hidden()
        await tab.last.tap()
        await reply.tap()
        await expect(tab.page.get_by_text("Replying to")).to_be_visible()


async def test_a_map_is_seen_as_a_picture(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        await tab.use("map")
        picture = tab.last.locator("img.attached")
        await expect(picture).to_be_visible()
        await picture.evaluate("(image) => image.decode()")
        assert await sideways(tab) == []
        assert await tab.page.evaluate(SCAN) == []
        async with tab.page.context.expect_page() as large:
            await picture.tap()
        assert await (await large.value).locator("img").evaluate("(image) => image.naturalWidth") >= 600


async def test_it_is_said_that_nothing_fits(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Noor"), phone=True) as tab:
        await tab.page.get_by_role("textbox", name="Message").press_sequentially("/topic qqqqqq")
        await expect(tab.page.get_by_text("No options match.")).to_be_visible()


async def sideways(tab: Tab) -> list[str]:
    """Name what is wider than the screen."""
    found: list[str] = await tab.page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter((node) => node.checkVisibility() && !node.closest(".unseen, .skip, pre"))
          .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5)
          .map((node) => `${node.localName}.${node.className}`)"""
    )
    return found
