"""Whatever a bot sends, it is answered as Discord would: with an error of Discord's, and never with a plain 500."""

import asyncio
import copy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from body_variants import CHOICES, COMMAND, GROUP, MESSAGE, MODAL, variants
from discord_sandbox import Member, Sandbox
from discord_sandbox.errors import ApiError
from discord_sandbox.interactions.model import Interaction, InteractionType
from discord_sandbox.interactions.registry import UserAction
from discord_sandbox.rest.call import Backend, Call
from discord_sandbox.rest.routes import Route
from discord_sandbox.server import ROUTES
from form_bodies import command
from raw_client import RawRest, raw_gateway

NUMBERS = ["²", "٣", "-1", "0", "1.5", "", " 1", "x", "9" * 5000, "101", "100001", "1e3"]
ODD: list[Any] = [-1, 0, 2**63, 0.5, True, None, [], {}, [None], ["x"], [[]], "x", "²", "x" * 5000]
BODIES: dict[str, list[Any]] = {
    "/channels/{channel_id}/messages": [MESSAGE],
    "/channels/{channel_id}/messages/{message_id}": [MESSAGE],
    "/webhooks/{webhook_id}/{webhook_token}": [MESSAGE],
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original": [MESSAGE],
    "/users/@me/channels": [{"recipient_id": "1"}],
    "/applications/{application_id}/commands": [COMMAND, [command(options=[GROUP])]],
    "/applications/{application_id}/guilds/{guild_id}/commands": [COMMAND, [command(options=[GROUP])]],
}
OF_CALLBACKS: dict[InteractionType, list[Any]] = {
    InteractionType.COMMAND: [
        {"type": 4, "data": MESSAGE},
        {"type": 5, "data": {"flags": 64}},
        {"type": 9, "data": MODAL},
    ],
    InteractionType.AUTOCOMPLETE: [{"type": 8, "data": CHOICES}],
}


def backend_of(sandbox: Sandbox) -> Backend:
    return Backend(sandbox.world, sandbox.interactions, sandbox.gateway, strict=True, site=sandbox.site)


def params_of(sandbox: Sandbox, **changes: str) -> dict[str, str]:
    message = sandbox.general.messages[-1] if sandbox.general.messages else None
    return {
        "channel_id": str(sandbox.general.id),
        "message_id": str(message.id if message else 1),
        "guild_id": str(sandbox.guild.id),
        "application_id": str(sandbox.application_id),
        "user_id": str(sandbox.world.bot.id),
        "role_id": str(sandbox.guild.id),
        "command_id": "1",
        "webhook_id": str(sandbox.application_id),
        "webhook_token": "unknown",
        "interaction_id": "1",
        "interaction_token": "unknown",
        **changes,
    }


def handle(route: Route, call: Call) -> None:
    """Serve a request without the wire in between; what is no error of Discord's is raised."""
    with suppress(ApiError):
        route.handler(call)


def routes_with(*methods: str) -> list[Route]:
    return [route for route in ROUTES if route.method in methods]


def name_of(route: Route) -> str:
    return f"{route.method} {route.template}"


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_ids_in_a_path_may_be_anything(quiet: Sandbox, route: Route) -> None:
    for name in params_of(quiet):
        for text in NUMBERS:
            body: object = {} if route.method in {"POST", "PATCH"} else []
            handle(route, Call(backend_of(quiet), params_of(quiet, **{name: text}), {}, body))


@pytest.mark.parametrize("route", routes_with("GET"), ids=name_of)
def test_a_query_may_be_anything(quiet: Sandbox, route: Route) -> None:
    quiet.allow_privileged_intents()
    for name in ("limit", "before", "after", "around", "query", "with_counts"):
        for text in NUMBERS:
            handle(route, Call(backend_of(quiet), params_of(quiet), {name: text}))


@pytest.mark.parametrize("route", routes_with("POST", "PUT", "PATCH"), ids=name_of)
def test_a_body_may_be_anything(quiet: Sandbox, route: Route) -> None:
    for good in BODIES.get(route.template, [{}]):
        for body in all_of(good):
            if route.method == "PATCH":
                own_message(quiet)
            handle(route, Call(backend_of(quiet), params_of(quiet), {}, body))


@pytest.mark.parametrize("kind", OF_CALLBACKS)
async def test_a_callback_may_be_anything(quiet: Sandbox, kind: InteractionType) -> None:
    ada = quiet.member("ada")
    for good in OF_CALLBACKS[kind]:
        for body in all_of(good):
            interaction = opened(quiet, ada, kind)
            changes = {"interaction_id": str(interaction.id), "interaction_token": interaction.token}
            handle(CALLBACK, Call(backend_of(quiet), params_of(quiet, **changes), {}, body))


@pytest.mark.parametrize("template", ["", "/messages/@original", "/messages/{message_id}"])
async def test_a_follow_up_may_be_anything(quiet: Sandbox, template: str) -> None:
    interaction = opened(quiet, quiet.member("ada"), InteractionType.COMMAND)
    ids = {"interaction_id": str(interaction.id), "interaction_token": interaction.token}
    first = {"type": 4, "data": {"content": "x"}}
    CALLBACK.handler(Call(backend_of(quiet), params_of(quiet, **ids), {}, first))
    route = next(
        route
        for route in routes_with("POST", "PATCH")
        if route.template == f"/webhooks/{{webhook_id}}/{{webhook_token}}{template}"
    )
    for body in all_of(MESSAGE):
        handle(route, Call(backend_of(quiet), params_of(quiet, webhook_token=interaction.token), {}, body))


CALLBACK = next(route for route in ROUTES if route.template.endswith("/callback"))


def all_of(good: Any) -> Iterator[Any]:
    yield from (copy.deepcopy(other) for other in ODD)
    yield from (copy.deepcopy(changed) for changed in variants(copy.deepcopy(good), ODD))


def own_message(sandbox: Sandbox) -> None:
    route = next(route for route in ROUTES if name_of(route) == "POST /channels/{channel_id}/messages")
    route.handler(Call(backend_of(sandbox), params_of(sandbox), {}, {"content": "x"}))


def opened(sandbox: Sandbox, member: Member, kind: InteractionType) -> Interaction:
    data = {"id": "1", "name": "ping", "type": 1}
    return sandbox.interactions.open(UserAction(kind, member.user, member.channel, data))


@pytest.mark.parametrize("text", NUMBERS)
async def test_a_limit_that_is_no_number_is_refused_over_the_wire(quiet: Sandbox, rest: RawRest, text: str) -> None:
    quiet.allow_privileged_intents()
    for path in (f"/channels/{quiet.general.id}/messages", f"/guilds/{quiet.guild.id}/members"):
        if text in {"101"} and path.endswith("members"):
            continue  # a thousand members may be asked for
        async with aiohttp.ClientSession() as session:
            headers = {"Authorization": f"Bot {quiet.token}"}
            async with session.get(quiet.api_url + path, params={"limit": text}, headers=headers) as response:
                assert (response.status, (await response.json())["code"]) == (400, 50035)


@pytest.mark.parametrize("op", [[1], {}, None, "1", 99, 1.5])
async def test_a_payload_of_no_kind_ends_the_connection_with_a_code(quiet: Sandbox, op: Any) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("READY")
        await gateway.send(op)
        assert await gateway.close_code() in {4001, 4002}


@pytest.mark.parametrize("field", ["guild_id", "user_ids", "limit", "query", "nonce"])
async def test_a_request_for_members_may_be_anything(quiet: Sandbox, field: str) -> None:
    async with raw_gateway(quiet) as gateway:
        await gateway.identify(quiet)
        await gateway.event("READY")
        values: list[Any] = ["²", "x" * 30, -1, 2**63, 1.5, True, [None], ["²", {}], {}]
        for value in values:
            await gateway.send(8, {"guild_id": str(quiet.guild.id), "query": "", field: value})
            async with asyncio.timeout(5):
                assert (await gateway.event("GUILD_MEMBERS_CHUNK"))["chunk_count"] == 1
