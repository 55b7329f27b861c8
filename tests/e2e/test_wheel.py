"""The wheel, installed where nothing else of the project is: its command works in an empty folder."""

import asyncio
import os
import signal
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord_sandbox import Sandbox
from filelock import FileLock
from hatchling.builders.wheel import WheelBuilder
from whole_bot import ROOT

TOPICS = len(list((ROOT / "content" / "python-django" / "topics").glob("*.yaml")))


@dataclass(frozen=True)
class Installed:
    """A wheel, and the command that it installed."""

    wheel: Path
    command: Path

    def run(self, folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Installed:
    """The wheel in an environment that has its dependencies and no copy of the repository; made once a run."""
    home = tmp_path_factory.getbasetemp().parent / f"wheel-{testrun_uid[:12]}"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            install(home)
    (wheel,) = home.glob("waymark-*.whl")
    return Installed(wheel, home / "venv" / "bin" / "waymark")


def install(home: Path) -> None:
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(home), versions=["standard"])
    venv.create(home / "venv", with_pip=False)
    python = home / "venv" / "bin" / "python"
    (site,) = (home / "venv" / "lib").glob("python*/site-packages")
    # A .pth brings the folder of the dependencies, but not what its own .pth files bring: this repository.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", path], check=True)


def test_it_holds_the_bot_its_content_and_its_migrations_and_nothing_else(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"bot"}
    assert "bot/shipped_data/content/python-django/roadmap.yaml" in names
    assert "bot/shipped_data/migrations/env.py" in names
    assert not [name for name in names if "sandbox" in name or "tests/" in name]


def test_check_finds_the_content_that_came_with_it(installed: Installed, tmp_path: Path) -> None:
    checked = installed.run(tmp_path, "check")
    assert f"{TOPICS} topics in 10 sections, no mistakes" in checked.stdout, checked.stderr
    assert checked.returncode == 0


def test_a_content_folder_of_ones_own_goes_before_it(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    checked = installed.run(tmp_path, "check")
    assert checked.stdout.splitlines()[0] == "content:1: holds no roadmap: there should be a folder with a roadmap.yaml"
    assert checked.returncode == 1


def test_preview_shows_a_topic(installed: Installed, tmp_path: Path) -> None:
    assert "── The card ──" in installed.run(tmp_path, "preview", "csrf").stdout


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("run", "waymark: DISCORD_TOKEN is not set"),
        ("demo", "waymark: this needs the sandbox: run it in a copy of the repository"),
        ("ids", "waymark: there is no folder `content` here: name the folder to write into"),
    ],
)
def test_what_cannot_work_here_says_so_in_one_line(
    command: str, says: str, installed: Installed, tmp_path: Path
) -> None:
    ended = installed.run(tmp_path, command)
    assert ended.returncode == 2
    assert ended.stderr.startswith(says)
    assert len(ended.stderr.splitlines()) == 1


async def test_it_migrates_a_database_and_runs_on_it(installed: Installed, tmp_path: Path) -> None:
    upgraded = await asyncio.to_thread(installed.run, tmp_path, "db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert (tmp_path / "data" / "waymark.db").exists()
    async with Sandbox(bot_name="Waymark") as discord:
        environment = {"DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api_url, "PATH": os.defpath}
        environment["XDG_CACHE_HOME"] = str(tmp_path)
        running = await asyncio.create_subprocess_exec(
            installed.command, "run", cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        try:
            async with asyncio.timeout(30):
                await discord.gateway.connected()
            assert f"1 of {TOPICS}" in (await discord.member("ada").slash("done", topic="csrf")).text
            running.send_signal(signal.SIGTERM)
            _, log = await running.communicate()
            assert running.returncode == 0, log.decode()
        finally:
            if running.returncode is None:
                running.kill()
                await running.wait()
