"""The demo: a Discord of our own and the real bot, on this machine, with a chat in the terminal."""

from pathlib import Path


async def run(script: Path | None, keep: Path | None) -> int:
    """Run the demo; give the exit code."""
    raise NotImplementedError
