"""A gateway that sends nonsense, closes, or goes away while the bot runs: it comes back, and identifies seldom."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from discord_sandbox import Member, Sandbox
from waiting import LONGEST
from whole_bot import process

NUMBERS = count(1)
TORMENTS = ["malformed", "failed", "Attempting a reconnect", "connection lost, trying again"]


@pytest_asyncio.fixture(scope="module")
async def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sandbox]:
    """A Discord of this module's own, whose gateway the tests torment."""
    folder: Path = tmp_path_factory.mktemp("gateway")
    async with Sandbox(bot_name="Waymark") as sandbox, process(sandbox, folder / "waymark.db", errors=TORMENTS) as bot:
        yield sandbox
        assert await bot.stop() == 0


@pytest.fixture
def ada(elsewhere: Sandbox) -> Member:
    return elsewhere.member(f"ada{next(NUMBERS)}")


async def answers(member: Member) -> bool:
    return "1 of 51" in (await member.slash("done", topic="csrf")).text


MALFORMED = [
    ("INTERACTION_CREATE", {}),
    ("INTERACTION_CREATE", {"id": "1", "type": 2, "token": "x", "version": 1, "application_id": "1"}),
    ("INTERACTION_CREATE", {"id": [], "type": "two"}),
    ("INTERACTION_CREATE", None),
    ("MESSAGE_CREATE", {}),
    ("MESSAGE_CREATE", {"id": "1", "channel_id": "nowhere"}),
    ("MESSAGE_CREATE", {"id": "1", "channel_id": "2", "author": None, "content": 5}),
    ("GUILD_CREATE", {"id": "x"}),
    ("GUILD_CREATE", {}),
    ("GUILD_DELETE", {"id": None}),
    ("CHANNEL_CREATE", {"guild_id": "1"}),
    ("CHANNEL_UPDATE", []),
    ("THREAD_CREATE", {"id": "1", "type": 11}),
    ("GUILD_ROLE_UPDATE", {"guild_id": "1", "role": 7}),
    ("GUILD_MEMBER_UPDATE", "text"),
    ("USER_UPDATE", {"id": True}),
    ("SOMETHING_NEW", {"a": [1, {"b": None}]}),
]


@pytest.mark.parametrize(("name", "data"), MALFORMED)
async def test_a_malformed_event_is_skipped(elsewhere: Sandbox, ada: Member, name: str, data: object) -> None:
    begun = len(elsewhere.gateway.identifies)
    elsewhere.gateway.send_event(name, data)  # type: ignore[arg-type]  # no object at all is one of the malformations
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) == begun


@pytest.mark.parametrize("payload", [{}, {"op": 99, "d": {}}, {"op": "x"}, {"op": None, "t": 5}, {"op": 0, "t": None}])
async def test_a_nonsense_opcode_is_skipped(elsewhere: Sandbox, ada: Member, payload: dict[str, object]) -> None:
    begun = len(elsewhere.gateway.identifies)
    elsewhere.gateway.send_raw(payload)
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) == begun


@pytest.mark.parametrize("code", [1000, 4000, 4003, 4008])
async def test_a_close_is_followed_by_a_resume(elsewhere: Sandbox, ada: Member, code: int) -> None:
    begun = len(elsewhere.gateway.identifies)
    await elsewhere.gateway.close(code)
    await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) - begun <= 1


@pytest.mark.parametrize("code", [4007, 4009])
async def test_a_lost_session_is_begun_anew_once(elsewhere: Sandbox, ada: Member, code: int) -> None:
    begun = len(elsewhere.gateway.identifies)
    await elsewhere.gateway.close(code)
    await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) == begun + 1


async def test_a_reset_is_followed_by_a_resume(elsewhere: Sandbox, ada: Member) -> None:
    begun = len(elsewhere.gateway.identifies)
    await elsewhere.gateway.drop()
    await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) == begun


async def test_what_happens_during_a_resume_is_answered(elsewhere: Sandbox, ada: Member) -> None:
    await elsewhere.gateway.reconnect()
    asked = ada.prepare_slash("done", topic="csrf")
    assert "1 of 51" in (await ada.deliver(asked)).text


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session(elsewhere: Sandbox, ada: Member, resumable: bool) -> None:
    begun = len(elsewhere.gateway.identifies)
    await elsewhere.gateway.invalidate(resumable=resumable)
    await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) == begun + (not resumable)


async def test_a_gateway_that_refuses_for_a_while(elsewhere: Sandbox, ada: Member) -> None:
    begun = len(elsewhere.gateway.identifies)
    elsewhere.gateway.refuse(3, status=503)
    await elsewhere.gateway.drop()
    async with asyncio.timeout(LONGEST):
        await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) - begun <= 1


@pytest.mark.parametrize("payload", ["{broken", '{"op": 10, "d": {}}'])
async def test_broken_frames_cost_a_connection_and_no_more(elsewhere: Sandbox, ada: Member, payload: str) -> None:
    begun = len(elsewhere.gateway.identifies)
    elsewhere.gateway.send_raw(payload)
    await elsewhere.gateway.disconnected()
    async with asyncio.timeout(LONGEST):
        await elsewhere.gateway.connected()
    assert await answers(ada)
    assert len(elsewhere.gateway.identifies) - begun <= 1
