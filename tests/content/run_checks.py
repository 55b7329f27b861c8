"""Runs the checks of topics (tests/content/checks) in the bookshop; `make test-content` calls it, the suite does not.

By hand, in an environment with Django, Django REST framework, PyYAML, psycopg and pytest:
PYTHONPATH=. python -m pytest -c tests/content/matrix.ini --rootdir . tests/content/run_checks.py -k models
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any  # a parsed topic has any shape; Django ships no types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookshop.settings")

import django
import pytest
from grading import CHECKS, Check, Verdicts
from topic_code import BLOCK, TOPICS, shown, topic_of

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

HERE = Path(__file__).with_name("checks")
FIGURES: Counter[str] = Counter()
STATED = ("key_points", "news")


def load(path: Path) -> list[Check]:
    """Run a file of checks and return what it registered."""
    CHECKS.found = []
    names: dict[str, Any] = {"__name__": f"checks.{path.stem}", "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return CHECKS.found


def cases() -> Iterator[Any]:
    """Walk all checks, as (topic id, check)."""
    for path in sorted(HERE.glob("*.py")):
        for check in load(path):
            yield pytest.param(path.stem, check, id=f"{path.stem}-{check.kind}-{check.name}")


def claims_of(topic: Any) -> list[str]:
    """Return what a topic states as facts: key points, pitfalls, lines of news."""
    pitfalls = [f"{pitfall['mistake']} {pitfall['cure']}" for pitfall in topic.get("pitfalls", [])]
    return [_text(line) for name in STATED for line in topic.get(name, [])] + pitfalls


def questions_of(topic: Any) -> list[tuple[str, Any]]:
    """Return the questions of a topic, each with the text that a check may name: its id and its words."""
    return [(f"{asked.get('id', '')}\n{asked['question']}", asked) for asked in topic["quiz"]]


def exercises_of(topic: Any) -> list[tuple[str, str]]:
    """Return the exercises of a topic: the text of each, and the code of its model answer."""
    prompts = [prompt for prompt in topic["prompts"] if prompt["kind"] == "exercise"]
    blocks = [BLOCK.search(prompt["answer"]) for prompt in prompts]
    return [
        (prompt["text"], block[2] if block else shown(prompt["answer"])[0])
        for prompt, block in zip(prompts, blocks, strict=True)
        if block or shown(prompt["answer"])
    ]


def the_one(part: str, texts: list[str]) -> int:
    """Return the place of the one text that contains `part`; an id is the whole first line of a question's text."""
    flat = " ".join(part.split())
    exact = [place for place, text in enumerate(texts) if text.split("\n")[0] == part]
    found = exact or [place for place, text in enumerate(texts) if flat in " ".join(text.split())]
    assert len(found) == 1, f"{part!r} is in {len(found)} texts of the topic; it has to be in one"
    return found[0]


def applies(check: Check) -> bool:
    """Tell whether a check can run with this Django, this Python, this database and the programs that are here."""
    return (
        check.django <= django.VERSION
        and not (check.below and check.below <= django.VERSION)
        and sys.version_info >= check.python
        and check.database in ("", connection.vendor)
        and not missing(check)
    )


def missing(check: Check) -> bool:
    """Tell whether a check wants a program that is not installed here; the figures say so in the end."""
    return bool(check.program and not shutil.which(check.program))


def judge(verdicts: Verdicts, question: Any) -> None:
    """Hold verdicts to a question: the right choice alone is True, and at least one wrong one was run."""
    choices = question["choices"]
    judged = {the_one(part, choices): right for part, right in verdicts.items()}
    assert len(judged) == len(verdicts), "two verdicts are about the same choice"
    right = sorted(place for place, holds in judged.items() if holds)
    assert right == [question["answer"]], f"the choices {[choices[n] for n in right]} hold"
    assert len(judged) > 1, "no wrong choice was run"
    FIGURES["questions checked"] += 1
    FIGURES["questions with all choices run"] += len(judged) == len(choices)


def grade(check: Check, answer: str) -> None:
    """Hold an exercise's check to its answers: the model answer passes, each wrong one is refused."""
    assert check.wrong, "an exercise's check refuses a typical wrong answer"
    assert check.run(answer), "the model answer is refused"
    assert [wrong for wrong in check.wrong if check.run(wrong)] == []
    FIGURES["exercises graded beside those in Python"] += 1


def texts_of(check: Check, topic: Any) -> list[str]:
    """Return the texts of a topic that a check of this kind may name."""
    if check.kind == "claim":
        return claims_of(topic)
    return [text for text, _ in (exercises_of(topic) if check.kind == "exercise" else questions_of(topic))]


@pytest.fixture(scope="session", autouse=True)
def bookshop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Migrate a database from nothing, and report the figures at the end."""
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    yield
    runner.teardown_databases(databases)
    teardown_test_environment()
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    where = f"Django {django.get_version()}, Python {sys.version.split()[0]}, {connection.vendor}"
    told = ", ".join(f"{count} {what}" for what, count in sorted(FIGURES.items()))
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        sys.stdout.write(f"\n{where}: {told}\n")


CASES = list(cases())


@pytest.mark.parametrize(("topic_id", "check"), CASES)
def test_a_check_holds(topic_id: str, check: Check) -> None:
    topic = topic_of(TOPICS / f"{topic_id}.yaml")
    place = the_one(check.part, texts_of(check, topic))
    if not applies(check):
        FIGURES[
            f"checks that want {check.program}" if missing(check) else "checks for other versions or databases"
        ] += 1
        return
    with _rolled_back(check):
        if check.kind == "claim":
            check.run()
            FIGURES["claims run"] += 1
        elif check.kind == "exercise":
            grade(check, exercises_of(topic)[place][1])
        else:
            given = check.run(topic["quiz"][place]["choices"])
            assert isinstance(given, dict), "a question's check returns its verdicts"
            judge(given, topic["quiz"][place])


def test_every_file_of_checks_belongs_to_a_topic() -> None:
    assert [path.name for path in HERE.glob("*.py") if not (TOPICS / f"{path.stem}.yaml").exists()] == []


def test_count_what_is_stated() -> None:
    checks = [case.values for case in CASES]
    for path in TOPICS.glob("*.yaml"):
        topic = topic_of(path)
        printing = [number for number, asked in enumerate(topic["quiz"]) if "print?" in asked["question"]]
        own = [check for topic_id, check in checks if topic_id == path.stem]
        asked, stated, graded = (named(kind, topic, own) for kind in ("question", "claim", "exercise"))
        answers = [prompt["answer"] for prompt in topic["prompts"] if prompt["kind"] == "exercise"]
        in_python = [answer for answer in answers if "```python" in answer]
        FIGURES["claims stated"] += len(claims_of(topic))
        FIGURES["claims with a check"] += len(stated)
        FIGURES["questions asked"] += len(topic["quiz"])
        FIGURES["questions with a check"] += len(asked.union(printing))
        FIGURES["questions compared with what they print by test_quiz_answers.py"] += len(printing)
        FIGURES["exercises set"] += len(answers)
        FIGURES["exercises graded by examples or checks"] += len(in_python) + len(graded)


def named(kind: str, topic: Any, checks: list[Check]) -> set[int]:
    """Return the places of a topic's texts that checks of a kind are about, for whatever version and database."""
    return {the_one(check.part, texts_of(check, topic)) for check in checks if check.kind == kind}


class _rolled_back(AbstractContextManager[None]):  # noqa: N801 - used like a function
    """Undo what a check writes: by a rollback, or by emptying the tables when it commits."""

    def __init__(self, check: Check) -> None:
        self.commits = check.commits
        self.block: Any = nullcontext() if check.commits else transaction.atomic()

    def __enter__(self) -> None:
        self.block.__enter__()

    def __exit__(self, *error: object) -> None:
        if not self.commits:
            transaction.set_rollback(True)
        self.block.__exit__(*error)
        cache.clear()
        if self.commits:
            call_command("flush", verbosity=0, interactive=False)


def _text(line: Any) -> str:
    """Return the words of a key point or of a line of news, whatever its shape."""
    return " ".join(str(part) for part in line.values()) if isinstance(line, dict) else str(line)
