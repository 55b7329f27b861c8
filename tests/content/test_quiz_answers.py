"""Questions about what code prints are run: what a quiz calls right is what Python says.

For authors. A question with a ```python block that prints is run like a `predict` prompt (see test_predictions.py)
when it asks "What does this print?": the right choice must show the printed lines as `code`, in order, and no other
choice may. Where a question says that code "prints `x`", or a comment behind a print() does, that must be so as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # a parsed topic has any shape

import pytest
from example_runner import printed_by
from topic_code import TOPICS, before_of, runnable_block, shown, topic_of

PATHS = sorted(TOPICS.glob("*.yaml"))
ASKED = "print?"
SAID = re.compile(r"\bprints? `([^`]+)`")
COMMENT = re.compile(r"^print\(.*\) +# (.+)$", re.MULTILINE)
A_DOZEN = 12


def claimed(question: dict[str, Any], code: str) -> list[str]:
    """Give the lines that `code` prints by what its question says; none when it says nothing about that."""
    if ASKED in question["question"]:
        return shown(question["choices"][question["answer"]])
    return SAID.findall(question["question"]) or COMMENT.findall(code)


def claims(topic: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Walk the questions of a topic that say what their Python prints, with that Python."""
    for question in topic["quiz"]:
        language, code = runnable_block(question["question"])
        if language == "python" and claimed(question, code):
            yield question, code


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_code_in_a_question_prints_what_the_quiz_says(path: Path, tmp_path: Path) -> None:
    topic = topic_of(path)
    for question, code in claims(topic):
        printed = printed_by("python", code, before_of(path, topic, "python"), "", tmp_path).rstrip().splitlines()
        assert claimed(question, code) == [line.rstrip() for line in printed], code
        if ASKED in question["question"]:
            right = [
                place for place, choice in enumerate(question["choices"]) if shown(choice) == shown(_right(question))
            ]
            assert right == [question["answer"]], "two choices show the same lines"


def test_the_roadmap_asks_often_what_code_prints() -> None:
    asked = [path.stem for path in PATHS for question, _ in claims(topic_of(path)) if ASKED in question["question"]]
    assert len(asked) >= A_DOZEN


def test_a_question_that_asks_what_it_cannot_run_is_found() -> None:
    lost = [
        question["question"]
        for path in PATHS
        for question in topic_of(path)["quiz"]
        if ASKED in question["question"] and runnable_block(question["question"])[0] != "python"
    ]
    assert lost == []


def _right(question: dict[str, Any]) -> str:
    choice: str = question["choices"][question["answer"]]
    return choice
