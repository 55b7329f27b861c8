"""Discord's Markdown as a terminal shows it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from discord_sandbox.transcript import RenderContext, render
from discord_sandbox.transcript.columns import columns
from hypothesis import given
from hypothesis import strategies as st

NAMES = {5: "Ada", 6: "study", 7: "Mods", 8: "Eve\x1b[31m"}
BERLIN = RenderContext(zone=ZoneInfo("Europe/Berlin"), now=datetime(2026, 11, 24, 9, tzinfo=UTC), names=NAMES.get)
NINE_UTC = 1795510800


def said(content: str, reader: RenderContext = BERLIN) -> str:
    return render({"content": content}, reader)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("**bold** *slanted* _slanted_ __under__ ***both***", "bold slanted slanted under both"),
        ("~~gone~~", "~~gone~~"),
        ("`code` ``a`b`` and `**kept**`", "`code` ``a`b`` and `**kept**`"),
        ("snake_case_name and __init__.py, 2 * 3 * 4", "snake_case_name and init.py, 2 * 3 * 4"),
        (r"\*not slanted\* \_\_init\_\_", "*not slanted* __init__"),
        ("[Docs](https://a.bc/x_y_z) <https://a.bc>", "Docs (https://a.bc/x_y_z) https://a.bc"),
        ("[x] [Docs](https://a.bc)", "[x] Docs (https://a.bc)"),
        ("https://a.bc/_x_/*y*", "https://a.bc/_x_/*y*"),
        ("hi <@5> <@!5> <@&7> <#6> <@99>", "hi @Ada @Ada @Mods #study @unknown"),
        ("</topic:123> </schedule add:4> <:tick:55> <a:tick:55>", "/topic /schedule add :tick: :tick:"),
        ("# Board\n## Week\n-# small", "Board\nWeek\nsmall"),
        ("- one\n* two\n  - deeper\n3. three", "• one\n• two\n  • deeper\n3. three"),
        ("> quoted", "│ quoted"),
        ("a\n\nb", "a\n\nb"),
        ("the answer: ||42||!", "the answer: ████!"),
        ("||two\nlines|| and ||more||", "████ and ████"),
        ("||```py\nprint(42)\n```||", "████"),
        ("`a || b || c` \\|| x ||", "`a || b || c` || x ||"),
        ("```py\nif a || b || c:\n\n    pass\n```", "    if a || b || c:\n\n        pass"),
        ("before\n```\ncode\n```\nafter", "before\n    code\nafter"),
        ("```one line```", "    one line"),
        ("bad\x1b[2J\x07 tab\there", "bad[2J tab    here"),
        ("<@8>", "@Eve[31m"),
    ],
)
def test_markdown_becomes_plain_words(content: str, shown: str) -> None:
    assert said(content) == shown


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("", "24 November 2026 10:00"),
        (":t", "10:00"),
        (":T", "10:00:00"),
        (":d", "2026-11-24"),
        (":D", "24 November 2026"),
        (":f", "24 November 2026 10:00"),
        (":F", "Tuesday, 24 November 2026 10:00"),
        (":s", "24 November 2026 10:00"),
        (":R", "now"),
    ],
)
def test_an_instant_is_told_in_the_readers_zone(style: str, shown: str) -> None:
    assert said(f"<t:{NINE_UTC}{style}>") == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1, "in 1 second"),
        (-59, "59 seconds ago"),
        (3600, "in 1 hour"),
        (-2 * 86400 - 5, "2 days ago"),
        (400 * 86400, "in 1 year"),
    ],
)
def test_a_relative_instant_counts_from_now(seconds: int, shown: str) -> None:
    assert said(f"<t:{NINE_UTC + seconds}:R>") == shown


def test_a_relative_instant_is_told_as_a_date_to_who_has_no_clock() -> None:
    assert said(f"<t:{NINE_UTC}:R>", RenderContext()) == "24 November 2026 09:00"


def test_an_instant_beyond_the_calendar_is_said_to_be_none() -> None:
    assert said("<t:999999999999999>") == "Invalid date"


def test_bold_and_small_text_are_styled_only_on_demand() -> None:
    assert said("**two words**\n-# small", RenderContext(styled=True)) == (
        "\x1b[1mtwo\x1b[0m \x1b[1mwords\x1b[0m\n\x1b[2msmall\x1b[0m"
    )
    assert "\x1b" not in said("**two words**\n-# small")


def test_a_long_line_breaks_between_words_and_a_list_item_hangs() -> None:
    assert said("- one two three four", RenderContext(width=12)) == "• one two\n  three four"
    assert said("• one two three four", RenderContext(width=12)) == "• one two\n  three four"
    assert said("> one two three four", RenderContext(width=12)) == "│ one two\n│ three four"


def test_an_address_and_code_are_never_broken() -> None:
    address = "https://docs.djangoproject.com/en/5.2/topics/http/middleware/"
    assert said(f"see {address}", RenderContext(width=20)) == f"see\n{address}"
    assert said("```\nlong = 'line of code'\n```", RenderContext(width=10)) == "    long = 'line of code'"


def test_emoji_count_as_two_columns() -> None:
    assert columns("✅ Done") == 7
    assert columns("\x1b[1me\u0301\x1b[0m") == 1
    assert said("🧱🧱 🧱🧱", RenderContext(width=8)) == "🧱🧱\n🧱🧱"


@given(st.text(st.characters(codec="utf-8")), st.integers(min_value=20, max_value=100))
def test_any_text_is_shown_without_a_sign_that_moves_the_cursor(content: str, width: int) -> None:
    shown = said(content, RenderContext(width=width))
    assert all(sign == "\n" or sign >= " " for sign in shown)
    assert "\x7f" not in shown


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1), st.integers(min_value=10, max_value=80))
def test_a_broken_line_loses_no_word_and_fits(words: list[str], width: int) -> None:
    shown = said(" ".join(words), RenderContext(width=width))
    assert shown.split() == words
    assert max(map(len, shown.split("\n"))) <= width
