"""Words of others, made safe to show."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text_normalization import escape_markdown
from bot.ui.text import MOST_MARKS, NOBODY, bar, clip, display_name, duration, join_words, sanitize, visible

ANY_TEXT = st.text(max_size=80)
NASTY = st.text(
    st.sampled_from("*_~|`<>[]()#-.:/@\\ \n\t1aé\u0301\u0489\u200b\u200d\u202e\u2066\u3164\u2800\ufeff👩💻"),
    max_size=60,
)
LIVE_SIGNS = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`<\[\]]")


def read_back(shown: str) -> str:
    """Give what a member reads of escaped text."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", shown).replace("@\u200b", "@")


@given(ANY_TEXT | NASTY)
def test_what_is_shown_is_one_line_without_hidden_marks(text: str) -> None:
    shown = visible(text)
    assert shown == " ".join(shown.split())
    assert not {char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs")} - {"\u200d"}


@given(ANY_TEXT | NASTY)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.sampled_from("a\u0301\u0489\u0300"), max_size=60))
def test_marks_do_not_pile_up(text: str) -> None:
    runs = re.findall("[\u0300\u0301\u0489]+", visible(text))
    assert all(len(run) <= MOST_MARKS for run in runs)


@given(NASTY)
def test_no_sign_of_markdown_is_left_alive(text: str) -> None:
    assert not LIVE_SIGNS.search(escape_markdown(text))


@given(NASTY)
def test_nothing_of_the_text_is_lost_by_escaping(text: str) -> None:
    assert read_back(escape_markdown(text)) == text.replace("@\u200b", "@")


@given(ANY_TEXT | NASTY, st.integers(1, 40))
def test_words_of_others_keep_to_their_length(text: str, limit: int) -> None:
    assert len(read_back(sanitize(text, limit))) <= limit


@given(ANY_TEXT | NASTY)
def test_nobody_is_without_a_name(text: str) -> None:
    assert display_name(text, 16).strip()


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3164", "\u2800\u2800", "\u202e", "\u200d", "\ufeff\u0301"])
def test_a_name_of_nothing_to_see_gets_a_word(name: str) -> None:
    assert display_name(name, 16) == NOBODY


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("__init__", r"\_\_init\_\_"),
        ("**bold**", r"\*\*bold\*\*"),
        ("# heading", r"\# heading"),
        ("c# and n+1", "c# and n+1"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("well-known", "well-known"),
        ("[a](https://b.test)", r"\[a\](https:\//b.test)"),
        ("<@1> <#2> <t:0:R>", r"\<@1> \<#2> \<t:0:R>"),
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("\\", "\\\\"),
    ],
)
def test_signs_are_shown_as_they_are(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧‍👦", "🧑🏽‍💻", "✅", "🏴‍☠️", "1️⃣"])
def test_emoji_stay_whole(emoji: str) -> None:
    assert visible(emoji) == emoji


@given(ANY_TEXT, st.integers(-5, 90))
def test_a_clip_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= max(limit, 1)
    if len(text) <= limit:
        assert clip(text, limit) == text


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_bar_is_full_only_at_the_end_and_empty_only_at_the_start(done: int, total: int) -> None:
    drawn = bar(min(done, total), total)
    assert len(drawn) == 10
    assert ("▱" not in drawn) == (done >= total)
    assert ("▰" not in drawn) == (done == 0)


@given(st.lists(st.text("abc", min_size=1), max_size=5))
def test_a_listing_names_everything_once(parts: list[str]) -> None:
    assert re.split(", | and ", join_words(parts)) == (parts or [""])


@given(st.integers(1, 6000))
def test_a_duration_adds_up(minutes: int) -> None:
    found = re.fullmatch(r"(?:(\d+) h)? ?(?:(\d+) min)?", duration(minutes))
    assert found
    assert int(found[1] or 0) * 60 + int(found[2] or 0) == minutes
