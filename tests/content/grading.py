"""What a check of a topic is made of: claims, questions whose choices are run, and exercises whose answers are graded.

For authors: the checks of topic `<id>` stand in `tests/content/checks/<id>.py`. `make test-content` runs them in the
bookshop (tests/content/bookshop: custom user, migrated from nothing, API with object permissions), on SQLite and on
PostgreSQL, with each Django and Python of the matrix, warnings as errors. Each check has a database of its own: what it
writes is rolled back. See checks/README.md for a first one.
"""

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any  # choices and answers of any kind

import django

Verdicts = dict[str, bool]
"""A piece of a choice that tells it from the others -> whether that choice does what the question asks for."""

Grader = Callable[[str], bool]
"""Tells whether the code of an answer solves an exercise."""

SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)


@dataclass(frozen=True)
class Check:
    """One check: what it is about (`part` of a text of the topic), and where it can run."""

    kind: str  # claim, question or exercise
    part: str
    run: Callable[..., Verdicts | bool | None]
    wrong: tuple[str, ...] = ()
    django: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    python: tuple[int, ...] = ()
    database: str = ""
    program: str = ""
    commits: bool = False

    @property
    def name(self) -> str:
        """Return the name of the function, for reports."""
        return self.run.__name__


@dataclass
class Checks:
    """The checks of the topic file that is being read."""

    found: list[Check] = field(default_factory=list)

    def claim(self, part: str, **where: Any) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Register a function that asserts a key point, pitfall or line of news which contains `part`.

        `django=(6, 1)` runs it from that version on, `below=(6, 1)` before it, `python=(3, 14)` from that Python on,
        `database="postgresql"` only there, `program="nginx"` only where that is installed; `commits=True` lets it
        commit (rows are deleted afterwards).
        """
        return self._register("claim", part, where)

    def question(self, part: str, **where: Any) -> Callable[[Callable[..., Verdicts]], Callable[..., Verdicts]]:
        """Register a function that runs the choices of the question whose id is, or whose text contains, `part`.

        The function takes the list of choices and returns verdicts: exactly the right choice must be True. Leave out
        choices that cannot be run, but never the right one, and run at least one of the wrong ones.
        """
        return self._register("question", part, where)

    def exercise(
        self, part: str, *wrong: str, **where: Any
    ) -> Callable[[Callable[[str], bool]], Callable[[str], bool]]:
        """Register a function that tells whether an answer solves the exercise whose text contains `part`.

        It is for answers that are no Python (those are graded by tests/content/examples): it gets the first code block
        of the model answer, or its first piece of `code`, and has to refuse each of the `wrong` answers.
        """
        return self._register("exercise", part, where | {"wrong": wrong})

    def _register(self, kind: str, part: str, where: dict[str, Any]) -> Callable[[Any], Any]:
        def keep(function: Any) -> Any:
            self.found.append(Check(kind, part, function, **where))
            return function

        return keep


CHECKS = Checks()
claim, question, exercise = CHECKS.claim, CHECKS.question, CHECKS.exercise


def code(text: str) -> str:
    """Return the first `code` of a choice, or the whole text when it has none."""
    found = SPAN.search(text)
    return found[2].strip() if found else text


def judged(choices: Iterable[str], does: Callable[[str], object]) -> Verdicts:
    """Run the code of each choice by `does`; a choice is right when it returns something true and raises nothing."""
    return {choice: _succeeds(does, code(choice)) for choice in choices}


def observed(choices: Iterable[str], seen: object) -> Verdicts:
    """Return which choice shows what was seen: the choice whose code is `str(seen)` or `repr(seen)`."""
    return {choice: code(choice) in (str(seen), repr(seen)) for choice in choices}


def printed(source: str, **names: object) -> str:
    """Return what the Python `source` prints, with `names` in reach."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "<choice>", "exec"), {"__name__": "choice", **names})
    return out.getvalue().rstrip("\n")


def value(source: str, **names: object) -> Any:
    """Return the value of the Python expression `source`, with `names` in reach."""
    return eval(compile(source, "<choice>", "eval"), {"__name__": "choice", **names})


def raises(error: type[BaseException] | tuple[type[BaseException], ...], does: Callable[[], object]) -> bool:
    """Tell whether `does` raises `error`; inside a savepoint, so that the database stays usable."""
    from django.db import transaction  # noqa: PLC0415 - settings must be there first

    try:
        with transaction.atomic():
            does()
    except error:
        return True
    return False


def warned(does: Callable[[], object], category: type[Warning] = Warning) -> list[str]:
    """Return the messages of the warnings of `category` that `does` gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        does()
    return [str(warning.message) for warning in caught if issubclass(warning.category, category)]


def queries(does: Callable[[], object]) -> list[str]:
    """Return the SQL statements that `does` sends."""
    from django.db import connection  # noqa: PLC0415 - settings must be there first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as sent:
        does()
    return [query["sql"] for query in sent.captured_queries]


def since(*version: int) -> bool:
    """Tell whether the installed Django is `version` or newer."""
    return bool(version <= django.VERSION)


def _succeeds(does: Callable[[str], object], source: str) -> bool:
    from django.db import transaction  # noqa: PLC0415 - settings must be there first

    try:
        with transaction.atomic():
            return bool(does(source))
    except Exception:  # noqa: BLE001 - a choice may fail in any way
        return False
