"""Python in the texts of topics is Python, and a prompt to predict what code prints has the right answer.

For authors. A `predict` prompt whose text shows a ```python block with a print(), or a ```sql block with a SELECT, is
run like an example (`<id>.before.py` runs first when the topic's example has the same language, see test_examples.py;
a check file may not be needed). What it prints must be the first block of the `answer`, or else stand there line by
line, as `code` or **bold**, in order. Every topic has such a prompt.
"""

import ast
import textwrap
from pathlib import Path

import pytest
from example_runner import printed_by
from topic_code import BLOCK, TOPICS, before_of, runnable_block, tells, topic_of

PATHS = sorted(TOPICS.glob("*.yaml"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_prediction_comes_true(path: Path, tmp_path: Path) -> None:
    topic = topic_of(path)
    prompts = [
        prompt for prompt in topic["prompts"] if prompt["kind"] == "predict" and runnable_block(prompt["text"])[1]
    ]
    assert prompts, "every topic has a prediction that can be run"
    for prompt in prompts:
        language, code = runnable_block(prompt["text"])
        printed = printed_by(language, code, before_of(path, topic, language), "", tmp_path).rstrip()
        assert printed
        assert tells(prompt["answer"], printed), f"it prints\n{printed}\nand the answer says\n{prompt['answer']}"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_python_in_a_text_parses(path: Path) -> None:
    for language, code in BLOCK.findall(path.read_text(encoding="utf-8")):
        if language == "python":
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
