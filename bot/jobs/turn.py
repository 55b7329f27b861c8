"""Waiting for a turn, which the process may be stopped before."""

import asyncio
from contextlib import suppress


async def wait_or_stop(turn: float, stopping: asyncio.Event) -> bool:
    """Wait until `turn`, a time of the running loop; True as soon as the process stops before it, or has stopped."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(turn):
            await stopping.wait()
    return stopping.is_set()
