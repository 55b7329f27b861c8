"""Keeping the connection alive: what passes is tried again with growing pauses, what cannot pass ends the process."""

import asyncio
import logging
import random  # noqa: TID251 - spreads reconnects of many processes; nothing depends on the value
from collections.abc import Awaitable, Callable

import aiohttp
import discord

from bot.core.errors import StartError

log = logging.getLogger(__name__)

MIN_PAUSE, MAX_PAUSE = 2.0, 300.0
"""Seconds before the first try again, and at most."""
STABLE_AFTER = 600.0
"""Seconds of connection after which the pauses begin anew."""

FATAL_CLOSE_CODES = {
    4010: "Discord does not accept SHARD_IDS and SHARD_COUNT as they are set",
    4011: "the bot is in so many servers that Discord requires sharding: set SHARD_COUNT",
    4012: "Discord no longer speaks this gateway version: update Waymark",
    4013: "Discord does not know the intents that Waymark asks for: update Waymark",
    4014: "Discord forbids an intent that Waymark asks for: look at the bot's page in the developer portal",
}
"""Gateway close codes after which another try cannot help."""


OUTAGE_ERRORS = (
    OSError,
    aiohttp.ClientError,
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    discord.RateLimited,
)
"""What a network, Discord or what stands between raise when they are away: their words say all."""


def reason_in_a_line(failure: BaseException) -> str:
    """Return what went wrong in one line for the log."""
    words = str(failure).strip().partition("\n")[0]
    return f"{type(failure).__name__}: {words}" if words else type(failure).__name__


class TokenRefusedError(StartError):
    """Discord does not accept the token."""

    exit_code = 3


class GatewayRefusedError(StartError):
    """Discord does not accept the connection as it is set up."""

    exit_code = 4


def fatal_error(failure: BaseException) -> StartError | None:
    """Return the error that should end the process after `failure`, None when trying again may help."""
    if isinstance(failure, StartError):
        return failure
    code = failure.code if isinstance(failure, discord.ConnectionClosed) else None
    unauthorised = isinstance(failure, discord.HTTPException) and failure.status == 401
    if isinstance(failure, discord.LoginFailure) or unauthorised or code == 4004:
        return TokenRefusedError("Discord refused the token: copy it anew from the developer portal to DISCORD_TOKEN")
    if isinstance(failure, discord.PrivilegedIntentsRequired):
        return GatewayRefusedError(FATAL_CLOSE_CODES[4014])
    return GatewayRefusedError(FATAL_CLOSE_CODES[code]) if code in FATAL_CLOSE_CODES else None


async def keep_connected(connect: Callable[[], Awaitable[None]]) -> None:
    """Run `connect` until it returns; after a failure that may pass run it again, after a refusal raise StartError.

    An outage is a line for each try that counts them; only what nobody expects has a traceback.
    """
    clock = asyncio.get_running_loop().time
    pause, failures = MIN_PAUSE, 0
    while True:
        began = clock()
        try:
            return await connect()
        except Exception as failure:
            if refusal := fatal_error(failure):
                raise refusal from (None if refusal is failure else failure)
            if clock() - began > STABLE_AFTER:
                pause, failures = MIN_PAUSE, 0
            failures += 1
            wait = pause * random.uniform(0.75, 1.25)
            log.warning(
                "connection lost, trying again",
                extra={"seconds": round(wait, 1), "failures": failures, "reason": reason_in_a_line(failure)},
                exc_info=not isinstance(failure, OUTAGE_ERRORS),
            )
            await asyncio.sleep(wait)
            pause = min(pause * 2, MAX_PAUSE)
