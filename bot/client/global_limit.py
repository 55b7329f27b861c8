"""Keeping one impatient request from holding up all others: a defect of discord.py's wait for the global limit."""

import asyncio
from functools import wraps
from typing import Any

from discord.http import HTTPClient


def guard_global_limit(http: HTTPClient) -> None:
    """Let the requests of `http` go on when one that is cancelled was waiting out the global limit for all of them.

    discord.py closes a gate when it is told of the limit, sleeps, and opens it: cancelled in that sleep, by a deadline
    of ours, it would leave the gate closed for good. Opened too early it closes again with the next refusal.
    """
    request = http.request

    @wraps(request)
    async def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return await request(*arguments, **options)
        except asyncio.CancelledError:
            http._global_over.set()  # noqa: SLF001 - it has no other handle
            raise

    http.request = guarded  # type: ignore[method-assign]  # every request of discord.py goes through this method
