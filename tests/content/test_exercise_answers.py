"""The code in answers does what its exercise asks for, and what is configuration there is read by a real parser.

For authors. When the answer to an `exercise` shows a ```python block, tests/content/examples/<id>.exercise.py asserts
what the exercise says under "Check". It runs after the answer, which runs after the topic's Python example with its
`<id>.before.py`; what the answer needs beyond that stands in `<id>.exercise.before.py`. A typical wrong answer is
`<id>.exercise.wrong.py` (more of them in `<id>.exercise.wrong-2.py`, …): it runs in place of the answer, and the same
asserts have to refuse it. A topic's second exercise with code has `<id>.exercise-2.py` and so on.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any  # a parsed topic has any shape

import pytest
from example_formats import FORMATS
from example_runner import ExampleError, printed_by, text_of
from topic_code import BLOCK, CHECKS, TOPICS, before_of, topic_of

PATHS = sorted(TOPICS.glob("*.yaml"))


def answers(path: Path) -> dict[str, str]:
    """Return the Python of a topic's answers to exercises: name of its files (`<id>.exercise`, …) -> code."""
    exercises = [prompt.get("answer", "") for prompt in topic_of(path)["prompts"] if prompt["kind"] == "exercise"]
    blocks = [[code for language, code in BLOCK.findall(answer) if language == "python"] for answer in exercises]
    shown = [found[0] for found in blocks if found]
    return {f"{path.stem}.exercise{f'-{number}' * (number > 1)}": code for number, code in enumerate(shown, start=1)}


ANSWERS = {name: (path, code) for path in PATHS for name, code in answers(path).items()}


def run_answer(name: str, code: str, directory: Path) -> None:
    """Run an answer to the exercise `name` between what it builds on and its check."""
    path, _ = ANSWERS[name]
    topic: Any = topic_of(path)
    example = topic["example"]["code"] if topic["example"]["language"] == "python" else ""
    setting = "\n".join((before_of(path, topic, "python"), example, text_of(CHECKS / f"{name}.before.py")))
    printed_by("python", code, setting, text_of(CHECKS / f"{name}.py"), directory)


def wrong_answers() -> Iterator[Any]:
    """Walk the typical wrong answers, as (name of the exercise, file)."""
    for file in sorted(CHECKS.glob("*.wrong*.py")):
        yield pytest.param(file.name.rpartition(".wrong")[0], file, id=file.stem)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_solves_its_exercise(name: str, tmp_path: Path) -> None:
    assert "assert" in text_of(CHECKS / f"{name}.py"), f"{name}.py has to assert what the exercise asks for"
    run_answer(name, ANSWERS[name][1], tmp_path)


@pytest.mark.parametrize(("name", "wrong"), list(wrong_answers()))
def test_a_typical_wrong_answer_is_refused(name: str, wrong: Path, tmp_path: Path) -> None:
    with pytest.raises(ExampleError) as refused:
        run_answer(name, text_of(wrong), tmp_path)
    assert "check.py" in str(refused.value), f"it fails by itself, and not at an assert:\n{refused.value}"


def test_every_exercise_file_belongs_to_an_answer() -> None:
    files = [file.name for file in CHECKS.glob("*.exercise*.py")]
    assert [name for name in files if ".".join(name.split(".")[:2]) not in ANSWERS] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_configuration_in_a_prompt_is_sound(path: Path) -> None:
    for prompt in topic_of(path)["prompts"]:
        for language, code in BLOCK.findall(prompt["text"] + "\n" + prompt.get("answer", "")):
            if language in FORMATS and language not in ("html", "http"):
                FORMATS[language](code)
