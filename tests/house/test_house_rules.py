"""The house keeps its own rules: small rooms that say what they are for, and documents that name what there is."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.features import FEATURES
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "sandbox" / "discord_sandbox").rglob("*.py")])
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_says_first_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told = ast.get_docstring(ast.parse(text))
    assert told, "the first line should say what the file is for"
    assert told.splitlines()[0].rstrip().endswith((".", "?", "!")), "that first line should be a whole sentence"
    assert len(text.splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_stay_small(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    too_long = [f"{one.name} in line {one.lineno}" for one in functions if length(one) > LONGEST_FUNCTION]
    assert not too_long


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_every_command_stands_in_the_readme_and_in_help() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    help_words = (ROOT / "bot" / "features" / "help" / "embeds.py").read_text(encoding="utf-8")
    commands = [command.name for room in FEATURES for command in room.commands]
    assert len(commands) >= 11
    for name in commands:
        assert f"`/{name}" in readme, f"/{name} is missing in README.md"
        assert f"/{name}" in help_words or name == "help", f"/{name} is missing in /help"


def test_every_setting_stands_in_the_example_and_in_the_readme() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"{name.upper()}=" in example
        assert f"`{name.upper()}`" in readme


def test_no_two_modules_of_tests_share_a_name() -> None:
    """pytest imports them side by side, and would collect only the first of two."""
    names = [path.name for folder in ("tests", "sandbox/tests") for path in (ROOT / folder).rglob("test_*.py")]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_lock_names_a_registry() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
    npm = (ROOT / "sandbox" / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in npm
    assert "://" not in npm


def test_run_imports_neither_the_demo_nor_the_sandbox() -> None:
    program = "import sys, bot.__main__, bot.command_line.running, bot.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "bot.features" in loaded
    assert not [name for name in loaded if name.startswith(("bot.demo", "discord_sandbox"))]


def test_a_start_with_the_shipped_roadmap_loads_no_list_of_emoji() -> None:
    program = (
        "import sys, pathlib, bot.app; from bot.content.loader import load_library; "
        "load_library(pathlib.Path('content')); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "bot.content.checks" in done.stdout.split()
    assert "emoji" not in done.stdout.split()


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "features").glob("*/embeds.py")), ids=name_of)
def test_titles_in_messages_are_shown_as_they_are_written(path: Path) -> None:
    raw = re.compile(r"(topic|section|group|roadmap|retired|topics\[\w+\])\.title\b")
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line.strip() for line in lines if raw.search(line) and "footer" not in line]  # a footer has no Markdown
    assert found == [], "say `markdown_title`: __init__ would be shown underlined"
