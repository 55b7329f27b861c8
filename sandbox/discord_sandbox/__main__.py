"""Runs a sandbox in a process of its own (`python -m discord_sandbox`), with `--page` to chat in a browser."""

import argparse
import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack

from discord_sandbox.page.page import PORT, Page
from discord_sandbox.sandbox import Sandbox

NAMES = ("ada", "grace", "linus")


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code: 2 when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m discord_sandbox", description="A small Discord on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--name", default="Bot", help="the bot's name")
    parser.add_argument("--page", type=int, nargs="?", const=PORT, metavar="PORT", help="serve a page to chat in")
    parser.add_argument("--fast", action="store_true", help="leave out the checks of limits, for benches")
    options = parser.parse_args(arguments)
    sandbox = Sandbox(port=options.port, strict=not options.fast, bot_name=options.name)
    return asyncio.run(_serve(sandbox, options.port, options.page))


async def _serve(sandbox: Sandbox, port: int, page_port: int | None) -> int:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    try:
        await sandbox.start()
    except OSError as error:
        sys.stderr.write(f"cannot listen on 127.0.0.1:{port}: {os.strerror(error.errno or 0)}\n")
        return 2
    # Lines that a shell can source: the settings of a bot for this sandbox.
    sys.stdout.write(f"DISCORD_API_URL={sandbox.api_url}\nDISCORD_TOKEN={sandbox.token}\n")
    sys.stdout.flush()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sandbox.stop)
        if page_port is not None:
            page = await stack.enter_async_context(_page(sandbox, page_port))
            sys.stdout.write(f"# Port {page_port} is taken.\n" if page.moved else "")
            sys.stdout.write(f"# The page is at {page.address}\n")
            sys.stdout.flush()
        await stopped.wait()
    return 0


def _page(sandbox: Sandbox, port: int) -> Page:
    """Return a page with somebody to be in it."""
    for name in NAMES:
        sandbox.member(name)
    return Page(sandbox, port=port)


if __name__ == "__main__":
    sys.exit(main())
