"""Interactions by HTTP: what Discord sends to the bot's address is answered in the response, all else is refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from by_http import address_of, serving_by_http
from discord_sandbox import Member, Sandbox
from discord_sandbox.exceptions import EndpointRefused
from discord_sandbox.json_codec import encode
from forging import forge_command
from test_map import PNG, picture_of

PING = encode({"type": 1})


@pytest.fixture
def address(unused_tcp_port: int) -> str:
    return address_of(unused_tcp_port)


@pytest_asyncio.fixture
async def ada(discord: Sandbox, tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Member]:
    """Somebody in a server whose bot has no gateway."""
    async with serving_by_http(discord, tmp_path / "waymark.db", unused_tcp_port):
        yield discord.member("ada")
    assert not discord.gateway.connections


def callbacks(sandbox: Sandbox) -> list[int]:
    """Give the types of the first answers so far."""
    bodies = [seen.body for seen in sandbox.requests if seen.path.endswith("/callback")]
    return [body["type"] for body in bodies if isinstance(body, dict)]


async def test_commands_typing_and_buttons_are_answered_in_the_response(discord: Sandbox, ada: Member) -> None:
    offered = await ada.autocomplete("topic", name="middl")
    assert "Middleware" in offered[0][0]
    card = await ada.slash("topic", name="xss")
    assert "XSS" in card.text
    await card.press("Done")
    assert "1 of 51" in (await ada.slash("progress")).text
    assert callbacks(discord) == [8, 4, 7, 4]


async def test_a_picture_comes_as_a_file_in_the_response(ada: Member) -> None:
    _, png = picture_of(await ada.slash("map"))
    assert png.startswith(PNG)


async def test_a_form_opens_and_is_taken(ada: Member) -> None:
    await ada.slash("note", topic="xss", text="escape")
    form = await (await ada.slash("note", topic="xss")).press("Edit")
    assert "escape what is shown" in (await form.submit(text="escape\nwhat is shown")).text


async def test_what_takes_long_is_deferred_and_follows_by_the_api(discord: Sandbox, ada: Member) -> None:
    late = forge_command(ada, "topic", {"name": "name", "type": 3, "value": "csrf"})
    discord.clock.advance(timedelta(seconds=2.2))
    assert "CSRF" in (await ada.deliver(late)).text
    assert callbacks(discord)[-1] == 5


async def status_of(address: str, body: bytes, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as response:
        return response.status


async def test_only_what_discord_signed_now_gets_in(discord: Sandbox, ada: Member, address: str) -> None:
    signed = discord.endpoint.headers(PING)
    assert await status_of(address, PING, signed) == 200
    assert await status_of(address, PING + b" ", signed) == 401
    assert await status_of(address, PING, signed | {"X-Signature-Ed25519": "xyz"}) == 401
    assert await status_of(address, PING, {}) == 401
    assert await status_of(address, PING, discord.endpoint.headers(PING, age=3600)) == 401


async def test_discord_takes_no_address_where_signatures_are_not_checked(
    discord: Sandbox, unused_tcp_port: int
) -> None:
    async def pong(_request: web.Request) -> web.Response:
        return web.json_response({"type": 1})

    trusting = web.Application()
    trusting.router.add_post("/interactions", pong)
    runner = web.AppRunner(trusting)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    with pytest.raises(EndpointRefused, match="wrong signature"):
        await discord.set_interactions_endpoint(address_of(unused_tcp_port))
    await runner.cleanup()
