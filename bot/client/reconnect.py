"""Keeping the connection alive: what passes is tried again with growing pauses, what cannot pass ends the process."""

import asyncio
import logging
import random  # noqa: TID251 - spreads reconnects of many processes; nothing depends on the value
from collections.abc import Awaitable, Callable

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


class TokenRefusedError(StartError):
    """Discord does not accept the token."""

    exit_code = 3


class GatewayRefusedError(StartError):
    """Discord does not accept the connection as it is set up."""

    exit_code = 4


def fatal_error(failure: BaseException) -> StartError | None:
    """Return the error that should end the process after `failure`, None when trying again may help."""
    code = failure.code if isinstance(failure, discord.ConnectionClosed) else None
    unauthorised = isinstance(failure, discord.HTTPException) and failure.status == 401
    if isinstance(failure, discord.LoginFailure) or unauthorised or code == 4004:
        return TokenRefusedError("Discord refused the token: copy it anew from the developer portal to DISCORD_TOKEN")
    if isinstance(failure, discord.PrivilegedIntentsRequired):
        return GatewayRefusedError(FATAL_CLOSE_CODES[4014])
    return GatewayRefusedError(FATAL_CLOSE_CODES[code]) if code in FATAL_CLOSE_CODES else None


async def keep_connected(connect: Callable[[], Awaitable[None]]) -> None:
    """Run `connect` until it returns; after a failure that may pass run it again, after a refusal raise StartError."""
    clock = asyncio.get_running_loop().time
    pause = MIN_PAUSE
    while True:
        began = clock()
        try:
            return await connect()
        except Exception as failure:
            if refusal := fatal_error(failure):
                raise refusal from failure
            if clock() - began > STABLE_AFTER:
                pause = MIN_PAUSE
            wait = pause * random.uniform(0.75, 1.25)
            log.exception("connection lost, trying again", extra={"seconds": round(wait, 1)})
            await asyncio.sleep(wait)
            pause = min(pause * 2, MAX_PAUSE)
