"""What a host reads who set something up wrong: one line that says what to do, and no secret in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.errors import StartError
from bot.settings import Settings, load_settings
from bot.start_facts import exposed_files, proxy_for

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "DATABASE_URL", "DISCORD_API_URL", "SHARD_IDS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_an_env_file_that_is_not_utf_8(somewhere: Path, encoding: str) -> None:
    (somewhere / ".env").write_bytes(f"# für Müller\nDISCORD_TOKEN={TOKEN}\n".encode(encoding))
    with pytest.raises(StartError, match=r"\.env is not UTF-8 text: save it again"):
        load_settings()


def test_an_env_file_with_a_mark_of_its_encoding(somewhere: Path) -> None:
    (somewhere / ".env").write_bytes(f"DISCORD_TOKEN={TOKEN}\n".encode("utf-8-sig"))
    assert load_settings().require_token() == TOKEN


def test_an_env_file_that_is_a_folder(somewhere: Path) -> None:
    (somewhere / ".env").mkdir()
    with pytest.raises(StartError, match=r"\.env cannot be read: Is a directory"):
        load_settings()


@pytest.mark.parametrize("written", [f'"{TOKEN}"', f"'{TOKEN}'", f"  {TOKEN}\n"])
def test_quotes_and_blanks_around_a_value_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    monkeypatch.setenv("DATABASE_URL", '"sqlite:///w.db"')
    settings = load_settings()
    assert settings.require_token() == TOKEN
    assert settings.database_url == "sqlite:///w.db"


@pytest.mark.parametrize("written", [f"{TOKEN[:30]}\n{TOKEN[30:]}", f"Bot {TOKEN}", f"{TOKEN}é"])
def test_a_token_that_cannot_be_one(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    with pytest.raises(StartError, match="DISCORD_TOKEN: has a line break") as refused:
        load_settings()
    assert TOKEN[:20] not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("written", ["https://ada:hunter2@proxy.example/api/v10", "ada:hunter2@proxy.example"])
def test_an_api_address_with_a_password(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_API_URL", written)
    with pytest.raises(StartError, match="DISCORD_API_URL: should") as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_terminal_that_knows_no_emoji() -> None:
    shown = run("preview", "csrf", PYTHONIOENCODING="ascii")
    assert shown.returncode == 0, shown.stderr
    assert b"CSRF" in shown.stdout
    assert run("preview", "csrf", PYTHONIOENCODING="utf-8").stdout.decode("utf-8").isascii() is False


@pytest.mark.parametrize("command", ["run", "db upgrade", "db current", "misses", "db rebuild"])
def test_a_wrong_address_is_one_line_whatever_is_asked(command: str) -> None:
    refused = run(*command.split(), DISCORD_TOKEN=TOKEN, DATABASE_URL="postgresql://ada:hunter@2@db/waymark")
    assert refused.returncode == 2
    assert refused.stdout == b""
    assert refused.stderr.splitlines() == [
        b"waymark: DATABASE_URL has more than one @: in a name or password write @ as %40, : as %3A and / as %2F"
    ]


def test_files_that_everybody_can_read_are_named(somewhere: Path) -> None:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{somewhere}/w.db")
    for name in (".env", "w.db"):
        (somewhere / name).touch(mode=0o644)
    assert exposed_files(settings) == [Path(".env"), somewhere / "w.db"]
    for name in (".env", "w.db"):
        (somewhere / name).chmod(0o640)
    assert exposed_files(settings) == []


def test_a_new_database_is_nobody_else_s_to_read(somewhere: Path) -> None:
    made = run("db", "upgrade", DATABASE_URL=f"sqlite:///{somewhere}/w.db")
    assert made.returncode == 0, made.stderr
    assert (somewhere / "w.db").stat().st_mode & 0o077 == 0


def test_the_proxy_is_the_one_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://discord.com/api/v10") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert proxy_for("https://discord.com/api/v10") == "http://proxy.example:3128"
    assert proxy_for("http://127.0.0.1:1/api/v10") is None
    monkeypatch.setenv("NO_PROXY", "discord.com")
    assert proxy_for("https://discord.com/api/v10") is None
