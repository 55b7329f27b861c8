"""Checks of the topic `open-source`."""

import ast
import contextlib
import importlib.metadata
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bookshop.catalog.models import Author, Book
from bookshop.shelves import fill
from django.utils import deprecation
from grading import claim, code, exercise, question, warned

FORM = re.compile(r"(Fixed|Refs) #\d+ -- [A-Z].+\.")


def bare_select_related():
    """Do what is deprecated since 6.1."""
    list(Book.objects.select_related())


@claim("A Django commit message reads")
def a_commit_message():
    assert FORM.fullmatch("Fixed #12345 -- Corrected a typo.")
    assert not FORM.fullmatch("Fix typo (#12345)")


@claim("Deprecation warnings are named after that year", django=(6, 1))
def named_after_a_year():
    assert [warning.split("(")[0] for warning in warned(bare_select_related)] == [
        "Calling select_related"
    ]
    assert deprecation.RemovedInDjango2028Warning


@claim("what was to be 7.0 is Django 2028", django=(6, 1))
def the_next_release():
    names = [name for name in vars(deprecation) if re.fullmatch(r"RemovedInDjango\d{4}Warning", name)]
    assert names == ["RemovedInDjango2028Warning"]


@question("Which message has the form that Django uses?")
def which_message(choices):
    return {choice: bool(FORM.fullmatch(code(choice))) for choice in choices}


@question("oss-after-62", django=(6, 1))
def what_follows(choices):
    (year,) = [name for name in vars(deprecation) if re.fullmatch(r"RemovedInDjango\d{4}Warning", name)]
    return {choice: choice == f"Django {year[15:19]}" for choice in choices}


@question("oss-pending-hidden", django=(6, 1))
def hidden_by_default(choices):
    hidden = issubclass(deprecation.RemovedInDjango2028Warning, PendingDeprecationWarning)
    filters = [action for action, kind in _default_filters() if kind == "PendingDeprecationWarning"]
    return {
        "hidden by default": hidden and filters == ["ignore"],
        "just in `DEBUG` mode": not warned(bare_select_related),
        "when the query has a join": not warned(bare_select_related),
    }


def _default_filters():
    """Return what a fresh Python does with warnings: (action, kind)."""
    told = "import warnings; print([(each[0], each[2].__name__) for each in warnings.filters])"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)
    return ast.literal_eval(run.stdout)


@question("Your fork is 200 commits behind")
def a_branch_from_the_newest(choices):
    with repositories() as git:
        def has_the_newest(start):
            git("switch", "-q", "-c", f"from-{start.replace('/', '-')}", start)
            return "newest" in git("log", "--format=%s")

        return {
            "From `upstream/main`": has_the_newest("upstream/main"),
            "From `main` of the fork": has_the_newest("main"),
            "From the tag": has_the_newest("v1"),
            "From the last branch": has_the_newest("old-branch"),
        }


@question("oss-rebase")
def a_straight_history(choices):
    def straight(*commands):
        with repositories() as git:
            git("switch", "-q", "-c", "ticket", "main")
            git("commit", "-q", "--allow-empty", "-m", "mine")
            for command in commands:
                git(*command)
            subjects = git("log", "--format=%s %p").splitlines()
            merges = [line for line in subjects if len(line.split()) > 2]
            return not merges and {"mine", "newest"} <= {line.split()[0] for line in subjects}

    return {
        "`git rebase upstream/main`": straight(("rebase", "-q", "upstream/main")),
        "`git merge upstream/main`": straight(("merge", "-q", "--no-edit", "upstream/main")),
        "`git reset --hard": straight(("reset", "-q", "--hard", "upstream/main")),
        "`git pull upstream main --no-rebase`": straight(("pull", "-q", "--no-rebase", "--no-edit", "upstream", "main")),
    }


@question("Your pull request shows 37 changed files")
def what_commit_a_takes(choices):
    with repositories() as git:
        folder = Path(git("rev-parse", "--show-toplevel").strip())
        (folder / "file").write_text("reformatted")
        (folder / "untracked").write_text("new")
        git("commit", "-q", "-am", "Fixed #12345 -- Corrected the docs.")
        files = git("show", "--name-only", "--format=").split()
    return {"has rewritten other files": files == ["file"], "adds untracked files": "untracked" in files}


@contextlib.contextmanager
def repositories():
    """Make an upstream and a fork that is behind; yield a function that runs git in the fork."""
    with tempfile.TemporaryDirectory() as parent:
        upstream, fork = Path(parent) / "upstream", Path(parent) / "fork"

        def run(folder, *arguments):
            identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"]
            command = ["git", *identity, "-C", str(folder), *arguments]
            return subprocess.run(command, check=True, capture_output=True, text=True).stdout

        subprocess.run(["git", "init", "-q", "-b", "main", str(upstream)], check=True, capture_output=True)
        (upstream / "file").write_text("first")
        run(upstream, "add", "file")
        run(upstream, "commit", "-q", "-m", "first")
        run(upstream, "tag", "v1")
        subprocess.run(["git", "clone", "-q", str(upstream), str(fork)], check=True, capture_output=True)
        run(fork, "branch", "old-branch")
        run(fork, "remote", "add", "upstream", str(upstream))
        run(upstream, "commit", "-q", "--allow-empty", "-m", "newest")
        run(fork, "fetch", "-q", "upstream")
        yield lambda *arguments: run(fork, *arguments)


CALL = "+ids = Book.objects.values_list({})"


@exercise(
    "still calls `values_list(flat=True)` without a field",
    CALL.format("flat=True"), CALL.format('"pk"'), CALL.format(""), CALL.format('"title", flat=True'),
    django=(6, 1),
)
def the_same_ids_without_a_warning(answer):
    books = fill()
    names = {"Book": Book}
    (line,) = [line.removeprefix("+") for line in answer.splitlines() if line.startswith("+")]
    told = warned(lambda: exec(line + "; seen = list(ids)", names))
    same = sorted(names["seen"]) == sorted(book.pk for book in books.values())
    for book in books.values():
        book.delete()
    Author.objects.all().delete()
    return not told and same


@question("maintainer-writes-needs")
def a_test_that_can_fail(choices):
    """The bug: a slug with a trailing hyphen. The fix is taken out again to see which test is worth something."""
    broken, fixed = (lambda text: text.lower().replace(" ", "-")), (lambda text: text.strip().lower().replace(" ", "-"))
    regression = lambda slug: slug("Emma ") == "emma"  # noqa: E731 - a test in one line
    lines = lambda slug: slug("Emma") == "emma"  # noqa: E731 - it runs each changed line
    def proves(test):
        return test(fixed) and not test(broken)
    return {"fails when the fix is taken out": proves(regression), "for each line you changed": proves(lines)}


@claim("A bug fix comes with a test that fails without it")
def red_before_green_after():
    with tempfile.TemporaryDirectory() as folder:
        def run(source):
            (Path(folder) / "shop.py").write_text(source)
            (Path(folder) / "test_shop.py").write_text("from shop import slug\n\ndef test_it():\n    assert slug('Emma ') == 'emma'\n")
            command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
            return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode
        assert [run("slug = str.lower\n"), run("def slug(text):\n    return text.strip().lower()\n")] == [1, 0]


@claim("Python 3.15 is supported from this patch release on", django=(6, 1))
def what_the_package_says():
    names = importlib.metadata.metadata("Django").get_all("Classifier")
    versions = [name.rpartition(" ")[2] for name in names if name.startswith("Programming Language :: Python :: 3.")]
    assert versions == ["3.12", "3.13", "3.14", "3.15"]
