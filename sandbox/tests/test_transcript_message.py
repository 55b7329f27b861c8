"""Whole messages as a terminal shows them, and what can be pressed and chosen in them."""

from typing import Any

import pytest
from discord_sandbox.transcript import Choosable, Pressable, RenderContext, choosable, pressable, render
from form_bodies import COMPONENTS_V2, Body, button, option, row, select

CARD: Body = {
    "content": "Here it is:",
    "embeds": [
        {
            "author": {"name": "Django Advanced Features"},
            "title": "🧱 Middleware",
            "url": "https://a.bc/middleware",
            "description": "It wraps **every** view.\n\n```python\nclass Timing:\n    ...\n```",
            "fields": [{"name": "Key points", "value": "- One\n- Two"}, {"name": "Time", "value": "45 min"}],
            "image": {"url": "https://a.bc/board.png?size=2"},
            "footer": {"text": "Not started"},
            "timestamp": "2026-11-24T09:00:00+00:00",
        }
    ],
    "attachments": [{"filename": "notes.txt", "size": 12345}],
    "components": [
        row(
            button(1, emoji={"name": "✅"}),
            button(2, label="Undo", disabled=True),
            {"type": 2, "style": 5, "label": "Docs", "url": "https://a.bc/"},
            button(3, label=None, emoji={"id": "7", "name": "share"}),
        ),
        row(select(2, placeholder="Open a section")),
        row({"type": 5, "custom_id": "who"}),
    ],
    "flags": 64,
}

SHOWN = """\
Here it is:
│ Django Advanced Features
│
│ 🧱 Middleware
│ https://a.bc/middleware
│
│ It wraps every view.
│     class Timing:
│         ...
│
│ Key points
│ • One
│ • Two
│
│ Time
│ 45 min
│
│ [picture: board.png]
│
│ Not started • 24 November 2026 09:00
[file: notes.txt, 12.3 kB]
[1] ✅ Done  [2] Undo (disabled)  Docs → https://a.bc/  [3] :share:
▾ Open a section
   1.   Topic 0
   2.   Topic 1
▾ Choose user
(only you can see this)"""


def test_a_card_is_shown_from_words_to_buttons() -> None:
    assert render(CARD) == SHOWN


def test_buttons_have_the_numbers_that_are_shown() -> None:
    assert pressable(CARD) == [
        Pressable("v1:done:1", "✅ Done", disabled=False),
        Pressable("v1:done:2", "Undo", disabled=True),
        Pressable("v1:done:3", ":share:", disabled=False),
    ]


def test_options_have_the_numbers_that_are_shown() -> None:
    assert choosable(CARD) == [Choosable("v1:open", "topic-0", "Topic 0"), Choosable("v1:open", "topic-1", "Topic 1")]


def test_options_are_counted_over_all_selects_that_can_be_used() -> None:
    selects = [
        select(1, custom_id="a", disabled=True, placeholder="Off"),
        select(1, custom_id="b"),
        select(2, custom_id="c"),
    ]
    message = {"components": [row(one) for one in selects]}
    assert [one.custom_id for one in choosable(message)] == ["b", "c", "c"]
    assert render(message) == (
        "▾ Off (disabled)\n▾ Choose option\n   1.   Topic 0\n▾ Choose option\n   2.   Topic 0\n   3.   Topic 1"
    )


def test_an_option_shows_what_it_says_and_whether_it_is_chosen() -> None:
    options = [option(0, description="8 topics", emoji={"name": "🧱"}, default=True)]
    assert (
        render({"components": [row({**select(), "options": options})]}).split("\n")[1]
        == "   1. ● 🧱 Topic 0 – 8 topics"
    )


def test_a_row_of_buttons_breaks_where_the_terminal_ends() -> None:
    buttons = row(*(button(n, label=f"Topic number {n}") for n in range(4)))
    assert render({"components": [buttons]}, RenderContext(width=44)) == (
        "[1] Topic number 0  [2] Topic number 1\n[3] Topic number 2  [4] Topic number 3"
    )


def test_components_v2_are_shown_in_their_places() -> None:
    thumbnail = {"type": 11, "media": {"url": "attachment://ada.png"}, "description": "Ada"}
    words = [{"type": 10, "content": "1. **Ada** 12"}]
    box = {
        "type": 17,
        "components": [
            {"type": 10, "content": "# Board"},
            {"type": 9, "components": words, "accessory": button(1, label="Cheer")},
            {"type": 9, "components": words, "accessory": thumbnail},
            {"type": 14},
            {"type": 12, "items": [{"media": {"url": "attachment://board.png"}}]},
            {"type": 13, "file": {"url": "attachment://all.csv"}},
        ],
    }
    message = {"flags": COMPONENTS_V2, "components": [box, row(button(2, label="Next")), {"type": 99}]}
    assert render(message) == (
        "│ Board\n│ 1. Ada 12\n│ [1] Cheer\n│ 1. Ada 12\n│ [picture: Ada]\n│ ────────────────────────\n"
        "│ [picture: board.png]\n│ [file: all.csv]\n[2] Next\n[component 99]"
    )
    assert [one.label for one in pressable(message)] == ["Cheer", "Next"]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ({}, ""),
        ({"content": "Hi", "flags": None, "embeds": None, "components": None}, "Hi"),
        ({"flags": 128 | 64}, "(thinking…)\n(only you can see this)"),
        ({"attachments": [{"filename": "a"}]}, "[file: a]"),
        ({"attachments": [{"filename": "a", "size": 999}]}, "[file: a, 999 B]"),
        ({"attachments": [{"filename": "a", "size": 2_000_000}]}, "[file: a, 2.0 MB]"),
        ({"embeds": [{"description": "||42||"}]}, "│ ████"),
        ({"embeds": [{"timestamp": "2026-11-24T09:00:00Z"}]}, "│ 24 November 2026 09:00"),
    ],
)
def test_small_messages(message: dict[str, Any], shown: str) -> None:
    assert render(message) == shown


def test_titles_and_notes_are_styled_on_demand() -> None:
    message = {"embeds": [{"title": "Hi", "footer": {"text": "foot"}}], "flags": 64}
    assert render(message, RenderContext(styled=True)).split("\n")[0] == "│ \x1b[1mHi\x1b[0m"
    assert "\x1b[2m(only\x1b[0m" in render(message, RenderContext(styled=True))
