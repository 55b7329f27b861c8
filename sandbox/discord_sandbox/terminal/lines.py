"""Where the lines of a terminal chat come from: the keyboard, or a file."""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

CHUNK = 4096


def script_lines(path: Path) -> AsyncIterator[str]:
    """Return the lines of a file, without empty ones and those that begin with `#`; raises OSError at once."""
    return one_by_one(path.read_text(encoding="utf-8").splitlines())


async def one_by_one(lines: Sequence[str]) -> AsyncIterator[str]:
    """Return the lines that say something."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            yield line


async def typed_lines(descriptor: int = 0) -> AsyncIterator[str]:
    """Return what is typed, line by line, until the end of input; the event loop runs on meanwhile."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        # Past sys.stdin: a thread that waits in it holds a lock which the interpreter wants when it ends.
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        rest = ""
        while chunk := os.read(descriptor, CHUNK):
            *whole, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in whole:
                loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, rest or None)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="keyboard", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
