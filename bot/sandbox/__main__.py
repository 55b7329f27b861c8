"""Runs a sandbox in a process of its own: `python -m bot.sandbox --port 8800`."""

import argparse
import asyncio
import os
import signal
import sys

from bot.sandbox.sandbox import Sandbox


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; gives the exit code: 2 when the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description="A small Discord on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--name", default="Waymark", help="the bot's name")
    parser.add_argument("--fast", action="store_true", help="leave out the checks of limits, for benches")
    options = parser.parse_args(arguments)
    sandbox = Sandbox(port=options.port, strict=not options.fast, bot_name=options.name)
    return asyncio.run(_serve(sandbox, options.port))


async def _serve(sandbox: Sandbox, port: int) -> int:
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
    await stopped.wait()
    await sandbox.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
