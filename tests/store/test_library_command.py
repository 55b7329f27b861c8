"""The host has the last word on what servers brought: `library list` and `library remove`."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from bot.store import brought
from bot.store.brought import BroughtRoadmap
from bot.store.database import Database
from bot.store.roadmap_numbers import number_roadmaps

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def bring(address: str) -> None:
    database = Database(address)
    async with database.writing() as connection:
        numbers = await number_roadmaps(connection, ["python-django", "wood-9"])
        live = BroughtRoadmap("wood-9", 9, "Wood", 1, numbers["wood-9"])
        await brought.add_version(connection, live, "{}", ("Markdown", 3), AT)
    await database.close()


def test_a_host_sees_and_removes_what_servers_brought(
    new_address: Callable[[], str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = new_address()
    asyncio.run(bring(address))
    monkeypatch.setenv("DATABASE_URL", address)
    assert main(["library", "list"]) == 0
    assert capsys.readouterr().out == "wood-9  Wood (server 9, version 1)\n"
    assert main(["library", "remove", "wood-9"]) == 0
    assert "taken away" in capsys.readouterr().out
    assert main(["library", "list"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["library", "remove", "wood-9"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
