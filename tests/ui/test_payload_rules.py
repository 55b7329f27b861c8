"""What Discord would refuse of a message is known before it is sent: the same that a strict Discord refuses."""

from typing import Any

import pytest
from discord_sandbox.limits import check_message

from bot.ui.payload_rules import refusals


def button(custom_id: str = "a", **changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Press", "custom_id": custom_id} | changes


def option(value: str = "a", **changes: Any) -> dict[str, Any]:
    return {"label": "Pick", "value": value} | changes


def menu(*options: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "m", "options": list(options)} | changes


def rows(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"content": "x", "components": [{"type": 1, "components": row} for row in rows]}


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [parts]}


def field(name: str, value: str) -> dict[str, Any]:
    return embed(fields=[{"name": name, "value": value, "inline": False}])


TAKEN = [
    {"content": "x" * 2000},
    embed(title="x" * 256, description="x" * 4096, footer={"text": "x" * 1648}),
    field("x" * 256, "x" * 1024),
    rows([button(), button("b", label=None, emoji={"name": "🗄️"})], [menu(option(), option("b", emoji={"name": "⭐"}))]),
    rows([button(emoji={"id": "1", "name": "custom"})]),
    rows([menu(*(option(str(number), description="x" * 100) for number in range(25)))]),
]

REFUSED = [
    ({}, "message: is empty"),
    ({"content": "x" * 2001}, "content: 2001 characters, at most 2000"),
    (embed(), "embeds.0: is empty"),
    (embed(title="x" * 257), "embeds.0.title: 257 characters, at most 256"),
    (embed(description="x" * 4097), "embeds.0.description: 4097 characters, at most 4096"),
    (embed(title="x", footer={"text": "x" * 2049}), "embeds.0.footer: 2049 characters, at most 2048"),
    (embed(description="x" * 4000, footer={"text": "x" * 2001}), "embeds.0: 6001 characters, at most 6000"),
    (field("", "x"), "embeds.0.fields.0.name: is empty"),
    (field("x", " "), "embeds.0.fields.0.value: is empty"),
    (field("x", "x" * 1025), "embeds.0.fields.0.value: 1025 characters, at most 1024"),
    (embed(fields=[{"name": "x", "value": "x"}] * 26), "embeds.0.fields: 26, at most 25"),
    (rows(*([button(str(number))] for number in range(6))), "components: 6 rows, at most 5"),
    (rows([button(), button()]), "components: 2 have the custom_id a"),
    (rows([button("x" * 101)]), "components.0.0.custom_id: 101 characters, at most 100"),
    (rows([button(label="x" * 81)]), "components.0.0.label: 81 characters, at most 80"),
    (rows([button(label=None)]), "components.0.0.label: is empty"),
    (rows([button(emoji={"name": "①"})]), "components.0.0.emoji: `①` is none that Discord knows"),
    (rows([menu()]), "components.0.0.options: 0, from 1 to 25"),
    (rows([menu(*(option(str(number)) for number in range(26)))]), "components.0.0.options: 26, from 1 to 25"),
    (rows([menu(option(), option())]), "components.0.0.options: two have the same value"),
    (rows([menu(option(label=""))]), "components.0.0.options.0.label: is empty"),
    (rows([menu(option(label="x" * 101))]), "components.0.0.options.0.label: 101 characters, at most 100"),
    (rows([menu(option(description="x" * 101))]), "components.0.0.options.0.description: 101 characters, at most 100"),
    (rows([menu(option(emoji={"name": "★"}))]), "components.0.0.options.0.emoji: `★` is none that Discord knows"),
]  # fmt: skip


@pytest.mark.parametrize("message", TAKEN, ids=range(len(TAKEN)))
def test_what_discord_takes_is_taken(message: dict[str, Any]) -> None:
    assert list(refusals(message)) == []
    assert not check_message(message)


@pytest.mark.parametrize(("message", "refusal"), REFUSED, ids=[refusal for _, refusal in REFUSED])
def test_what_discord_refuses_is_known(message: dict[str, Any], refusal: str) -> None:
    assert refusal in list(refusals(message))
    assert check_message(message) or not message  # an empty message is refused elsewhere
