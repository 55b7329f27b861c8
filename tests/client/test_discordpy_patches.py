"""What we reach into discord.py for: each reach does what it is there for, and is still needed.

When a test named `discord_py_…` fails, an update of discord.py has mended what it shows, and the reach can go. Losing
and regaining the gateway is tested in `tests/e2e/test_connection_*.py`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord_sandbox import Fault, Sandbox

from bot.client.discordpy_patches import (
    guard_parsers,
    quiet_late_autocompletes,
    shorten_outages,
    silence_voice_warnings,
    use_named_gateway,
)
from bot.client.discordpy_rest import guard_global_limit, use_api


@pytest_asyncio.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(bot_name="Waymark") as sandbox:
        yield sandbox


@asynccontextmanager
async def logged_in(sandbox: Sandbox, **options: Any) -> AsyncIterator[discord.AutoShardedClient]:
    async with discord.AutoShardedClient(intents=discord.Intents.none(), **options) as client:
        use_api(client, sandbox.api_url)
        await client.login(sandbox.token)
        yield client


@pytest_asyncio.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[discord.Client]:
    async with logged_in(sandbox) as client:
        yield client


async def give_up_while_limited(sandbox: Sandbox, client: discord.Client) -> None:
    sandbox.faults.next("GET", "/channels/*", Fault.rate_limited("global", retry_after=600))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await client.http.get_channel(sandbox.general.id)


async def test_after_a_cancelled_wait_for_the_global_limit_others_go_through(
    sandbox: Sandbox, client: discord.Client
) -> None:
    guard_global_limit(client)
    await give_up_while_limited(sandbox, client)
    async with asyncio.timeout(5):
        found = await client.http.get_channel(sandbox.general.id)
    assert int(found["id"]) == sandbox.general.id


async def test_discord_py_leaves_its_global_gate_closed(sandbox: Sandbox, client: discord.Client) -> None:
    await give_up_while_limited(sandbox, client)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await client.http.get_channel(sandbox.general.id)


async def test_two_clients_of_one_process_have_an_api_each(sandbox: Sandbox) -> None:
    async with Sandbox(bot_name="Waymark") as other, logged_in(sandbox) as here, logged_in(other) as there:
        for client, its_own in ((here, sandbox), (there, other), (here, sandbox)):
            found = await client.fetch_channel(its_own.general.id)
            assert found.id == its_own.general.id
        with pytest.raises(discord.NotFound):
            await here.fetch_channel(other.general.id)
    assert Route.BASE == "https://discord.com/api/v10"


async def test_answers_to_interactions_go_to_the_clients_api(sandbox: Sandbox) -> None:
    async def answer_in(sandbox: Sandbox) -> str:
        async with logged_in(sandbox) as client:
            webhook = discord.Webhook.partial(1, "token", client=client)
            with pytest.raises(discord.HTTPException):
                await webhook.send("hello")
        return sandbox.journal.matching("POST", "/webhooks/*/*")[-1].path

    async with Sandbox(bot_name="Waymark") as other:
        loop = asyncio.get_running_loop()
        answers = [loop.create_task(answer_in(each)) for each in (sandbox, other)]
        assert await asyncio.gather(*answers) == ["/webhooks/1/token"] * 2


@pytest.mark.parametrize("shard_count", [None, 1])
async def test_the_gateway_is_the_one_that_the_api_names(sandbox: Sandbox, shard_count: int | None) -> None:
    async with logged_in(sandbox, shard_count=shard_count) as client:
        limits = await use_named_gateway(client)
        assert limits.max_concurrency >= 1
        connecting = asyncio.get_running_loop().create_task(client.connect())
        async with asyncio.timeout(10):
            await sandbox.gateway.connected()
            await sandbox.gateway.invalidate(resumable=False)  # after this discord.py has forgotten where it was
            await sandbox.gateway.connected()
        await client.close()
        await connecting
    assert DiscordWebSocket.DEFAULT_GATEWAY.host == "gateway.discord.gg"


unread: list[Any] = []


def guarded(**parsers: Any) -> dict[str, Any]:
    """Give the parsers of a connection of user 7 after they were guarded."""
    parsers.setdefault("INTERACTION_CREATE", unread.append)
    connection = SimpleNamespace(parsers=parsers, self_id=7)
    client: Any = SimpleNamespace(_connection=connection, intents=discord.Intents(guilds=True))
    guard_parsers(client, lambda _data: None, lambda data, _failure: unread.append(data))
    found: dict[str, Any] = connection.parsers
    return found


def test_a_malformed_event_is_logged_with_one_traceback(
    caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("malformed gateway event skipped")

    def fail(_data: Any) -> None:
        raise KeyError("id")

    parsers = guarded(GUILD_CREATE=fail, MESSAGE_CREATE=fail)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            parsers["GUILD_CREATE"]({})
    assert [bool(record.exc_info) for record in caplog.records] == [True, False, False]


def test_an_interaction_that_cannot_be_read_is_handed_on() -> None:
    def fail(_data: Any) -> None:
        raise KeyError("id")

    unread.clear()
    guarded(INTERACTION_CREATE=fail, MESSAGE_CREATE=fail)["INTERACTION_CREATE"]({"token": "t"})
    assert unread == [{"token": "t"}]


def test_what_is_said_to_others_is_not_parsed() -> None:
    parsed: list[Any] = []
    hear = guarded(MESSAGE_CREATE=parsed.append)["MESSAGE_CREATE"]
    hear({"guild_id": "1", "mentions": []})
    hear({"guild_id": "1", "mentions": [{"id": "8"}]})
    assert parsed == []
    hear({"guild_id": "1", "mentions": [{"id": "7"}]})
    hear({"mentions": []})
    assert len(parsed) == 2


def test_a_late_autocomplete_is_no_line_and_any_other_failure_is(
    caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("Ignoring exception in autocomplete")
    quiet_late_autocompletes()
    quiet_late_autocompletes()
    log = logging.getLogger("discord.app_commands.tree")
    answer: Any = SimpleNamespace(status=404, reason="")
    late = discord.NotFound(answer, {"code": 10062, "message": "Unknown interaction"})
    for failure in (late, ConnectionResetError(), KeyError("x")):
        log.error("Ignoring exception in autocomplete", exc_info=failure)
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [KeyError]


@pytest.mark.parametrize("is_silenced", [True, False])
def test_there_is_no_word_of_voice(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, is_silenced: bool
) -> None:
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", True)
    if is_silenced:
        silence_voice_warnings()
    with caplog.at_level(logging.WARNING):
        discord.Client(intents=discord.Intents(guilds=True))
    assert any("voice" in record.message for record in caplog.records) is not is_silenced


def test_an_outage_has_no_traceback_and_a_defect_has(
    caplog: pytest.LogCaptureFixture, expected_errors: list[str]
) -> None:
    expected_errors.append("Failed to connect for shard_id: 0. Retrying...")
    shorten_outages()
    log = logging.getLogger("discord.shard")
    for failure in (ConnectionRefusedError(111, "Connection refused"), KeyError("x")):
        log.error("Failed to connect for shard_id: %s. Retrying...", 0, exc_info=failure)
    outage, defect = caplog.records
    assert not outage.exc_info
    assert vars(outage)["reason"] == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert defect.exc_info
