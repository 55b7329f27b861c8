"""What the sandbox refuses in the components of messages."""

from collections.abc import Callable
from typing import Any

import pytest
from discord_sandbox.limits import check_message
from form_bodies import Body, button, layout, option, places, refused, row, select, with_rows, words
from hypothesis import given
from hypothesis import strategies as st

FIRST = "components.0.components.0"


def one(component: Body) -> Body:
    return with_rows(row(component))


def link(**fields: Any) -> Body:
    return {"type": 2, "style": 5, "label": "Docs", "url": "https://docs.djangoproject.com/", **fields}


def select_of(*options: Body) -> Body:
    return {**select(), "options": list(options)}


def test_rows_full_of_buttons_are_fine() -> None:
    rows = [row(*(button(5 * r + b) for b in range(5))) for r in range(5)]
    assert check_message(with_rows(*rows)) == {}


def test_a_message_has_at_most_five_rows() -> None:
    assert list(refused(check_message(with_rows(*(row(button(n)) for n in range(6)))))) == [
        ("components", "BASE_TYPE_BAD_LENGTH")
    ]


@pytest.mark.parametrize("count", [0, 6])
def test_a_row_has_one_to_five_buttons(count: int) -> None:
    assert places(check_message(with_rows(row(*map(button, range(count)))))) == ["components.0.components"]


@pytest.mark.parametrize("pair", [(select(), button()), (button(), select()), (select(), select(custom_id="b"))])
def test_a_select_stands_alone_in_its_row(pair: tuple[Body, Body]) -> None:
    assert list(refused(check_message(with_rows(row(*pair))))) == [
        ("components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED")
    ]


def test_a_custom_id_stands_for_one_component() -> None:
    assert list(refused(check_message(with_rows(row(button(1)), row(button(2), button(1)))))) == [
        ("components.1.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")
    ]


@pytest.mark.parametrize("build", [with_rows, layout])
def test_an_id_stands_for_one_component(build: Callable[..., Body]) -> None:
    assert list(refused(check_message(build(row(button(1, id=7)), row(button(2), button(3, id=7)))))) == [
        ("components.1.components.1.id", "COMPONENT_ID_DUPLICATED")
    ]
    assert check_message(build(row(button(1, id=0)), row(button(2, id=0)))) == {}


@pytest.mark.parametrize(
    ("place", "least", "most", "build"),
    [
        ("custom_id", 1, 100, lambda text: button(custom_id=text)),
        ("label", 0, 80, lambda text: button(label=text, emoji={"name": "✅"})),
        ("url", 0, 512, lambda text: link(url=f"https://a.bc/{text[13:]}")),
        ("custom_id", 1, 100, lambda text: select(custom_id=text)),
        ("placeholder", 0, 150, lambda text: select(placeholder=text)),
        ("options.0.label", 1, 100, lambda text: select_of(option(label=text))),
        ("options.0.value", 1, 100, lambda text: select_of(option(value=text))),
        ("options.0.description", 0, 100, lambda text: select_of(option(description=text))),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_not_longer(place: str, least: int, most: int, build: Any) -> None:
    assert check_message(one(build("x" * most))) == {}
    assert places(check_message(one(build("x" * (most + 1))))) == [f"{FIRST}.{place}"]
    if least:
        assert places(check_message(one(build("x" * (least - 1))))) == [f"{FIRST}.{place}"]


@pytest.mark.parametrize(
    ("component", "place"),
    [
        (button(style=0), ".style"),
        (button(style=7), ".style"),
        (button(style=None), ".style"),
        (button(custom_id=None), ".custom_id"),
        (button(url="https://a.bc"), ""),
        (button(label=None), ".label"),
        (button(label=""), ".label"),
        (link(url=None), ".url"),
        (link(url="ftp://a.bc"), ".url"),
        (link(custom_id="x", url=None), ".custom_id"),
        (link(custom_id="x"), ""),
        (link(url="http://127.0.0.1:80 "), ".url"),
        (button(emoji={"name": "black_nib"}), ".emoji.name"),
        (button(emoji={"name": "★"}), ".emoji.name"),
        (button(emoji={"name": "1"}), ".emoji.name"),
        (button(emoji={"id": "1"}), ".emoji.name"),
        (button(emoji="✅"), ".emoji"),
        (button(emoji={"id": "smile", "name": "smile"}), ".emoji.id"),
        (button(type=4), ".type"),
        (button(type=99), ".type"),
        (button(type=None), ".type"),
        (button(type="2"), ".type"),
        ({"type": 2, "style": 6}, ".sku_id"),
        ({"type": 2, "style": 6, "sku_id": "1", "label": "Buy"}, ""),
        (select(0), ".options"),
        (select(26), ".options"),
        (select_of(option(1), option(1)), ".options.1"),
        (select_of({"label": "x"}), ".options.0.value"),
        (select(min_values=26), ".min_values"),
        (select(max_values=0), ".max_values"),
        (select(3, max_values=4), ".max_values"),
        (select(3, min_values=2), ".min_values"),
        (select(3, min_values=3, max_values=2), ".min_values"),
        (select_of(option(1, default=True), option(2, default=True)), ".options"),
        ({"type": 5}, ".custom_id"),
        ({"type": 8, "custom_id": "x", "channel_types": [99]}, ".channel_types.0"),
        ({"type": 6, "custom_id": "x", "default_values": [{"id": "1", "type": "pet"}]}, ".default_values.0.type"),
        (
            {"type": 6, "custom_id": "x", "default_values": [{"id": n, "type": "role"} for n in range(2)]},
            ".default_values",
        ),
    ],
)
def test_a_component_that_cannot_work_is_refused_in_its_place(component: Body, place: str) -> None:
    assert places(check_message(one(component))) == [FIRST + place]


@pytest.mark.parametrize(
    "component",
    [
        link(),
        link(url="discord://-/channels/@me"),
        button(label=None, emoji={"name": "⏭️"}),
        button(emoji={"name": "👩🏽‍💻"}),
        button(emoji={"name": "🏴󠁧󠁢󠁥󠁮󠁧󠁿"}),
        button(emoji={"name": "🇩🇪"}),
        button(emoji={"name": "1️⃣"}),
        button(emoji={"name": "tick", "id": "1277679484459290757", "animated": False}),
        button(disabled=True),
        {"type": 2, "style": 6, "sku_id": "1277679484459290757"},
        select(25, min_values=0, max_values=25),
        select_of(option(1, default=True), option(2)),
        *({"type": kind, "custom_id": "x", "min_values": 0, "max_values": 25} for kind in (5, 6, 7, 8)),
    ],
)
def test_a_component_that_works_is_fine(component: Body) -> None:
    assert check_message(one(component)) == {}


@pytest.mark.parametrize("component", [words(), button(), select(), {"type": 17, "components": [words()]}])
def test_a_message_with_text_has_nothing_but_rows_below(component: Body) -> None:
    assert places(check_message(with_rows(component))) == ["components.0.type"]


def box(*components: Body) -> Body:
    return {"type": 17, "accent_color": 0x5865F2, "components": list(components)}


def section(accessory: Body, *texts: Body) -> Body:
    return {"type": 9, "components": list(texts) or [words()], "accessory": accessory}


def test_a_layout_of_every_kind_is_fine() -> None:
    picture = {"media": {"url": "attachment://board.png"}, "description": "The board"}
    body = layout(
        words(),
        box(
            section(button(1)),
            section({"type": 11, **picture}),
            {"type": 14, "divider": True, "spacing": 2},
            {"type": 12, "items": [picture] * 10},
            {"type": 13, "file": {"url": "attachment://notes.txt"}},
            row(button(2)),
        ),
        row(select()),
    )
    assert check_message(body) == {}


@pytest.mark.parametrize(
    ("component", "place"),
    [
        (words(""), "components.0.content"),
        (box(), "components.0.components"),
        (box(box(words())), "components.0.components.0.type"),
        (section(button(), words(), words(), words(), words()), "components.0.components"),
        (section(select()), "components.0.accessory.type"),
        (section(button(label="x" * 81)), "components.0.accessory.label"),
        ({"type": 9, "components": [words()]}, "components.0.accessory"),
        ({"type": 12, "items": []}, "components.0.items"),
        ({"type": 13, "file": {"url": "https://a.bc/x.txt"}}, "components.0.file.url"),
        ({"type": 14, "spacing": 3}, "components.0.spacing"),
        ({"type": 17, "components": [words()], "accent_color": 2**24}, "components.0.accent_color"),
        ({"type": 18, "label": "only in modals", "component": select()}, "components.0.type"),
    ],
)
def test_a_part_of_a_layout_that_cannot_be_shown_is_refused(component: Body, place: str) -> None:
    assert places(check_message(layout(component))) == [place]


def test_a_custom_id_is_unique_in_a_whole_layout() -> None:
    assert places(check_message(layout(box(section(button(1))), row(button(1))))) == [
        "components.1.components.0.custom_id"
    ]


@given(st.integers(min_value=1, max_value=13))
def test_a_layout_has_at_most_40_components_however_deep_they_lie(sections: int) -> None:
    inside = [section(button(n)) for n in range(sections)]
    fill = [words() for _ in range(40 - 1 - 3 * sections)]
    assert check_message(layout(box(*inside), *fill)) == {}
    assert list(refused(check_message(layout(box(*inside), *fill, words())))) in (
        [("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED")],
        [("components", "BASE_TYPE_MAX_LENGTH")],
    )


@given(st.lists(st.integers(min_value=1, max_value=1000), min_size=1, max_size=4))
def test_a_layout_shows_at_most_4000_characters(sizes: list[int]) -> None:
    texts = [words("x" * size) for size in sizes]
    rest = 4000 - sum(sizes)
    if rest:
        texts.append(words("x" * rest))
    assert check_message(layout(box(*texts))) == {}
    assert list(refused(check_message(layout(box(*texts), words("x"))))) == [
        ("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    ]
