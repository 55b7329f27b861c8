"""The bot as a process: what a host sees of it, and what survives it."""

import asyncio
import json
import shutil
import urllib.request
from pathlib import Path

import pytest
from discord_sandbox import Fault, Sandbox
from shipped import CONTENT
from waiting import LONGEST, until
from whole_bot import process


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "waymark.db"


async def test_progress_survives_a_power_cut_right_after_the_answer(discord: Sandbox, database: Path) -> None:
    ada = discord.member("ada")
    async with process(discord, database) as bot:
        await ada.slash("done", topic="drf-serializers")
        await bot.kill()
    async with process(discord, database):
        assert "1 of 51" in (await ada.slash("progress")).text


async def test_buttons_work_after_a_restart(discord: Sandbox, database: Path) -> None:
    ada = discord.member("ada")
    async with process(discord, database) as bot:
        card = await ada.slash("topic", name="csrf")
        assert await bot.stop() == 0
    async with process(discord, database):
        assert "1 of 51" in (await card.press("Done")).content


async def test_commands_are_registered_only_when_they_changed(discord: Sandbox, database: Path) -> None:
    for _ in range(2):
        async with process(discord, database) as bot:
            await bot.stop()
    registered = discord.journal.matching("PUT", "/applications/*/commands")
    assert len(registered) == 1


async def test_a_stop_lets_the_answer_under_way_finish(discord: Sandbox, database: Path) -> None:
    ada = discord.member("ada")
    async with process(discord, database) as bot:
        slow = discord.faults.next("POST", "/interactions/*/*/callback", Fault.slow(1.0))
        answering = asyncio.ensure_future(ada.slash("done", topic="csrf"))
        await until(lambda: slow.struck == 1)
        assert await bot.stop() == 0
        assert "1 of 51" in (await answering).text


async def test_a_wrong_token_ends_it_with_one_clear_line(discord: Sandbox, database: Path) -> None:
    async with process(discord, database, ready=False, DISCORD_TOKEN="wrong.token.here") as bot:
        assert await bot.ended() == 3
        assert "Discord refused the token" in bot.log.splitlines()[-1]
        assert "Traceback" not in bot.log


async def test_a_forbidden_intent_ends_it_with_one_clear_line(discord: Sandbox, database: Path) -> None:
    discord.gateway.refuse_identify(4014, times=5)
    async with process(discord, database, ready=False) as bot:
        assert await bot.ended() == 4
        assert "forbids an intent" in bot.log.splitlines()[-1]
    # discord.py now and then loses the close code when its own goodbye crosses it, and identifies once more.
    assert len(discord.gateway.identify_refusals) >= 2


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("DISCORD_TOKEN", "", "DISCORD_TOKEN is not set"),
        ("DATABASE_URL", "mysql://nowhere", "DATABASE_URL"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL"),
        ("SHARD_IDS", "one", "SHARD_IDS"),
        ("HEALTH_PORT", "99999", "HEALTH_PORT"),
        ("DISCORD_API_URL", "discord.com", "DISCORD_API_URL"),
    ],
)
async def test_a_wrong_setting_ends_it_with_one_line(
    discord: Sandbox, database: Path, setting: str, value: str, words: str
) -> None:
    async with process(discord, database, ready=False, **{setting: value}) as bot:
        assert await bot.ended() == 2
        assert len(bot.log.splitlines()) == 1
        assert words in bot.log


async def test_broken_content_is_listed_and_the_bot_does_not_start(
    discord: Sandbox, database: Path, tmp_path: Path
) -> None:
    broken = Path(shutil.copytree(CONTENT, tmp_path / "broken"))
    (broken / "python-django" / "topics" / "csrf.yaml").write_text("id: csrf\nid: csrf\n")
    async with process(discord, database, ready=False, CONTENT_DIR=str(broken)) as bot:
        assert await bot.ended() == 1
        assert "csrf.yaml:2: " in bot.log


async def test_health_says_when_it_can_serve(discord: Sandbox, database: Path, unused_tcp_port: int) -> None:
    async with process(discord, database, HEALTH_PORT=str(unused_tcp_port)):
        address = f"http://127.0.0.1:{unused_tcp_port}"

        def ask(path: str) -> dict[str, object]:
            with urllib.request.urlopen(address + path, timeout=5) as answer:
                found: dict[str, object] = json.load(answer)
                return found

        assert await asyncio.to_thread(ask, "/livez") == {"status": "ok"}
        async with asyncio.timeout(LONGEST):
            while True:
                try:
                    ready = await asyncio.to_thread(ask, "/readyz")
                    break
                except OSError:
                    await asyncio.sleep(0.2)
        assert ready == {"status": "ok", "discord": True, "database": True}


async def test_the_log_has_a_line_for_each_interaction_and_no_secrets(discord: Sandbox, database: Path) -> None:
    ada = discord.member("ada")
    async with process(discord, database, LOG_FORMAT="json", LOG_LEVEL="DEBUG") as bot:
        await ada.slash("topic", name="middleware")
        await ada.say("@Waymark done csrf please, my secret is hunter2")
        await bot.stop()
        lines = [json.loads(line) for line in bot.log.splitlines()]
    asked = [line for line in lines if line["event"] == "interaction"]
    assert [line["command"] for line in asked] == ["/topic", "chat done"]
    assert all({"outcome", "ms", "reference"} <= line.keys() for line in asked)
    assert discord.token not in bot.log
    assert "hunter2" not in bot.log
