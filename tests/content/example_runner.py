"""Runs the example of a topic and holds it to what it claims: its output, and the check file of its author."""

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from example_formats import FORMATS, bare_table

SECONDS = 60
"""How long one example may take; a machine under load is slow, an endless loop is endless."""

SAME = {"django": "html", "docker": "dockerfile", "py": "python", "sh": "bash", "shell": "bash", "yml": "yaml"}
"""Other names that Discord knows for the languages we run."""

RUN = ("python", "sql")


@dataclass(frozen=True)
class Example:
    """The example of a topic, as its file holds it: it runs where the bot's own libraries are not installed."""

    language: str
    code: str
    caption: str = ""
    output: str = ""


class ExampleError(AssertionError):
    """An example does not do what it claims, or claims nothing that can be checked."""


def hold_to_its_claim(example: Example, checks: Path, topic_id: str, directory: Path) -> None:
    """Run `example` in `directory` between `<topic_id>.before.py` and `<topic_id>.py` of `checks`, where they exist.

    Raises ExampleError when it fails, prints something else than its output, or nothing checks it.
    """
    language = SAME.get(example.language, example.language)
    if language not in (*RUN, *FORMATS):
        raise ExampleError(f"nothing runs {example.language!r}; there are {', '.join(sorted((*RUN, *FORMATS)))}")
    check = text_of(checks / f"{topic_id}.py")
    _claims_something(example, language, check)
    printed = printed_by(language, example.code, text_of(checks / f"{topic_id}.before.py"), check, directory)
    if example.output and not _equal(printed, example.output, language):
        raise ExampleError(f"it prints\n{printed}\nand not\n{example.output}")


def text_of(path: Path) -> str:
    """Give the text of a file, or nothing when there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def printed_by(language: str, code: str, before: str, check: str, directory: Path) -> str:
    """Run `code` in `directory`, between two Python texts. Raises ExampleError when any of the three fails."""
    request = directory / "request.json"
    request.write_text(json.dumps({"language": language, "code": code, "before": before, "check": check}))
    stage = Path(__file__).with_name("example_stage.py")
    command = [sys.executable, "-E", "-X", "utf8", "-W", "error", str(stage), str(request)]
    try:
        done = subprocess.run(
            command, cwd=directory, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ExampleError(f"it still runs after {SECONDS} s") from late
    if done.returncode:
        raise ExampleError(f"it fails:\n{done.stdout}{done.stderr}")
    return done.stdout


def _claims_something(example: Example, language: str, check: str) -> None:
    if check and not _asserts(check):
        raise ExampleError("the check file has no assert: it cannot fail")
    if language == "html" and not check:
        raise ExampleError("a template needs a check file that renders it")
    if language in RUN and not (example.output or check or (language == "python" and _asserts(example.code))):
        raise ExampleError("nothing is checked: give it an `output` or a check file")


def _asserts(source: str) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))


def _equal(printed: str, claimed: str, language: str) -> bool:
    if language == "sql":
        return bare_table(printed) == bare_table(claimed)
    return printed.rstrip().splitlines() == claimed.rstrip().splitlines()
