"""The command line, as authors and hosts use it."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from asked import press_right
from discord_sandbox import Sandbox
from shipped import CONTENT
from whole_bot import ROOT, process

from bot.__main__ import main


@pytest.fixture
def first_instant() -> None:
    """Now: the bot has a process of its own."""


def waymark(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "CONTENT_DIR": str(CONTENT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        "",
        "run",
        "demo",
        "check",
        "preview",
        "ids",
        "new",
        "new roadmap",
        "new topic",
        "schema",
        "misses",
        "status",
        "db",
        "db upgrade",
        "db current",
        "db backup",
        "db restore",
        "db rebuild",
        "db draft",
    ],
)
def test_help_stands_everywhere(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert f"usage: waymark {command}".strip() in capsys.readouterr().out


def test_content_without_mistakes_says_so() -> None:
    checked = waymark("check", str(CONTENT))
    assert checked.returncode == 0
    assert "51 topics in 10 sections, no mistakes" in checked.stdout


def test_every_mistake_is_listed_with_its_place(tmp_path: Path) -> None:
    broken = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    topics = broken / "python-django" / "topics"
    (topics / "csrf.yaml").write_text((topics / "csrf.yaml").read_text().replace("minutes:", "minuts:"))
    (topics / "xss.yaml").write_bytes(b"\xff\xfe")
    checked = waymark("check", str(broken))
    assert checked.returncode == 1
    assert "csrf.yaml" in checked.stdout
    assert "minuts" in checked.stdout
    assert "xss.yaml:1:" in checked.stdout


def test_preview_shows_all_of_a_topic() -> None:
    shown = waymark("preview", "drf-serializers").stdout
    for part in ("The card", "Behind Example", "Prompt 1", "Question 1", "✅ Right!"):
        assert part in shown
    assert waymark("preview", "nothing").returncode == 2


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    """As in `waymark preview | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "preview"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "CONTENT_DIR": str(CONTENT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.close()
        assert shown.stderr.read() == ""


def test_the_demo_plays_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("/topic midleware\n1\n/progress\nas grace\n/leaderboard\n")
    played = waymark("demo", "--script", str(script), "--keep", str(tmp_path))
    assert played.returncode == 0
    assert "Middleware done" in played.stdout
    assert "1 of 51" in played.stdout
    assert "🥇 Ada" in played.stdout
    script.write_text("/nothing\n")
    assert waymark("demo", "--script", str(script)).returncode == 1
    assert waymark("demo", "--script", str(tmp_path / "none.txt")).returncode == 2


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "waymark.db"


async def test_status_tells_how_things_stand_beside_a_running_bot(database: Path) -> None:
    async with Sandbox(bot_name="Waymark") as discord, process(discord, database):
        await discord.member("ada").slash("done", topic="csrf")
        shown = await asyncio.to_thread(waymark, "status", DATABASE_URL=f"sqlite:///{database}")
    assert shown.returncode == 0, shown.stderr
    assert "servers        1\n" in shown.stdout
    assert "members        1, 1 active in the last seven days\n" in shown.stdout
    assert "posts due      0\n" in shown.stdout
    assert "size           0." in shown.stdout


@pytest.mark.parametrize("address", ["sqlite:///{}/none.db", "sqlite:///{}/text.db", "postgresql://a@127.0.0.1:9/b"])
def test_the_status_of_a_wrong_database_is_one_line(address: str, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is no database at all.\n" * 100)
    refused = waymark("status", DATABASE_URL=address.format(tmp_path))
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith("waymark: ")
    assert not (tmp_path / "none.db").exists()


async def test_misses_tell_the_author_what_nobody_found(database: Path) -> None:
    async with Sandbox(bot_name="Waymark") as discord, process(discord, database) as bot:
        for _ in range(2):
            await discord.member("ada").slash("topic", name="Pineapple Pizza")
        await bot.stop()
    found = await asyncio.to_thread(waymark, "misses", DATABASE_URL=f"sqlite:///{database}")
    assert "2  pineapple pizza" in found.stdout


async def test_misses_tell_the_author_which_questions_members_flagged(database: Path) -> None:
    async with Sandbox(bot_name="Waymark") as discord, process(discord, database) as bot:
        for name, note in (("ada", "Two are right"), ("grace", "\x1b[31mC\nis right\u202e too")):
            answered = await press_right(await discord.member(name).slash("quiz", topic="csrf", questions=1))
            form = await answered.press("Something is wrong")
            assert "Thank you" in (await form.submit(note=note)).text
        await bot.stop()
    found = await asyncio.to_thread(waymark, "misses", DATABASE_URL=f"sqlite:///{database}")
    assert found.returncode == 0
    assert found.stdout.count(" of csrf") in (1, 2), "one line for each question"
    assert "question " in found.stdout
    assert "“Two are right”" in found.stdout
    assert "is right" in found.stdout
    assert "\x1b" not in found.stdout
    assert "\u202e" not in found.stdout
    assert "ada" not in found.stdout
    one = await asyncio.to_thread(waymark, "misses", "--most", "0", DATABASE_URL=f"sqlite:///{database}")
    assert "csrf" not in one.stdout


def test_the_database_is_migrated_by_command(database: Path) -> None:
    url = f"sqlite:///{database}"
    assert waymark("db", "upgrade", DATABASE_URL=url).returncode == 0
    assert waymark("db", "current", DATABASE_URL=url).stdout.startswith("2026")
    assert "0 learners" in waymark("db", "rebuild", DATABASE_URL=url).stdout
