"""Waiting for what tells nobody when it comes about, however slow the machine is."""

import asyncio
from collections.abc import Callable

LONGEST = 60.0
"""Seconds after which a test gives up. None of them proves that something is quick: a busy machine may take long."""


async def until(condition: Callable[[], bool], within: float = LONGEST) -> None:
    """Return once `condition` holds; raises TimeoutError after so many real seconds."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - of many kinds: nothing tells when they change
            await asyncio.sleep(0.01)
