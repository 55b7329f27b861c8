"""What the documents name is there: files and folders, make targets, and commands of the bot as they would be typed."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.command_line.parser import parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/speed.md", "docs/scale.md")
ROOMS = "bench|bot|content|docs|findings|migrations|requirements|sandbox|tests|tools"
PATH = re.compile(rf"(?<![\w./-])(?:(?:{ROOMS})/[\w./-]*|(?!discord\.py)[\w-]+\.(?:py|toml|lock|md)\b)")
COMMAND = re.compile(r"^(?:(?:\.venv/bin/)?python -m bot|waymark) (.+)")
CODE = re.compile(r"(?:^|\n)((?:    [^\n]*\n)+)|```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def code_lines(document: str) -> Iterator[str]:
    """Each line of code in a document, without its comment."""
    for found in CODE.finditer((ROOT / document).read_text(encoding="utf-8")):
        for line in next(filter(None, found.groups())).splitlines():
            yield re.split(r"\s+#\s", line.strip())[0]


def found_in_code(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Each document with each thing in its code that fits a pattern: the last group of it, or all."""
    return sorted(
        {
            (document, found[found.lastindex or 0])
            for document in DOCUMENTS
            for line in code_lines(document)
            for found in pattern.finditer(line)
        }
    )


@pytest.mark.parametrize(("document", "path"), found_in_code(PATH))
def test_a_path_in_a_document_leads_somewhere(document: str, path: str) -> None:
    if "/" in path:
        assert (ROOT / path).exists()
    else:
        assert (ROOT / path).exists() or any((ROOT / "bot").rglob(path)) or any((ROOT / "sandbox").rglob(path))


@pytest.mark.parametrize(("document", "target"), found_in_code(re.compile(r"\bmake ([a-z][\w-]*)")))
def test_a_target_in_a_document_is_one_that_make_has(document: str, target: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert target in targets


@pytest.mark.parametrize(("document", "command"), found_in_code(COMMAND))
def test_a_command_in_a_document_can_be_typed(document: str, command: str) -> None:
    parser().parse_args(shlex.split(command))


def test_the_documents_name_enough_to_be_looked_at() -> None:
    """Hold that what is looked for is found: a change of their layout must not leave these tests with nothing to do."""
    assert len(found_in_code(PATH)) > 20
    assert {"demo", "setup", "test", "check"} <= {
        target for _, target in found_in_code(re.compile(r"\bmake ([a-z][\w-]*)"))
    }
    assert {"run", "demo", "db upgrade"} <= {command for _, command in found_in_code(COMMAND)}


def test_a_set_up_ends_with_a_line_that_shows_that_it_works() -> None:
    if not (ROOT / ".venv").exists():
        pytest.skip("the set-up is shown to work where there is one: make setup")
    shown = subprocess.run(
        ["make", "--no-print-directory", "works"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.fullmatch(
        r"Waymark \d[\w.]* works: \d+ topics in \d+ sections, no mistakes. Now try it: make demo\n", shown
    )
