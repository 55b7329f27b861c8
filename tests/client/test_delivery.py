"""Tries to deliver: what is tried again, what is given up, and what counts as delivered."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.client.interaction_responder import LostError, UndeliverableError, follow_up, respond

Send = Callable[[], Awaitable[None]]
WAYS = (respond, partial(follow_up, pauses=(0.01, 0.01)))


def refusal(status: int, code: int) -> discord.HTTPException:
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    # Only the status and reason of a response are looked at.
    response: Any = SimpleNamespace(status=status, reason="")
    return kind(response, {"code": code, "message": ""})


def suffering(*troubles: BaseException) -> tuple[Send, list[int]]:
    """Give a delivery that suffers these troubles, one a try, then succeeds; and its tries."""
    coming: Iterator[BaseException] = iter(troubles)
    tries: list[int] = []

    async def send() -> None:
        tries.append(1)
        if trouble := next(coming, None):
            raise trouble

    return send, tries


@pytest.mark.parametrize("deliver", WAYS, ids=["respond", "follow_up"])
@pytest.mark.parametrize(
    "trouble",
    [
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ServerDisconnectedError(),
        ConnectionRefusedError(),
        TimeoutError(),
        RuntimeError("Session is closed"),
        refusal(503, 0),
    ],
)
async def test_what_may_pass_is_tried_again(deliver: Callable[[Send], Awaitable[None]], trouble: BaseException) -> None:
    send, tries = suffering(trouble, trouble)
    await deliver(send)
    assert len(tries) == 3


@pytest.mark.parametrize("deliver", WAYS, ids=["respond", "follow_up"])
async def test_already_acknowledged_means_that_a_try_got_there(deliver: Callable[[Send], Awaitable[None]]) -> None:
    send, tries = suffering(aiohttp.ServerDisconnectedError(), refusal(400, 40060))
    await deliver(send)
    assert len(tries) == 2


@pytest.mark.parametrize("deliver", WAYS, ids=["respond", "follow_up"])
@pytest.mark.parametrize(("status", "code"), [(404, 10062), (404, 10015), (401, 50027)])
async def test_what_is_over_is_not_tried_again(
    deliver: Callable[[Send], Awaitable[None]], status: int, code: int
) -> None:
    send, tries = suffering(refusal(status, code))
    with pytest.raises(UndeliverableError, match="expired") as raised:
        await deliver(send)
    assert not isinstance(raised.value, LostError)
    assert len(tries) == 1


@pytest.mark.parametrize("deliver", WAYS, ids=["respond", "follow_up"])
async def test_a_refusal_is_the_callers_to_answer(deliver: Callable[[Send], Awaitable[None]]) -> None:
    send, tries = suffering(refusal(400, 50035))
    with pytest.raises(discord.HTTPException):
        await deliver(send)
    assert len(tries) == 1


async def test_a_first_answer_that_never_gets_through_is_lost() -> None:
    send, tries = suffering(*[ConnectionRefusedError()] * 1000)
    with pytest.raises(LostError):
        await respond(send, within=0.5)
    assert len(tries) < 50


async def test_a_first_answer_survives_a_connection_that_hangs() -> None:
    tries: list[int] = []

    async def send() -> None:
        tries.append(1)
        if len(tries) == 1:
            await asyncio.Event().wait()

    await respond(send, try_timeout=0.05)
    assert len(tries) == 2


async def test_being_cancelled_is_no_trouble_of_the_connection() -> None:
    async def send() -> None:
        await asyncio.Event().wait()

    task = asyncio.ensure_future(follow_up(send))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
