"""The answers under way: counted, so that a stop lets them finish and begins no new ones."""

import asyncio


class InFlightRequests:
    """Counts what is under way; once draining, `draining` tells that nothing new should begin."""

    def __init__(self) -> None:
        self.draining = False
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        """Count one answer for as long as the block runs."""
        self._count += 1
        self._idle.clear()

    def __exit__(self, *_: object) -> None:
        """Count one answer less."""
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def drain(self, seconds: float) -> int:
        """Stop new answers, wait up to `seconds` for those under way, and give how many did not finish."""
        self.draining = True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            pass
        return self._count
