"""The code in answers does what its exercise asks for, and what is configuration there is read by a real parser.

For authors. When the answer to an `exercise` shows a ```python block, tests/content/examples/<id>.exercise.py asserts
what the exercise says under "Check". It runs after the answer, which runs after the topic's Python example with its
`<id>.before.py`; what the answer needs beyond that stands in `<id>.exercise.before.py`. A typical wrong answer is
`<id>.exercise.wrong.py` (more of them in `<id>.exercise.wrong-2.py`, …): it runs in place of the answer, and the same
asserts have to refuse it.
"""

from pathlib import Path
from typing import Any  # a parsed topic has any shape

import pytest
from example_formats import FORMATS
from example_runner import ExampleError, printed_by, text_of
from topic_code import BLOCK, CHECKS, TOPICS, before_of, topic_of

PATHS = sorted(TOPICS.glob("*.yaml"))


def answers(topic: Any) -> list[str]:
    """Give the Python blocks in the answers to a topic's exercises."""
    given = [prompt.get("answer", "") for prompt in topic["prompts"] if prompt["kind"] == "exercise"]
    return [code for answer in given for language, code in BLOCK.findall(answer) if language == "python"]


def setting_of(path: Path, topic: Any) -> str:
    """Give what an answer in Python can build on."""
    example = topic["example"]["code"] if topic["example"]["language"] == "python" else ""
    return "\n".join((before_of(path, topic, "python"), example, text_of(CHECKS / f"{path.stem}.exercise.before.py")))


@pytest.mark.parametrize("path", [path for path in PATHS if answers(topic_of(path))], ids=lambda path: path.stem)
def test_an_answer_solves_its_exercise(path: Path, tmp_path: Path) -> None:
    topic = topic_of(path)
    check = text_of(CHECKS / f"{path.stem}.exercise.py")
    assert "assert" in check, f"tests/content/examples/{path.stem}.exercise.py has to assert what the exercise asks for"
    (answer,) = answers(topic)
    printed_by("python", answer, setting_of(path, topic), check, tmp_path)


@pytest.mark.parametrize("wrong", sorted(CHECKS.glob("*.exercise.wrong*.py")), ids=lambda path: path.stem)
def test_a_typical_wrong_answer_is_refused(wrong: Path, tmp_path: Path) -> None:
    path = TOPICS / f"{wrong.name.split('.')[0]}.yaml"
    check = text_of(CHECKS / f"{path.stem}.exercise.py")
    with pytest.raises(ExampleError) as refused:
        printed_by("python", text_of(wrong), setting_of(path, topic_of(path)), check, tmp_path)
    assert "check.py" in str(refused.value), f"it fails by itself, and not at an assert:\n{refused.value}"


def test_every_exercise_file_belongs_to_an_answer() -> None:
    owners = {path.stem for path in PATHS if answers(topic_of(path))}
    assert [file.name for file in CHECKS.glob("*.exercise*.py") if file.name.split(".")[0] not in owners] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_configuration_in_a_prompt_is_sound(path: Path) -> None:
    for prompt in topic_of(path)["prompts"]:
        for language, code in BLOCK.findall(prompt["text"] + "\n" + prompt.get("answer", "")):
            if language in FORMATS and language not in ("html", "http"):
                FORMATS[language](code)
