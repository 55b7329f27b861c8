"""The real bot against a sandbox, in this process or in one of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from discord_sandbox import Member, Sandbox
from discord_sandbox.gateway import Gateway
from discord_sandbox.world.model import Message
from logged_errors import assert_no_surprise, error_lines
from pydantic import SecretStr
from shipped import CONTENT, shipped_library
from waiting import LONGEST, until

from bot.app import App
from bot.settings import Settings

HANDLERS = ("discord.py: ", "CommandTree")
"""How discord.py names the tasks in which it lets a bot handle events and commands."""
FIRST_INSTANT = datetime(2026, 9, 7, 20, 5, tzinfo=UTC)
"""When the tests of bots in this process begin: a Monday evening, so that none depends on the day that it is run."""
ROOT = Path(__file__).parents[2]


def settings_for(sandbox: Sandbox, database_url: str, content: Path = CONTENT) -> Settings:
    """Give the settings that point a bot at `sandbox`, whatever the environment says."""
    return Settings(
        _env_file=None,
        discord_token=SecretStr(sandbox.token),
        discord_api_url=sandbox.api_url,
        database_url=database_url,
        content_dir=content,
    )


READING = 40.0
"""Seconds that a file may take to be read on a machine whose processors are busy with other tests."""


@asynccontextmanager
async def serving(
    sandbox: Sandbox, database: Path, content: Path = CONTENT, *, guild_cache: bool = True
) -> AsyncIterator[App]:
    """Run the bot in this process on a SQLite file until the block ends."""
    sandbox.driver.patience = READING  # a process of low priority reads what is brought, beside all other tests
    settings = settings_for(sandbox, f"sqlite+aiosqlite:///{database}", content)
    settings = settings.model_copy(update={"guild_cache": guild_cache})
    app = App(settings, sandbox.clock.now, library=shipped_library() if content == CONTENT else None)
    stop = asyncio.Event()
    running = asyncio.get_running_loop().create_task(app.run(stop))
    try:
        await until_ready(sandbox, running)
        yield app
    finally:
        stop.set()
        await running


async def until_ready(sandbox: Sandbox, running: "asyncio.Task[None]") -> None:
    """Wait until the bot is at the gateway; raise what it ended with if it does not get there."""
    arrival = asyncio.get_running_loop().create_task(sandbox.gateway.connected())
    await asyncio.wait([arrival, running], timeout=LONGEST, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    arrival.result()


@asynccontextmanager
async def finishing(gateway: Gateway) -> AsyncIterator[None]:
    """Wait at the end of the block until the bots in this process have done all that they will do about it."""
    before = asyncio.all_tasks()
    yield
    await gateway.caught_up()
    await until(lambda: not any(task.get_name().startswith(HANDLERS) for task in asyncio.all_tasks() - before))


async def replies(member: Member, text: str) -> list[Message]:
    """Let a member say something, and return what the bot says to it, once it has finished with it."""
    if member.driver.endpoint.url:
        pytest.skip("no mention and no direct message reaches a bot whose interactions come by HTTP")
    before = len(member.channel.messages)
    async with finishing(member.driver.gateway):
        await member.say(text, within=0)
    return [message for message in member.channel.messages[before:] if message.author is member.driver.world.bot]


class BotProcess:
    """`python -m bot run` in a process of its own, its log in a file."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self._log.read_text(encoding="utf-8")

    @property
    def children(self) -> list[int]:
        """The ids of the processes that it has started and not ended."""
        pid = self._process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def stop(self) -> int:
        """Ask it to stop, and give its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended, and give its exit code."""
        async with asyncio.timeout(LONGEST):
            return await self._process.wait()


@asynccontextmanager
async def process(
    sandbox: Sandbox, database: Path, *, ready: bool = True, errors: Iterable[str] = (), **environment: str
) -> AsyncIterator[BotProcess]:
    """Start the bot as a host would and, if it should get `ready`, wait until it is at the gateway.

    Hold at the end that it logged no errors but `errors` (regular expressions).
    """
    log = database.with_suffix(".log")
    set_up = {
        "DISCORD_TOKEN": sandbox.token,
        "DISCORD_API_URL": sandbox.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "CONTENT_DIR": str(CONTENT),
        "PATH": os.environ["PATH"],
        "XDG_CACHE_HOME": str(database.parent),
    }
    with log.open("ab") as output:
        begin = output.tell()
        started = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=set_up | environment, stderr=output
        )
    try:
        if ready:
            async with asyncio.timeout(LONGEST):
                await sandbox.gateway.connected()
        yield BotProcess(started, log)
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()
    assert_no_surprise(error_lines(log.read_bytes()[begin:].decode()), errors)
