"""Getting an answer to Discord over a connection that may break: tries, pauses, and what its refusals mean."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord

RESPOND_TIMEOUT = 2.5
"""Seconds for delivering the first answer, all tries together; later Discord takes none."""
RESPOND_TRY_TIMEOUT = 1.0
"""Seconds for one of them: a connection that hangs leaves time for another."""
RESPOND_PAUSE = 0.2
"""Seconds between two of them."""
FOLLOW_UP_PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each try to follow up a deferral, for which Discord waits 15 minutes."""
FOLLOW_UP_TRY_TIMEOUT = 10.0
"""Seconds for one of them, discord.py's own retries included."""

UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
INVALID_WEBHOOK_TOKEN = 50027
EXPIRED_CODES = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN})
"""The interaction is over, or Discord never took its first answer."""

CONNECTION_ERRORS = (aiohttp.ClientError, OSError, RuntimeError, discord.DiscordServerError)
"""What leaves us not knowing whether it got there. RuntimeError is a session that was closed while we waited."""

Send = Callable[[], Awaitable[object]]


class UndeliverableError(Exception):
    """The answer reaches nobody; `str(error)` is the outcome for the log."""


class LostError(UndeliverableError):
    """Nobody knows whether the answer got there: the connection broke each time."""


async def respond(send: Send, *, within: float = RESPOND_TIMEOUT, try_timeout: float = RESPOND_TRY_TIMEOUT) -> None:
    """Deliver a first answer before Discord gives up on it; UndeliverableError, or LostError when that is not sure.

    Discord says "already acknowledged" when a try got there whose reply was lost, or when another process was quicker:
    either way the member has an acknowledgement that can be followed up.
    """
    clock = asyncio.get_running_loop().time
    last = clock() + within
    while not await _arrived(send, min(try_timeout, last - clock())):
        if clock() + RESPOND_PAUSE >= last:
            raise LostError("undelivered")
        await asyncio.sleep(RESPOND_PAUSE)


async def follow_up(send: Send, pauses: Sequence[float] = FOLLOW_UP_PAUSES, *, early_tries: int = 0) -> None:
    """Deliver what follows up a deferral, for which there is time to try again; UndeliverableError when nothing helps.

    A new message may come twice when only Discord's reply to it was lost: better than never. The first `early_tries`
    may come before Discord has read the deferral, so that a refusal says only "not yet".
    """
    for number, pause in enumerate(pauses):
        await asyncio.sleep(pause)
        try:
            if await _arrived(send, FOLLOW_UP_TRY_TIMEOUT):
                return
        except UndeliverableError:
            if number >= early_tries:
                raise
    raise LostError("undelivered")


async def _arrived(send: Send, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await send()
    except CONNECTION_ERRORS:
        return False
    except discord.HTTPException as refusal:
        if refusal.code in EXPIRED_CODES:
            raise UndeliverableError("expired") from refusal
        if refusal.code != ALREADY_ACKNOWLEDGED:
            raise
    return True
