"""What the sandbox refuses in modals."""

from typing import Any

import pytest
from discord_sandbox.limits import check_modal
from form_bodies import Body, label, modal, option, places, row, select, text_input, words


def choices(kind: int, count: int) -> Body:
    return {"type": kind, "custom_id": "pick", "options": [option(n) for n in range(count)]}


def twice(kind: int) -> Body:
    return {"type": kind, "custom_id": "pick", "options": [option(1), option(1)]}


def all_chosen(kind: int) -> Body:
    return {"type": kind, "custom_id": "pick", "options": [option(n, default=True) for n in range(2)]}


def old_row(**fields: Any) -> Body:
    return row(text_input(label="Your answer", **fields))


@pytest.mark.parametrize(
    "data",
    [
        modal(),
        modal(old_row()),
        modal(words("Read this first"), label(select(25, max_values=25)), label(choices(21, 10) | {"custom_id": "b"})),
        modal(label(choices(22, 1)), label({"type": 23, "custom_id": "sure", "default": True})),
        modal(label({"type": 19, "custom_id": "file", "min_values": 0, "max_values": 10})),
        modal(label(choices(22, 3) | {"min_values": 0, "required": False})),
        modal(label(all_chosen(22))),
        modal(label(text_input(id=0), id=0)),
        modal(label(text_input(min_length=0, max_length=4000, value="v" * 4000, placeholder="p" * 100))),
    ],
)
def test_a_modal_that_works_is_fine(data: Body) -> None:
    assert check_modal(data) == {}


@pytest.mark.parametrize(
    ("place", "least", "most", "build"),
    [
        ("title", 1, 45, lambda text: modal(title=text)),
        ("custom_id", 1, 100, lambda text: modal(custom_id=text)),
        ("components.0.label", 1, 45, lambda text: modal(label(label=text))),
        ("components.0.description", 1, 100, lambda text: modal(label(description=text))),
        ("components.0.component.custom_id", 1, 100, lambda text: modal(label(text_input(custom_id=text)))),
        ("components.0.component.placeholder", 0, 100, lambda text: modal(label(text_input(placeholder=text)))),
        ("components.0.component.value", 0, 4000, lambda text: modal(label(text_input(value=text)))),
        ("components.0.components.0.label", 1, 45, lambda text: modal(row(text_input(label=text)))),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_not_longer(place: str, least: int, most: int, build: Any) -> None:
    assert check_modal(build("x" * most)) == {}
    assert places(check_modal(build("x" * (most + 1)))) == [place]
    if least:
        assert places(check_modal(build(""))) == [place]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({**modal(), "components": []}, "components"),
        (modal(*(label(text_input(custom_id=str(n))) for n in range(6))), "components"),
        (modal(label(), label()), "components.1.component.custom_id"),
        (modal(row(text_input())), "components.0.components.0.label"),
        (modal(row(text_input(label="a"), text_input(label="b", custom_id="b"))), "components.0.components"),
        (modal(row(select())), "components.0.components.0.type"),
        (modal(text_input()), "components.0.type"),
        (modal({"type": 18, "label": "x"}), "components.0.component"),
        (modal(label({"type": 2, "style": 1, "custom_id": "x", "label": "x"})), "components.0.component.type"),
        (modal(label(text_input(style=3))), "components.0.component.style"),
        (modal(label(text_input(min_length=11, max_length=10))), "components.0.component.min_length"),
        (modal(label(text_input(max_length=4001))), "components.0.component.max_length"),
        (modal(label(text_input(max_length=0))), "components.0.component.max_length"),
        (modal(label(select(disabled=True))), "components.0.component.disabled"),
        (modal(label(select(26))), "components.0.component.options"),
        (modal(label(choices(21, 1))), "components.0.component.options"),
        (modal(label(choices(21, 11))), "components.0.component.options"),
        (modal(label(choices(22, 0))), "components.0.component.options"),
        (modal(label(choices(22, 3) | {"min_values": 3, "max_values": 2})), "components.0.component.min_values"),
        (modal(label(choices(22, 3) | {"min_values": 4})), "components.0.component.options"),
        (modal(label(choices(22, 3) | {"max_values": 4})), "components.0.component.max_values"),
        (modal(label(choices(22, 3) | {"min_values": 0})), "components.0.component.min_values"),
        (modal(label(twice(22))), "components.0.component.options.1"),
        (modal(label(twice(21))), "components.0.component.options.1"),
        (modal(label(all_chosen(21))), "components.0.component.options"),
        (modal({**words(), "id": 3}, label(id=3)), "components.1.id"),
        (modal(label(text_input(id=3), id=3)), "components.0.component.id"),
        (modal(label({"type": 19, "custom_id": "f", "max_values": 11})), "components.0.component.max_values"),
    ],
)
def test_a_modal_that_cannot_open_is_refused_in_its_place(data: Body, place: str) -> None:
    assert places(check_modal(data)) == [place]
