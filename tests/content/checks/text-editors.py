"""Checks of the topic `text-editors`."""

import subprocess
import sys
import symtable

from topic_code import TOPICS, topic_of
from grading import claim, exercise, question, raises


@claim("`breakpoint()` opens the debugger at that line")
def opens():
    done = subprocess.run([sys.executable, "-c", "n = 7\nbreakpoint()\nprint('on')"], input="p n\nc\n", capture_output=True, text=True)
    assert "(Pdb)" in done.stdout and "7" in done.stdout and "on" in done.stdout


@question("breakpoint-run-script")
def a_script(choices):
    done = subprocess.run([sys.executable, "-c", "breakpoint()\nprint('on')"], input="c\n", capture_output=True, text=True)
    return {"`pdb` opens": "(Pdb)" in done.stdout, "prints a traceback": "Traceback" in done.stderr, "only works inside": "(Pdb)" not in done.stdout,
            "into the log file": "(Pdb)" not in done.stdout}


@question("ed-breakpoint-condition")
def a_condition(choices):
    script = "for total in [5, 3, -1, 8]:\n    x = total\n"
    def stops(*commands):
        path = __import__("pathlib").Path(__import__("tempfile").mkdtemp()) / "s.py"
        path.write_text(script)
        done = subprocess.run([sys.executable, "-m", "pdb", str(path)], input="\n".join([*commands, "p total", "q", ""]), capture_output=True, text=True)
        return "-1" in done.stdout.split("(Pdb)")[len(commands) + 1]

    def printed_all(source):
        return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout.split()[-1]
    return {"with the condition": stops("b 2, total < 0", "c"), "in the first line": stops("b 1", "c"),
            "A `print` in each round": printed_all("for total in [5, 3, -1, 8]:\n    print(total)") == "-1",
            "A linter that": "-1" in ruff(folder(**{"shop": script, "orders.csv": "total\n-1\n"}), "check")}


@question("ed-linter-undefined")
def undefined(choices):
    source = "def total(cart):\n    return sum(line.price for line in crat)\n"
    names = {}
    exec(source, names)
    table = symtable.symtable(source, "x", "exec").get_children()[0]
    known = "crat" in names or table.lookup("crat").is_local()
    return {"The linter": not known, "runs forever": not raises(NameError, lambda: names["total"]([])),
            "the file has no test": raises(NameError, lambda: names["total"]([])) is False,
            "laid out wrongly": "Would reformat" in ruff(folder(shop=source), "format", "--check") or "crat" in ruff(folder(shop=source), "format", "--diff")}


def folder(**files):
    """Return a new folder with these files (`shop` is shop.py)."""
    import tempfile
    from pathlib import Path

    home = Path(tempfile.mkdtemp())
    for name, text in files.items():
        (home / (name if "." in name else f"{name}.py")).write_text(text)
    return home


def run(home, *words, given="", python=sys.executable):
    done = subprocess.run([python, *words], cwd=home, input=given, capture_output=True, text=True)
    return done.stdout + done.stderr


def ruff(home, *words):
    return run(home, "-m", "ruff", *words, "--no-cache", ".")


MESSY = "import os\ndef total( cart ):\n  return sum( line.price for line in crat )\n"


def formatted_and_linted():
    """Return what a formatter makes of messy code, and what a linter reports of that."""
    home = folder(shop=MESSY)
    ruff(home, "format")
    return (home / "shop.py").read_text(), ruff(home, "check", "--output-format=concise")


@claim("A formatter rewrites layout and nothing else")
def layout_alone():
    import ast

    after, report = formatted_and_linted()
    assert after != MESSY and ast.dump(ast.parse(after)) == ast.dump(ast.parse(MESSY))
    assert "F401" in report and "F821" in report
    home = folder(shop=MESSY)
    ruff(home, "check", "--fix")
    assert "import os" not in (home / "shop.py").read_text() and "crat" in (home / "shop.py").read_text()


@question("difference-between")
def two_tools(choices):
    after, report = formatted_and_linted()
    by_hand = folder(shop=MESSY)
    ruff(by_hand, "check")  # neither on save nor in CI
    return {"One sets the layout": "total(cart)" in after and "crat" in after and "crat" in report, "One works on save": not report,
            "One is for Python files": "crat" not in report, "One changes names": "cart in crat" in after or "crat" not in after}


def renamed(how):
    """Give `Shop.is_open` another name by `how`; return the texts of both files."""
    import rope.base.project

    home = folder(shop="class Shop:\n    def is_open(self):\n        return True\n\n\nclass Order:\n    def is_open(self):\n        return False\n",
                  views="from shop import Shop\n\n\ndef view(shop: Shop):\n    return Shop().is_open(), 'is_open_day'\n")
    if how == "replace":
        for path in home.glob("*.py"):
            path.write_text(path.read_text().replace("is_open", "has_opened"))
    elif how == "format":
        ruff(home, "format")
    else:
        from rope.refactor.rename import Rename

        project = rope.base.project.Project(str(home), ropefolder=None)
        module = project.get_resource("shop.py")
        if how == "uses":
            from rope.contrib.findit import find_occurrences

            find_occurrences(project, module, module.read().index("Shop"))
        else:
            project.do(Rename(project, module, module.read().index("is_open")).get_changes("has_opened"))
        project.close()
    return (home / "shop.py").read_text(), (home / "views.py").read_text()


def method_alone(how):
    """Tell whether the method of `Shop` and its calls have the new name, and nothing else has."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shop, views = renamed(how)
    return shop.count("has_opened") == 1 and shop.index("has_opened") < shop.index("Order") and "Shop().has_opened()" in views and "is_open_day" in views


@claim('"Rename symbol" changes a name by its meaning')
def by_meaning():
    assert method_alone("rename") and not method_alone("replace")


@question("open-method-shop-open")
def which_renames(choices):
    return {"Rename symbol": method_alone("rename"), "Find and replace": method_alone("replace"), "Format document": method_alone("format"),
            "Find all uses": method_alone("uses")}


@question("rules-formatter-go-team")
def where_rules_go(choices):
    """Clone the repository as a new member, or as CI does, and let the formatter say which line length counts."""
    import tempfile
    from pathlib import Path

    line = "total = " + " + ".join(["price"] * 13) + "\n"

    def reaches(path):
        home = folder(shop=line)
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        rules = "[tool.ruff]\n" if path == "pyproject.toml" else ""
        (home / path).write_text(f"{rules}line-length = 120\n")
        (home / ".gitignore").write_text(".venv/\n")
        git = lambda *words, at=home: subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], cwd=at, capture_output=True, check=True)
        git("init", "--quiet"), git("add", "."), git("commit", "-m", "x")
        clone = Path(tempfile.mkdtemp()) / "clone"
        git("clone", "--quiet", str(home), str(clone))
        ruff(clone, "format")
        return (clone / "shop.py").read_text() == line

    return {"In `pyproject.toml`": reaches("pyproject.toml"), "In `.venv/`": reaches(".venv/ruff.toml"), "In the project's wiki": reaches("wiki/formatter.md"),
            "In each member's own": reaches(".git/editor-settings.toml")}


@claim("`.vscode/settings.json` and `pyproject.toml` belong")
def shared_by_the_team():
    import json

    home = folder(**{"pyproject.toml": "[tool.ruff]\nline-length = 120\n", "shop": ""})
    assert "line_length = 120" in run(home, "-m", "ruff", "check", "--show-settings", "shop.py")
    example = topic_of(TOPICS / "text-editors.yaml")["example"]["code"]
    assert "${workspaceFolder}" in json.loads(example)["python.defaultInterpreterPath"]  # no path of one member's machine


def imports(python, home, name="shop_package"):
    return run(home, "-c", f"import {name}", python=python) == ""


def environments():
    """Return two Pythons: one of a virtual environment that has a package, and one that has not."""
    import venv

    home = folder()
    for name in ("with", "without"):
        venv.create(home / name, with_pip=False)
    packages = next((home / "with").glob("lib/python*/site-packages"))
    (packages / "shop_package.py").write_text("")
    return home, [str(home / name / "bin" / "python") for name in ("with", "without")]


@claim("An editor only sees packages of the interpreter")
def of_the_interpreter():
    home, (having, other) = environments()
    assert imports(having, home) and not imports(other, home)


@claim("The editor uses another Python")
def another_python():
    home, (having, other) = environments()
    assert not imports(other, home) and imports(having, home)


@question("pip-install-django")
def another_interpreter(choices):
    home, (having, other) = environments()
    (home / "manage.py").write_text("")
    (home / "settings.json").write_text('{"shop_package": true}')
    (home / "extensions").mkdir()
    (home / "extensions" / "shop_package.py").write_text("")
    still = not imports(other, home)
    return {"VS Code uses another": still and imports(having, home), "`manage.py`": not still, "`settings.json`": not still, "installed by an extension": not still}


def changed_lines(how):
    """Change two lines of 150 as an editor does; return how many lines the pull request shows."""
    import difflib

    before = "".join(f"def price_{n}():\n    return 'book-{n}'\n" for n in range(75))
    home = folder(shop=before)
    path = home / "shop.py"
    path.write_text(before.replace("book-1'", "book-100'").replace("book-2'", "book-200'"))
    if how == "format":
        ruff(home, "format")
    if how == "lint":
        ruff(home, "check")
    if how == "debug":
        run(home, "-m", "pdb", "shop.py", given="b 3\nc\nq\n")
    if how == "environment":
        import venv

        venv.create(home / "elsewhere", with_pip=False)
    return sum(line[:1] in "+-" for line in difflib.unified_diff(before.splitlines(), path.read_text().splitlines(), n=0, lineterm=""))


@question("pull-request-changes-two")
def what_changed_lines(choices):
    many = {"An editor that formats": "format", "A linter that has": "lint", "A debugger that left": "debug", "A virtual environment": "environment"}
    return {part: changed_lines(how) > 100 for part, how in many.items()}


@claim("Every save reformats a file in another style")
def one_style():
    assert changed_lines("") < 10 < 100 < changed_lines("format")


@claim("attaches the debugger to a process that is running", python=(3, 14))
def attaches():
    assert "-p" in run(folder(), "-m", "pdb", "--help")


@question("ed-attach-debugger", python=(3, 14))
def attach(choices):
    """Attach to a worker that waits, and ask for its number."""
    worker = subprocess.Popen([sys.executable, "-c", "number = 7\nprint('up', flush=True)\ninput()\nwhile number: pass"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    worker.stdout.readline()
    worker.stdin.write("\n"), worker.stdin.flush()
    try:
        attached = run(folder(), "-m", "pdb", "-p", str(worker.pid), given="p number\nnumber = 0\nc\n")
        script = run(folder(), "-m", "pdb", str(worker.pid))
    finally:
        worker.kill(), worker.wait(), worker.stdin.close(), worker.stdout.close()
    return {"-p 1234": "7" in attached, "pdb 1234": "does not exist" not in script, "breakpoint(1234)": not raises(TypeError, lambda: sys.breakpointhook(1234))}


@claim("Django has long told what you may have meant")
def suggests():
    from grading import since
    from terminal import Project

    shop = Project("django-admin startproject config .")
    assert "Did you mean migrate?" in shop("python manage.py migrat")
    said = shop("python manage.py check --fail-level WARNIG")
    assert "invalid choice: 'WARNIG'" in said and ("maybe you meant" in said) == (since(6, 1) and sys.version_info >= (3, 14))


@claim("some of the prints reach production")
def prints_and_logging():
    home = folder(shop="import logging\nprint('total', 5)\nlogging.getLogger('shop').debug('total %s', 5)\n")
    assert run(home, "shop.py") == "total 5\n"


STEPS = "p result\nc\np result\nc\n"


@exercise("Put `breakpoint()` into the loop", "p result\nc\nc", "n\nn\nn\nn\nn\nn\nn\nn\nn", "p price\nc\np price\nc", "c\nc\np result\nc")
def two_rounds(answer):
    source = "def total(prices):\n    result = 0\n    for price in prices:\n        breakpoint()\n        result += price\n    return result\n\nprint(total([5, 10]))\n"
    shown = [line.replace("(Pdb) ", "") for line in run(folder(shop=source), "shop.py", given=answer.strip() + "\n").splitlines()]
    values = [line for line in shown if line.isdigit()]
    return values == ["0", "5", "15"]


@claim("`breakpoint()` stops at its own line")
def its_own_line():
    said = run(folder(shop="breakpoint()\nn = 1\n"), "shop.py", given="c\n")
    assert ("-> breakpoint()" in said) == (sys.version_info >= (3, 13)) != ("-> n = 1" in said)
