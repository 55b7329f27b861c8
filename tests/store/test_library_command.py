"""The host has the last word on what servers brought: `library list`, `offer`, `withdraw`, `remove`."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from shipped import CONTENT

from bot.store import brought
from bot.store.brought import BroughtRoadmap
from bot.store.database import Database
from bot.store.roadmap_ids import number_roadmaps

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def bring(address: str) -> None:
    database = Database(address)
    async with database.writing() as connection:
        numbers = await number_roadmaps(connection, ["python-django", "wood-9"])
        live = BroughtRoadmap("wood-9", 9, "Wood", 1, numbers["wood-9"])
        await brought.add_version(connection, live, "{}", ("Markdown", 3), AT)
    await database.close()


def waymark(address: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a host does: in a process of its own, which sets up its own log."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = os.environ | {"DATABASE_URL": address}
    return subprocess.run(command, cwd=CONTENT.parent, env=environment, capture_output=True, text=True, check=False)


def test_a_host_sees_and_removes_what_servers_brought(new_address: Callable[[], str]) -> None:
    address = new_address()
    asyncio.run(bring(address))
    assert waymark(address, "library", "list").stdout == "wood-9  Wood (server 9, version 1)\n"
    assert "offered to every server" in waymark(address, "library", "offer", "wood-9").stdout
    assert "version 1, offered to all" in waymark(address, "library", "list").stdout
    assert "its own server's again" in waymark(address, "library", "withdraw", "wood-9").stdout
    assert "offered" not in waymark(address, "library", "list").stdout
    assert waymark(address, "library", "offer", "stone-9").returncode == 2
    assert "taken away" in waymark(address, "library", "remove", "wood-9").stdout
    empty = waymark(address, "library", "list")
    assert (empty.returncode, empty.stdout) == (0, "")
    again = waymark(address, "library", "remove", "wood-9")
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
