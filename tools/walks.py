"""Counts the files that a reader walks through to follow three things: `python tools/walks.py`.

`/done`, a scheduled post, and a topic from YAML to its card are each run once, by the real bot beside the sandbox;
a file of `bot/` counts when a function of it is called meanwhile.
"""

import asyncio
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType

from discord_sandbox import Clock, Sandbox
from discord_sandbox.permissions import Permission
from pydantic import SecretStr

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.app import App  # noqa: E402 - found by the line above
from bot.content.loader import load_library  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.ui.card import card  # noqa: E402

HOUSE = f"{ROOT / 'bot'}/"
AIMS = {"/done": 24, "a scheduled post": 34, "a YAML topic to a card": 10}
RARELY, OFTEN = 3600.0, 0.1
"""Seconds between two looks of the bot at what is due: `/done` should be alone, a post should come soon."""


class Walk:
    """Notes the files of the bot in which functions are called, in the order of the first call, also in threads."""

    def __init__(self) -> None:
        self._files: dict[str, None] | None = None

    @contextmanager
    def noted(self) -> Iterator[dict[str, None]]:
        """Note files until the block ends."""
        files: dict[str, None] = {}
        self._files = files
        try:
            yield files
        finally:
            self._files = None

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note the file of a function that is called; the interpreter calls this (sys.setprofile)."""
        code = frame.f_code
        if self._files is None or event != "call" or code.co_name == "<module>":
            return
        if code.co_filename.startswith(HOUSE):
            self._files.setdefault(code.co_filename.removeprefix(HOUSE))


@asynccontextmanager
async def bot_in(sandbox: Sandbox, folder: Path, tick: float) -> AsyncIterator[None]:
    """Run the bot in `sandbox` until the block ends."""
    settings = Settings(
        _env_file=None,
        discord_token=SecretStr(sandbox.token),
        discord_api_url=sandbox.api_url,
        database_url=f"sqlite+aiosqlite:///{folder}/{tick}.db",
        content_dir=ROOT / "content",
    )
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(App(settings, sandbox.clock.now, tick=tick).run(stop))
    try:
        async with asyncio.timeout(60):
            await sandbox.gateway.connected()
        yield
    finally:
        stop.set()
        await running


async def walk_done(walk: Walk, folder: Path) -> list[str]:
    """Return the files of the first `/done` of a member."""
    async with Sandbox(bot_name="Waymark") as sandbox, bot_in(sandbox, folder, RARELY):
        ada = sandbox.member("ada")
        with walk.noted() as files:
            answer = await ada.slash("done", topic="middleware")
        assert "1 of" in answer.text, answer.text
        return list(files)


async def walk_post(walk: Walk, folder: Path) -> list[str]:
    """Return the files of a study prompt, from the minute at which it is due to the message in the channel."""
    async with Sandbox(bot_name="Waymark", clock=Clock()) as sandbox, bot_in(sandbox, folder, OFTEN):
        olga = sandbox.member("olga", permissions=Permission.MANAGE_GUILD)
        due = (sandbox.clock.now() + timedelta(minutes=2)).replace(second=0, microsecond=0)
        planned = await olga.slash(
            "schedule add", kind="prompt", channel=sandbox.general, time=f"{due:%H:%M}", zone="UTC"
        )
        assert planned.embeds, planned.text
        await asyncio.sleep(5 * OFTEN)  # what follows the answer to the command is no part of the walk
        posted = asyncio.Event()
        sandbox.on_event(lambda event: posted.set() if event.name == "MESSAGE_CREATE" else None)
        with walk.noted() as files:
            sandbox.clock.jump(due + timedelta(seconds=1))
            async with asyncio.timeout(60):
                await posted.wait()
            await asyncio.sleep(5 * OFTEN)  # what follows the message: that it was sent is written down
        return list(files)


def walk_card(walk: Walk) -> list[str]:
    """Return the files from a roadmap's folder to the card of a topic."""
    with walk.noted() as files:
        roadmap = load_library(ROOT / "content").default
        card(roadmap, roadmap.topics["middleware"], {})
    return list(files)


def main() -> None:
    """Run the three and print what was walked through."""
    walk = Walk()
    threading.setprofile(walk)
    sys.setprofile(walk)
    with tempfile.TemporaryDirectory(prefix="waymark-walks-") as folder:
        found = {
            "/done": asyncio.run(walk_done(walk, Path(folder))),
            "a scheduled post": asyncio.run(walk_post(walk, Path(folder))),
            "a YAML topic to a card": walk_card(walk),
        }
    sys.setprofile(None)
    for name, files in found.items():
        sys.stdout.write(f"{name}: {len(files)} files (aim: at most {AIMS[name]})\n")
        sys.stdout.writelines(f"    {file}\n" for file in files)


if __name__ == "__main__":
    main()
