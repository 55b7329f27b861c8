"""The demo: a Discord of our own and the real bot, on this machine, with a chat in the terminal."""

import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.core.errors import StartError
from bot.logs import configure_logs
from bot.sandbox import Sandbox
from bot.sandbox.terminal import TerminalChat, script_lines, typed_lines
from bot.settings import Settings

WELCOME = """Waymark is running in a Discord of its own, on this machine: nothing leaves it.
You are ada, in #general of the Study Group. Try these, and ? for more:

    /topic middleware       /done csrf, xss       /next       /leaderboard
    1                       presses button 1 of the last answer
    as grace                be somebody else
    @Waymark what is n+1?   or just say it
    quit                    leave

"""


async def run(script: Path | None, keep: Path | None) -> int:
    """Run the bot on a database in `keep` (a temporary folder without it) and chat until `script` or the member ends.

    Gives 1 when a line of the script failed, else 0.
    """
    if script and not script.is_file():
        raise StartError(f"there is no script {script}")
    configure_logs("WARNING", "console")
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-demo-")))
        async with Sandbox() as sandbox:
            return await _serve(sandbox, folder, script)


async def _serve(sandbox: Sandbox, folder: Path, script: Path | None) -> int:
    settings = Settings(
        discord_token=SecretStr(sandbox.token),
        discord_api_url=sandbox.api_url,
        database_url=f"sqlite+aiosqlite:///{folder / 'waymark.db'}",
    )
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(App(settings, sandbox.clock.now).run(stop))
        await sandbox.gateway.connected()
        try:
            return await _chat(sandbox, script)
        finally:
            stop.set()


async def _chat(sandbox: Sandbox, script: Path | None) -> int:
    chat = TerminalChat(sandbox, sandbox.member("ada"), _write, styled=sys.stdout.isatty())
    if script:
        return await chat.run(script_lines(script), echo=True)
    _write(WELCOME)
    await chat.run(typed_lines(), echo=False)
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
