"""The plugin, in runs of pytest of its own, with the bot and the test that the README opens with."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BOT, TEST = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[:2]
WRONG = TEST.replace("pong pong", "pang")


def run(folder: Path, test: str, *options: str) -> str:
    """Run pytest on one test in a folder of its own and return what it printed."""
    (folder / "bot.py").write_text(BOT, encoding="utf-8")
    (folder / "test_bot.py").write_text(test, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "discord_sandbox.pytest_plugin",
        "-o",
        "asyncio_mode=auto",
        *options,
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DISCORD"))}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


def test_the_test_in_the_readme_passes_and_has_no_transcript(tmp_path: Path) -> None:
    printed = run(tmp_path, TEST)
    assert "1 passed" in printed
    assert "crossed the wire" not in printed


def test_a_test_that_fails_shows_what_crossed_the_wire_a_line_each(tmp_path: Path) -> None:
    printed = run(tmp_path, WRONG)
    assert "1 failed" in printed
    transcript = (
        printed.partition("what crossed the wire of http://127.0.0.1:")[2].partition("\n====")[0].splitlines()[1:]
    )
    said = [line.split(" ", 1)[1] for line in transcript if line.strip()]
    assert any(line.startswith("bot → PUT /applications/") for line in said)
    assert any(line.startswith("bot → IDENTIFY") for line in said)
    assert "bot ← INTERACTION_CREATE ada uses /ping times=2 (shard 0)" in said
    answer = said.index(next(line for line in said if "/callback" in line))
    assert said[answer].endswith(" type 4: 'pong pong ' flags 64")
    assert "sandbox.token" not in printed.partition("what crossed the wire")[2]


def test_requests_are_checked_against_a_document_that_is_named(tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(SMALL_DOCUMENT, encoding="utf-8")
    printed = run(tmp_path, TEST, f"--discord-openapi={document}")
    assert "Discord has no such path" in printed
    assert re.search("1 passed.* 1 error", printed)


def test_a_document_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    printed = run(tmp_path, TEST, "--discord-openapi=nowhere.json")
    assert "DISCORD_OPENAPI is nowhere.json, which is no file" in printed


SMALL_DOCUMENT = """{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
  "SnowflakeType": {}, "MessageReferenceType": {"oneOf": []}, "ChannelTypes": {"oneOf": []},
  "ApplicationCommandCreateRequest": {"properties": {"default_member_permissions": {}}},
  "ApplicationCommandUpdateRequest": {"properties": {"default_member_permissions": {}}}
}}}"""
