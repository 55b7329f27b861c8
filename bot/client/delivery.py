"""Getting an answer to Discord over a connection that may break: tries, pauses, and what its refusals mean."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import discord

FIRST_ANSWER = 2.5
"""Seconds for delivering the first answer, all tries together; later Discord takes none."""
FIRST_TRY = 1.0
"""Seconds for one of them: a connection that hangs leaves time for another."""
FIRST_PAUSE = 0.2
"""Seconds between two of them."""
LATE_PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each try to follow up a deferral, for which Discord waits 15 minutes."""
LATE_TRY = 10.0
"""Seconds for one of them, discord.py's own retries included."""

UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
INVALID_WEBHOOK_TOKEN = 50027
GONE = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN})
"""The interaction is over, or Discord never took its first answer."""

BROKEN = (aiohttp.ClientError, OSError, RuntimeError, discord.DiscordServerError)
"""What leaves us not knowing whether it got there. RuntimeError is a session that was closed while we waited."""

Send = Callable[[], Awaitable[object]]


class UndeliverableError(Exception):
    """The answer reaches nobody; `str(error)` is the outcome for the log."""


class LostError(UndeliverableError):
    """Nobody knows whether the answer got there: the connection broke each time."""


async def first(send: Send) -> None:
    """Deliver a first answer before Discord gives up on it; UndeliverableError, or LostError when that is not sure.

    Discord says "already acknowledged" when a try got there whose reply was lost, or when another process was quicker:
    either way the member has an acknowledgement that can be followed up.
    """
    clock = asyncio.get_running_loop().time
    last = clock() + FIRST_ANSWER
    while not await _got_there(send, min(FIRST_TRY, last - clock())):
        if clock() + FIRST_PAUSE >= last:
            raise LostError("undelivered")
        await asyncio.sleep(FIRST_PAUSE)


async def late(send: Send) -> None:
    """Deliver what follows up a deferral, for which there is time to try again; UndeliverableError when nothing helps.

    A new message may come twice when only Discord's reply to it was lost: better than never.
    """
    for pause in LATE_PAUSES:
        await asyncio.sleep(pause)
        if await _got_there(send, LATE_TRY):
            return
    raise LostError("undelivered")


async def _got_there(send: Send, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await send()
    except BROKEN:
        return False
    except discord.HTTPException as refusal:
        if refusal.code in GONE:
            raise UndeliverableError("expired") from refusal
        if refusal.code != ALREADY_ACKNOWLEDGED:
            raise
    return True
