"""The sandbox's own limits and Discord's description of its API, held against each other."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from body_variants import BOX, CHOICES, COMMAND, EMBED, GROUP, MESSAGE, MODAL, SELECT, UPLOAD, variants
from discord_sandbox.limits import FormErrors, check_autocomplete, check_command, check_message, check_modal
from discord_sandbox.openapi import OpenApiCheck, document_path
from form_bodies import Body, command, layout, row

CALLBACK = "/interactions/1/token/callback"


def check() -> OpenApiCheck:
    path = document_path()
    if path is None:
        pytest.skip("Discord's OpenAPI document is not at hand: name it in DISCORD_OPENAPI")
    return OpenApiCheck.load(path)


@pytest.mark.parametrize(
    ("limits", "body", "method", "path", "sent"),
    [
        (check_message, MESSAGE, "POST", "/channels/1/messages", lambda body: body),
        (check_message, layout(BOX, row(SELECT)), "PATCH", "/channels/1/messages/2", lambda body: body),
        (check_message, {"embeds": [EMBED]}, "POST", CALLBACK, lambda body: {"type": 4, "data": body}),
        (check_message, {"embeds": [EMBED]}, "PATCH", "/webhooks/1/t/messages/@original", lambda body: body),
        (check_modal, MODAL, "POST", CALLBACK, lambda body: {"type": 9, "data": body}),
        (check_modal, UPLOAD, "POST", CALLBACK, lambda body: {"type": 9, "data": body}),
        (check_autocomplete, CHOICES, "POST", CALLBACK, lambda body: {"type": 8, "data": body}),
        (check_command, COMMAND, "PUT", "/applications/1/commands", lambda body: [body]),
        (check_command, command(options=[GROUP]), "PUT", "/applications/1/commands", lambda body: [body]),
    ],
)
def test_the_limits_refuse_all_that_the_description_refuses(
    limits: Callable[[Any], FormErrors], body: Body, method: str, path: str, sent: Callable[[Any], object]
) -> None:
    openapi = check()
    body = copy.deepcopy(body)
    assert limits(body) == {}
    passed = [openapi.violations(method, path, {}, sent(one)) for one in variants(body) if limits(one) == {}]
    assert [lines for lines in passed if lines] == []
