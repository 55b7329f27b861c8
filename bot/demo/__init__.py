"""The demo: a Discord of our own and the real bot, on this machine, to be tried in a browser or a terminal."""

import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.core.errors import StartError
from bot.demo import browser, terminal
from bot.demo.cast import FOUNDED, Cast, gather
from bot.demo.hosting import address_of, hosting
from bot.demo.story import LENGTH, Story
from bot.demo.travel import Journey
from bot.demo.zone import zone_here
from bot.logs import configure_logs
from bot.sandbox import Clock, Sandbox
from bot.sandbox.page.page import PORT
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of the demo: a script or a terminal instead of the page, no story, a folder to keep."""

    script: Path | None = None
    keep: Path | None = None
    in_terminal: bool = False
    empty: bool = False
    port: int = PORT


async def run(wish: Wish) -> int:
    """Run the bot on a database in `wish.keep` (a temporary folder without it) until the script or the reader ends.

    It opens on a group some weeks into the roadmap, unless it is to be empty or the database is there already; a
    script always begins empty. Gives 1 when a line of the script failed, else 0.
    """
    if wish.script and not wish.script.is_file():
        raise StartError(f"there is no script {wish.script}")
    configure_logs("WARNING", "console")
    async with AsyncExitStack() as stack:
        folder = wish.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-demo-")))
        file = folder / "waymark.db"
        tells = not (wish.script or wish.empty or file.exists())
        sandbox, cast = _world(LENGTH if tells else timedelta())
        await stack.enter_async_context(sandbox)
        await stack.enter_async_context(hosting(sandbox, address_of(file)))
        database = Database(address_of(file))
        stack.push_async_callback(database.close)
        journey = Journey(sandbox, database)
        if tells:
            sys.stderr.write("A study group lives through five weeks first …\n")
            await Story(cast, zone_here(), Clock().now()).play(journey)
        if wish.script or wish.in_terminal:
            return await terminal.chat(sandbox, wish.script)
        return await browser.show(sandbox, cast, journey, file, wish.port)


def _world(ago: timedelta) -> tuple[Sandbox, Cast]:
    """Make everybody and everything, and let the clock run from so long before now."""
    clock = Clock(FOUNDED, running=False)
    sandbox = Sandbox(clock=clock)
    cast = gather(sandbox)
    clock.jump(Clock().now() - ago)
    clock.resume()
    return sandbox, cast
