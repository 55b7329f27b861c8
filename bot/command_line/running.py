"""The commands that run the bot: for a server, or here to try it."""

import argparse
import asyncio
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.command_line.host import OTHERS, settings
from bot.core.errors import StartError

INTERRUPTED = 130
"""Exit code after Ctrl+C where it does not mean to stop in order."""


def run(_named: argparse.Namespace) -> int:
    """Run the bot with the settings of the environment until it is told to stop."""
    # A start only adds what stays: looking through it again and again for garbage takes a sixth of the start. The app
    # switches it on once all is built.
    gc.disable()
    from bot import app  # noqa: PLC0415 - after that

    asyncio.run(app.run(settings()))
    return 0


def demo(named: argparse.Namespace) -> int:
    """Run the bot and the sandbox together, in a browser or in the terminal."""
    with _needing_the_sandbox():
        from bot import demo  # noqa: PLC0415 - needs the sandbox, which does not travel with the bot
    os.umask(OTHERS)
    options = demo.DemoOptions(named.script, named.keep, in_terminal=named.terminal, empty=named.empty, port=named.port)
    try:
        return asyncio.run(demo.run(options))
    except KeyboardInterrupt:
        return INTERRUPTED


@contextmanager
def _needing_the_sandbox() -> Iterator[None]:
    """Raise StartError where the block cannot import the sandbox."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "discord_sandbox":
            raise
        raise StartError("this needs the sandbox: run it in a copy of the repository, after `make setup`") from error
