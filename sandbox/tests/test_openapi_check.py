"""The check of requests against Discord's description of its API, on a small document and on the real one."""

from pathlib import Path
from typing import Any

import pytest
from discord_sandbox.openapi import OpenApiCheck, document_path
from form_bodies import Body, button, command, embed, modal, row, select, string_option, with_rows

CALLBACK = "/interactions/1/token/callback"

SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/users/{user_id}": {
            "parameters": [{"name": "user_id", "in": "path", "required": True, "schema": {"pattern": "^[0-9]+$"}}],
            "get": {"parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}]},
        },
        "/users/@me": {
            "get": {
                "parameters": [
                    {"name": "full", "in": "query", "schema": {"type": "boolean"}},
                    {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}},
                ]
            },
            "patch": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                }
            },
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
            },
            "Cat": {
                "type": "object",
                "properties": {"type": {"enum": [1]}, "name": {"type": "string", "maxLength": 5}},
            },
            "Dog": {
                "type": "object",
                "properties": {"type": {"enum": [2]}, "friend": {"$ref": "#/components/schemas/Pet"}},
            },
        }
    },
}


@pytest.fixture(scope="module")
def small() -> OpenApiCheck:
    return OpenApiCheck(SMALL)


@pytest.fixture(scope="module")
def discord() -> OpenApiCheck:
    path = document_path()
    if path is None:
        pytest.skip("Discord's OpenAPI document is not at hand: name it in DISCORD_OPENAPI")
    return OpenApiCheck.load(path)


@pytest.mark.parametrize(
    ("method", "path", "query", "lines"),
    [
        ("GET", "/users/5", {}, []),
        ("get", "/api/v10/users/5", {"limit": "9"}, []),
        ("GET", "/users/x", {}, ["GET /users/{user_id} path.user_id: 'x' does not match '^[0-9]+$'"]),
        ("GET", "/users/5", {"limit": "10"}, ["GET /users/{user_id} query.limit: 10 is greater than the maximum of 9"]),
        ("GET", "/users/5", {"limit": "ten"}, ["GET /users/{user_id} query.limit: 'ten' is not of type 'integer'"]),
        ("GET", "/users/5", {"page": "1"}, ["GET /users/{user_id} query.page: is not known"]),
        ("GET", "/users/@me", {"key": "k", "full": "1"}, []),
        ("GET", "/users/@me", {"full": "1"}, ["GET /users/@me query.key: is missing"]),
        ("PUT", "/users/@me", {}, ["PUT /users/@me: /users/@me takes only GET, PATCH"]),
        ("GET", "/pets", {}, ["GET /pets: Discord has no such path"]),
        ("PATCH", "/users/@me", {}, ["PATCH /users/@me body: is missing"]),
    ],
)
def test_a_request_is_held_against_its_most_specific_path(
    small: OpenApiCheck, method: str, path: str, query: dict[str, str], lines: list[str]
) -> None:
    assert small.violations(method, path, query) == lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ({"type": 1, "name": "Tom"}, []),
        ({"type": 2, "friend": None}, []),
        ({"type": 2, "friend": {"type": 1, "name": "Thomas"}}, ["body.friend.name: 'Thomas' is too long"]),
        ({"type": 3}, ["body: type 3 is none of those that may stand here"]),
    ],
)
def test_an_error_in_a_union_names_the_place_in_the_branch_that_was_meant(
    small: OpenApiCheck, body: Body, lines: list[str]
) -> None:
    assert small.violations("PATCH", "/users/@me", {}, body) == [f"PATCH /users/@me {line}" for line in lines]


def test_a_body_where_none_is_taken_is_a_violation(small: OpenApiCheck) -> None:
    assert small.violations("GET", "/users/5", {}, {}) == ["GET /users/{user_id} body: takes none"]


@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("GET", "/users/@me", {}, None),
        ("GET", "/gateway/bot", {}, None),
        ("POST", "/channels/1/messages", {}, {"content": "x", "nonce": 5, "enforce_nonce": True}),
        ("POST", "/channels/1/messages", {}, {"content": "x", "nonce": "a" * 25, "attachments": [{"id": 0}]}),
        ("POST", "/channels/1/messages", {}, {"content": "x", "allowed_mentions": {"parse": [], "users": [1, "2"]}}),
        ("POST", "/channels/1/messages", {}, {"message_reference": {"type": 1, "message_id": 5, "channel_id": "6"}}),
        ("GET", "/channels/1/messages", {"limit": "50", "before": "7"}, None),
        ("PUT", "/channels/1/messages/2/reactions/✅/@me", {}, None),
        ("POST", CALLBACK, {"with_response": "1"}, {"type": 4, "data": with_rows(row(button()), row(select()))}),
        ("POST", CALLBACK, {}, {"type": 9, "data": modal()}),
        ("POST", CALLBACK, {}, {"type": 8, "data": {"choices": [{"name": "CSRF", "value": "csrf"}]}}),
        ("POST", CALLBACK, {}, {"type": 5, "data": {"flags": 64}}),
        ("PATCH", "/webhooks/1/token/messages/@original", {}, embed()),
        ("POST", "/webhooks/1/token", {"wait": "true"}, embed()),
        ("PUT", "/applications/1/commands", {}, [command(default_member_permissions="0", options=[string_option()])]),
    ],
)
def test_requests_as_the_bot_makes_them_are_fine(
    discord: OpenApiCheck, method: str, path: str, query: dict[str, str], body: object
) -> None:
    assert discord.violations(method, path, query, body) == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (embed(title="x" * 257), "embeds.0.title"),
        (with_rows(row(button(), button(label="x" * 81))), "components.0.components.1.label"),
        (with_rows(row(button(style=9))), "components.0.components.0.style"),
        (with_rows(row({"type": 99})), "components.0.components.0"),
        ({"content": "x", "allowed_mentions": {"users": ["ada"]}}, "allowed_mentions.users.0"),
    ],
)
def test_a_mistake_deep_in_a_message_is_named_once_and_in_its_place(
    discord: OpenApiCheck, body: Body, place: str
) -> None:
    (line,) = discord.violations("POST", CALLBACK, {}, {"type": 4, "data": body})
    assert line.startswith(f"POST /interactions/{{interaction_id}}/{{interaction_token}}/callback body.data.{place}: ")


def test_a_document_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "none.json"))
    with pytest.raises(FileNotFoundError, match=r"none\.json"):
        document_path()
