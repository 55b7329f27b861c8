"""The demo: a Discord of our own and the real bot, on this machine, to be tried in a browser or a terminal."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from discord_sandbox import Clock

from bot.core.errors import StartError
from bot.demo import browser, terminal
from bot.demo.environment import staged
from bot.demo.zone import zone_here
from bot.logs import configure_logs
from bot.settings import load_settings


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """What somebody wants of the demo: a script or a terminal instead of the page, no story, a folder to keep."""

    script: Path | None = None
    keep: Path | None = None
    in_terminal: bool = False
    empty: bool = False
    port: int = 8765


async def run(wish: DemoOptions) -> int:
    """Run the bot on a database in `wish.keep` (a temporary folder without it) until the script or the reader ends.

    It opens on a group some weeks into the roadmap, unless it is to be empty or the database is there already; a
    script always begins empty. Gives 1 when a line of the script failed, else 0.
    """
    if wish.script and not wish.script.is_file():
        raise StartError(f"there is no script {wish.script}")
    configure_logs("WARNING", "console")
    with ExitStack() as stack:
        folder = wish.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-demo-")))
        file = folder / "waymark.db"
        tells = not (wish.script or wish.empty or file.exists())
        if tells:
            sys.stderr.write("A study group lives through five weeks first …\n")
        content = load_settings().content_dir
        async with staged(file, Clock().now(), zone_here(), content=content, tells=tells) as stage:
            if wish.script or wish.in_terminal:
                return await terminal.chat(stage, wish.script)
            return await browser.show(stage, wish.port)
