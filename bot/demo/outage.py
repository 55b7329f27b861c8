"""Taking the demo's database away: another connection holds its lock, so that nothing can be written."""

import asyncio
import sqlite3
from pathlib import Path


class Outage:
    """Locks a SQLite file, and lets it go."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._holder: sqlite3.Connection | None = None

    async def begin(self) -> None:
        """Take the lock; harmless when it is taken."""
        if self._holder is None:
            self._holder = await asyncio.to_thread(self._lock)

    async def end(self) -> None:
        """Let the lock go; harmless when it is not taken."""
        holder, self._holder = self._holder, None
        if holder is not None:
            holder.close()

    def _lock(self) -> sqlite3.Connection:
        holder = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        return holder
