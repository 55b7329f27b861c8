"""Looks for edits of the content while the demo runs, so that an author sees them at once."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

INTERVAL = 0.5
"""Seconds between two looks: an author who saves a file should not wait for what they wrote."""

Stamps = dict[Path, tuple[int, int]]


@asynccontextmanager
async def watched(directory: Path, changed: asyncio.Event) -> AsyncIterator[None]:
    """Set `changed` whenever a file in `directory` was written, added or taken away, until the block ends."""
    before = await asyncio.to_thread(_stamps, directory)
    watching = asyncio.get_running_loop().create_task(_watch(directory, before, changed), name="watch")
    try:
        yield
    finally:
        watching.cancel()


async def _watch(directory: Path, before: Stamps, changed: asyncio.Event) -> None:
    while True:
        await asyncio.sleep(INTERVAL)
        now = await asyncio.to_thread(_stamps, directory)
        if now != before:
            before = now
            sys.stderr.write("The content was edited: it is read again.\n")
            changed.set()


def _stamps(directory: Path) -> Stamps:
    """Return when each YAML file was written last, and its size; a file that goes away meanwhile is left out."""
    stamps: Stamps = {}
    for path in directory.rglob("*.yaml"):
        try:
            about = path.stat()
        except OSError:
            continue
        stamps[path] = about.st_mtime_ns, about.st_size
    return stamps
