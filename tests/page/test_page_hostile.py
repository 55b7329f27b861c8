"""Names and messages that try to be more than text."""

import pytest
from browser_tab import opened
from company import Company
from playwright.async_api import Browser, expect

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>document.title = 'taken'</script>",
    '"><svg onload=alert(1)>',
    "[click](javascript:alert(1)) [data](data:text/html,x) <javascript:alert(1)>",
    "{{7*7}} ${7*7} %00 &lt;b&gt;",
    "\u202egnirts\u202c \u200b\u2067mixed\u2069",
    "z̸̢͛a̶̛͚l̷̰̈g̸̝̀o̵̳͠" * 20,
    "W" * 500,
    "``````````**__~~||`",
    "👩‍👩‍👧‍👦" * 30,
]

MADE_MARKUP = "document.querySelectorAll('#window script, #window [onerror], svg[onload]').length"
LINKS = "[...document.links].map((link) => link.protocol)"
TOO_WIDE = """() => [document.scrollingElement, ...document.querySelectorAll("#window *:not(.unseen, pre, .present)")]
  .filter((node) => node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== "hidden")
  .filter((node) => getComputedStyle(node).display !== "inline" && node.clientWidth > 0)
  .map((node) => `${node.localName}.${node.className}`)"""


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_stay_words(browser: Browser, waymark: Company, text: str) -> None:
    ada, grace = waymark.join("Ada"), waymark.join("Grace")
    assert grace.membership is not None
    grace.membership.nick = text[:32]
    channel = waymark.guild.add_text_channel(text[:100])
    async with opened(browser, waymark.page.address, ada) as tab:
        await tab.page.get_by_role("navigation", name="Channels").get_by_role("button").last.click()
        await grace.in_channel(channel).say(text, within=0)
        await expect(tab.messages).to_have_count(1)
        await ada.in_channel(channel).slash("topic", name=text[:100])
        await expect(tab.messages).to_have_count(2)
        await grace.slash("done", topic="csrf")
        await ada.in_channel(channel).slash("leaderboard")
        await expect(tab.messages).to_have_count(3)
        assert (
            await tab.page.evaluate(
                "document.querySelectorAll('#window script, #window [onerror], svg[onload]').length"
            )
            == 0
        )
        assert await tab.page.evaluate(MADE_MARKUP) == 0
        assert set(await tab.page.evaluate(LINKS)) <= {"http:", "https:"}
        assert "taken" not in await tab.page.title()
        assert await tab.page.evaluate(TOO_WIDE) == []


async def test_markup_is_shown_as_it_was_written(browser: Browser, waymark: Company) -> None:
    async with opened(browser, waymark.page.address, waymark.join("Ada")) as tab:
        for text in HOSTILE[:3]:
            await tab.write(text)
            await expect(tab.last.locator(".content")).to_have_text(text)
