"""Python in the texts of topics is Python, and a prompt to predict what code prints has the right answer.

For authors. A `predict` prompt whose text shows a ```python block with a print() is run like an example (when the
topic's example is Python or HTML, `<id>.before.py` runs first, see test_examples.py). What it prints must be the first
block of the `answer`, or else stand there line by line, as `code` or **bold**, in order.
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
SPAN = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


def python_blocks(text: str) -> list[str]:
    """Give the Python blocks of a Markdown text."""
    return [code for language, code in BLOCK.findall(text) if language in ("python", "py")]


def predictions(path: Path) -> Iterator[tuple[str, str, str]]:
    """Walk the prompts of a topic file that ask what code prints: what runs before, the code and the answer of each."""
    topic = yaml.safe_load(path.read_text(encoding="utf-8"))
    is_python = topic.get("example", {}).get("language") in ("python", "html")
    before = text_of(CHECKS / f"{path.stem}.before.py") if is_python else ""
    for prompt in topic.get("prompts", []):
        if isinstance(prompt, dict) and prompt["kind"] == "predict":
            for code in python_blocks(prompt["text"])[:1]:
                if "print(" in code:
                    yield before, code, prompt["answer"]


def tells(answer: str, printed: str) -> bool:
    """Tell whether an answer shows what is printed: as its first block, or line by line as code or bold, in order."""
    if block := BLOCK.search(answer):
        return block[2].rstrip() == printed
    spans = iter([code or bold for code, bold in SPAN.findall(answer)])
    return all(line in spans for line in printed.splitlines())


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_prediction_comes_true(path: Path, tmp_path: Path) -> None:
    for before, code, answer in predictions(path):
        printed = printed_by("python", code, before, "", tmp_path).rstrip()
        assert printed
        assert tells(answer, printed), f"it prints\n{printed}\nand the answer says\n{answer}"


@pytest.mark.parametrize("path", sorted(TOPICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_python_in_a_text_parses(path: Path) -> None:
    for code in python_blocks(path.read_text(encoding="utf-8")):
        ast.parse(textwrap.dedent(code))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("```\n1\n2\n```", True),
        ("`1`, then `2`.", True),
        ("`2`, then `1`.", False),
        ("**1** and **2**", True),
        ("`1`", False),
        ("1, 2", False),
    ],
)
def test_an_answer_tells_all_lines_in_order(answer: str, told: bool) -> None:
    assert tells(answer, "1\n2") is told
