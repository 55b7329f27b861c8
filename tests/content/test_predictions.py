"""Python in the texts of topics is Python, and a prompt to predict what code prints has the right answer.

For authors. A `predict` prompt whose text shows a ```python block is run like an example (`<id>.before.py` runs first,
see test_examples.py). What it prints, if anything, must be the first block of the `answer`; or, line by line, its
first `code` spans.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from example_runner import printed_by, text_of

TOPICS = Path(__file__).parents[2] / "content" / "python-django" / "topics"
CHECKS = Path(__file__).with_name("examples")
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")


def python_blocks(text: str) -> list[str]:
    """Give the Python blocks of a Markdown text."""
    return [code for language, code in BLOCK.findall(text) if language in ("python", "py")]


def predictions(path: Path) -> Iterator[tuple[str, str]]:
    """Walk the prompts of a topic file that ask what Python code prints: the code and the answer of each."""
    for prompt in yaml.safe_load(path.read_text(encoding="utf-8")).get("prompts", []):
        if isinstance(prompt, dict) and prompt["kind"] == "predict" and python_blocks(prompt["text"]):
            yield python_blocks(prompt["text"])[0], prompt["answer"]


def told_lines(answer: str, count: int) -> list[str]:
    """Give the lines that an answer says are printed: its first block, or its first `count` code spans."""
    block = BLOCK.search(answer)
    return block[2].rstrip().splitlines() if block and count else SPAN.findall(answer)[:count]


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_prediction_comes_true(path: Path, tmp_path: Path) -> None:
    before = text_of(CHECKS / f"{path.stem}.before.py")
    for code, answer in predictions(path):
        printed = printed_by("python", code, before, "", tmp_path).rstrip().splitlines()
        assert told_lines(answer, len(printed)) == printed


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_python_in_a_text_parses(path: Path) -> None:
    for code in python_blocks(path.read_text(encoding="utf-8")):
        ast.parse(textwrap.dedent(code))
