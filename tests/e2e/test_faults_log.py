"""What a host reads after a bad day: a line for each interaction, a traceback where there is one, and no secrets."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from discord_sandbox import Fault, Sandbox
from forging import forge_typing, got
from waiting import until
from whole_bot import BotProcess, process


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


async def test_the_log_of_a_bad_day(discord: Sandbox, tmp_path: Path) -> None:
    ada = discord.member("ada")
    troubles = (
        Fault.drop_before(reset=True),
        Fault.drop_after(),
        Fault.status(500),
        Fault.status(400, 50035, "Invalid Form Body"),
        Fault.status(404, 10062, "Unknown interaction"),
        Fault.rate_limited("global"),
    )
    async with process(
        discord, tmp_path / "waymark.db", LOG_FORMAT="json", LOG_LEVEL="DEBUG", errors=["failed", "in autocomplete"]
    ) as bot:
        asked = []
        for trouble in troubles:
            asked.append(ada.prepare_slash("done", topic="csrf"))
            discord.faults.next("POST", f"/interactions/{asked[-1].id}/*/callback", trouble)
            await got(ada, asked[-1])
        typed = forge_typing(ada, "topic", {"name": "name", "type": 3, "value": "c", "focused": True})
        discord.faults.next("POST", f"/interactions/{typed.id}/*/callback", Fault.status(400, 50035))
        await got(ada, typed)
        discord.faults.next("POST", "/channels/*/messages", Fault.status(400, 50035))
        await ada.say("@Waymark my secret is hunter2", within=0)
        await until(lambda: bot.log.count('"event":"interaction"') == len(asked) + 1)
        assert await bot.stop() == 0
    lines = [json.loads(line) for line in bot.log.splitlines()]
    told = {line["reference"]: line for line in lines if line["event"] == "interaction"}
    outcomes = [told[f"{one.id:x}"]["outcome"] for one in asked]
    assert outcomes == ["ok", "ok", "ok", "failed", "expired", "ok"]
    assert sum("exception" in line for line in lines) == 3
    for one in (*asked, typed):
        assert one.token not in bot.log
    for secret in (discord.token, "hunter2"):
        assert secret not in bot.log


def lines_of(bot: BotProcess, event: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in bot.log.splitlines()]
    return [line for line in lines if line["event"] == event]


async def test_the_log_says_what_runs_and_that_it_stopped(discord: Sandbox, tmp_path: Path) -> None:
    async with process(discord, tmp_path / "waymark.db", LOG_FORMAT="json") as bot:
        await discord.member("ada").slash("topic", name="csrf")
        await discord.member("ada").dm.slash("topic", name="csrf")
        await until(lambda: '"event":"ready"' in bot.log)
        assert await bot.stop() == 0
    (started,) = lines_of(bot, "started")
    assert str(started["database"]).endswith("waymark.db")
    assert started["content"] == "python-django (51 topics)"
    assert {"version", "zone_data", "discord_py"} <= started.keys()
    (ready,) = lines_of(bot, "ready")
    assert (ready["servers"], ready["shards"]) == (1, 1)
    here, by_message = lines_of(bot, "interaction")
    assert (here["guild"], here["shard"]) == (discord.guild.id, 0)
    assert (by_message["guild"], by_message["shard"]) == (None, 0)
    assert [json.loads(line)["event"] for line in bot.log.splitlines()[-2:]] == ["stopping", "stopped"]


async def test_an_outage_of_discord_is_a_line_a_try(discord: Sandbox, tmp_path: Path) -> None:
    discord.faults.next("*", "/users/@me", Fault.status(503), times=2)
    async with process(discord, tmp_path / "waymark.db", ready=False, LOG_FORMAT="json") as bot:
        async with asyncio.timeout(60):
            await discord.gateway.connected()
        assert await bot.stop() == 0
    tries = lines_of(bot, "connection lost, trying again")
    assert [line["failures"] for line in tries] == list(range(1, len(tries) + 1))
    assert "503" in str(tries[0]["reason"])
    assert "Traceback" not in bot.log


async def test_an_outage_of_the_database_is_a_line_for_whoever_was_refused(discord: Sandbox, tmp_path: Path) -> None:
    database = tmp_path / "waymark.db"
    async with process(discord, database, LOG_FORMAT="json") as bot:
        ada = discord.member("ada")
        await ada.slash("done", topic="csrf")
        blocker = sqlite3.connect(database)
        blocker.execute("BEGIN IMMEDIATE")
        refused = await ada.slash("done", topic="xss")
        blocker.rollback()
        blocker.close()
        assert await bot.stop() == 0
    (line,) = lines_of(bot, "the database did not answer")
    assert f"Reference {line['reference']}" in refused.text
    assert line["reason"]
    assert "Traceback" not in bot.log
