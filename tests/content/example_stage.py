"""The stage on which one example of a topic runs, in a process of its own: `python example_stage.py REQUEST.json`.

The request names the language, the example, and the texts that run before and after it. What the example prints goes
to stdout; what the texts around it print goes to stderr. Any failure is a traceback and exit code 1.
"""

import ast
import contextlib
import importlib.machinery
import json
import linecache
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from example_formats import FORMATS, run_sql, table_text

DJANGO = re.compile(r"^\s*(?:from|import)\s+(?:django|rest_framework)", re.MULTILINE)
OWN_SETTINGS = "settings.configure("
APP_FILES = ("models", "views", "serializers", "forms", "permissions", "urls", "admin", "services", "tasks", "settings")


def nothing() -> None:
    """Follow a statement of a plain script: there are no tables to create."""


def run(source: str, file: Path, module: ModuleType, after_each: Callable[[], None]) -> None:
    """Execute `source` in `module`; `after_each` follows every statement, so that a model gets its table."""
    file.write_text(source, encoding="utf-8")
    linecache.checkcache(str(file))
    for statement in ast.parse(source, str(file)).body:
        try:
            exec(compile(ast.Module([statement], []), str(file), "exec"), module.__dict__)
        except SystemExit as exit_:
            if exit_.code not in (None, 0, False):
                raise
        after_each()


def python_module(directory: Path) -> ModuleType:
    """Give the module that a plain script runs in: it is `__main__`, with a file that child processes can load."""
    module = ModuleType("__main__")
    module.__file__ = str(directory / "example.py")
    sys.modules["__main__"] = module
    return module


def django_module(directory: Path) -> ModuleType:
    """Give the module that a Django example runs in: it is at once every file of the installed app `example`."""
    module = ModuleType("example")
    module.__file__ = str(directory / "example.py")
    module.__path__ = [str(directory)]
    module.__package__ = "example"
    module.__spec__ = importlib.machinery.ModuleSpec("example", None, is_package=True)
    sys.modules["example"] = module
    sys.modules |= {f"example.{name}": module for name in APP_FILES}
    return module


def set_stage(language: str, whole: str, code: str, directory: Path) -> tuple[ModuleType, Callable[[], None]]:
    """Give the module that the request runs in, and what follows each of its statements."""
    if language != "html" and (OWN_SETTINGS in code or not DJANGO.search(whole)):
        return python_module(directory), nothing
    import example_django  # noqa: PLC0415 - Django takes half a second, and half of the examples do not need it

    module = django_module(directory)
    module.__dict__["templates"] = example_django.configure(directory)
    example_django.migrate(directory)
    example_django.create_missing_tables()
    return module, example_django.create_missing_tables


def stage(request: dict[str, str], directory: Path) -> None:
    """Run the request: what comes before, the example in its language, and what checks it."""
    language, code = request["language"], request["code"]
    whole = "\n".join((request["before"], code, request["check"]))
    module, after_each = set_stage(language, whole, code, directory)
    module.__dict__["EXAMPLE"] = code
    if language == "sql":
        module.__dict__["connection"] = sqlite3.connect(":memory:")
    with contextlib.redirect_stdout(sys.stderr):
        run(request["before"], directory / "before.py", module, after_each)
    if language == "python":
        run(code, directory / "example.py", module, after_each)
    else:
        module.__dict__.update(read(language, code, module))
    sys.stdout.flush()
    with contextlib.redirect_stdout(sys.stderr):
        run(request["check"], directory / "check.py", module, after_each)


def read(language: str, code: str, module: ModuleType) -> dict[str, object]:
    """Give the names that the check file gets to see of an example that is not Python."""
    if language != "sql":
        return {"document": FORMATS[language](code)}
    columns, rows = run_sql(module.__dict__["connection"], code)
    sys.stdout.write(table_text(columns, rows))
    return {"columns": columns, "rows": rows}


if __name__ == "__main__":
    path = Path(sys.argv[1])
    stage(json.loads(path.read_text(encoding="utf-8")), path.parent)
