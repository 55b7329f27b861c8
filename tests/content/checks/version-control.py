"""Checks of the topic `version-control`."""

import subprocess
import tempfile
from pathlib import Path

from grading import claim, exercise, judged, question


class Repository:
    """A Git repository in a folder of its own."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp())
        self("init", "--quiet", "--initial-branch=main")
        self("config", "user.name", "Ada")
        self("config", "user.email", "ada@example.com")

    def __call__(self, *words, fails=False):
        done = subprocess.run(["git", *words], cwd=self.home, capture_output=True, text=True)
        assert fails or done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name, text):
        (self.home / name).write_text(text)

    def commit(self, name, text):
        self.write(name, text)
        self("add", name)
        self("commit", "--quiet", "-m", f"Write {name}")


@claim("`git commit` records what is staged")
def staged():
    git = Repository()
    git.write("a", "one")
    git("add", "a")
    git.write("a", "two")
    git("commit", "--quiet", "-m", "a")
    assert git("show", "HEAD:a") == "one"


@claim("A branch is a movable name for a commit")
def branches():
    git = Repository()
    git.commit("a", "1")
    git("branch", "b")
    assert git("rev-parse", "b") == git("rev-parse", "main")


@claim("`git revert` undoes a commit by adding a new one")
def revert():
    git = Repository()
    git.commit("a", "1")
    git.commit("a", "2")
    git("revert", "--no-edit", "HEAD")
    assert (git.home / "a").read_text() == "1" and git("rev-list", "--count", "HEAD").strip() == "3"


@claim("`.gitignore` has no effect on files that are tracked already")
def tracked():
    git = Repository()
    git.commit(".env", "1")
    git.commit(".gitignore", ".env")
    git.write(".env", "2")
    assert ".env" in git("status", "--short")
    git("rm", "--quiet", "--cached", ".env")
    git("commit", "--quiet", "-m", "untrack")
    git.write(".env", "3")
    assert git("status", "--short") == ""


@question("exactly-goes-next-commit")
def next_commit(choices):
    git = Repository()
    git.commit("old", "1")
    git.write("old", "2")
    git.write("new", "1")
    git.write("staged", "1")
    git("add", "staged")
    git("commit", "--quiet", "-m", "x")
    went = set(git("show", "--name-only", "--format=", "HEAD").split())
    return {"All files that changed": "old" in went, "staged with": went == {"staged"}, "untracked files": "new" in went}


@question("commit-already-shared")
def undo_shared(choices):
    def works(*commands):
        git = Repository()
        git.commit("a", "good")
        git.commit("a", "bad")
        bad = git("rev-parse", "HEAD").strip()
        for words in commands:
            git(*words, fails=True)
        kept = subprocess.run(["git", "merge-base", "--is-ancestor", bad, "HEAD"], cwd=git.home).returncode == 0
        return kept and (git.home / "a").read_text() == "good"

    return {"reset --hard": works(("reset", "--hard", "HEAD~1")), "--amend": works(("commit", "--amend", "-m", "x")),
            "branch --delete": works(("branch", "--delete", "main")), "git revert": works(("revert", "--no-edit", "HEAD"))}


@question("env-stands-gitignore-yet")
def still_shown(choices):
    def shown(before, name=".env"):
        git = Repository()
        git.commit("a", "1")
        if before:
            git.commit(name, "1")
        git.write(".gitignore", name)
        git.write(name, "2")
        return name in git("status", "--short").replace(".gitignore", "")

    return {"before it was ignored": shown(True) and not shown(False), "must be committed": shown(False), "Names that start": shown(False)}


@question("git-conflict-markers")
def markers(choices):
    git = Repository()
    git.commit("s.py", "DEBUG = True\n")
    git("switch", "--quiet", "--create", "read-env")
    git.commit("s.py", "DEBUG = 1\n")
    git("switch", "--quiet", "main")
    git.commit("s.py", "DEBUG = False\n")
    git("merge", "read-env", fails=True)
    text = (git.home / "s.py").read_text()
    return {"with its markers": "<<<<<<< HEAD" in text and ">>>>>>> read-env" in text, "never pushed": "<<<<<<<" not in text}


@question("git-undo-unpushed")
def amend(choices):
    def works(*commands):
        git = Repository()
        git.commit("first", "1")
        git.commit("a", "1")
        git.write("b", "1")
        for words in commands:
            git(*words, fails=True)
        count = git("rev-list", "--count", "HEAD").strip()
        return count == "2" and set(git("show", "--name-only", "--format=", "HEAD").split()) == {"a", "b"}

    return {"--amend": works(("add", "b"), ("commit", "--amend", "-m", "x")), "git revert": works(("revert", "--no-edit", "HEAD"), ("add", "b"), ("commit", "-m", "x")),
            "reset --hard": works(("reset", "--hard", "HEAD~1"), ("add", "b"), ("commit", "-m", "x")), "git stash": works(("stash",), ("commit", "-m", "x"))}


@question("git-secret-pushed")
def in_the_history(choices):
    git = Repository()
    git.commit(".env", "password")
    git("rm", "--quiet", ".env")
    git("commit", "--quiet", "-m", "gone")
    clone = subprocess.run(["git", "clone", "--quiet", str(git.home), "c"], cwd=tempfile.mkdtemp(), capture_output=True)
    still = git("show", "HEAD~1:.env") == "password" and clone.returncode == 0
    git.commit(".gitignore", ".env")
    return {"A new password": still, "`.gitignore`": git("show", "HEAD~2:.env", fails=True) != "password"}


def stacked():
    """Return a repository where `login-form` stands on `login`, `login` on an old `main`, and `main` has moved on."""
    git = Repository()
    git.commit("a", "1")
    git("switch", "--quiet", "--create", "login")
    git.commit("login", "1")
    git("switch", "--quiet", "--create", "login-form")
    git.commit("form", "1")
    git("switch", "--quiet", "main")
    git.commit("b", "1")
    git("switch", "--quiet", "login-form")
    return git


def holds(git, branch, *files):
    """Tell whether a branch has exactly these files."""
    return set(git("ls-tree", "--name-only", branch).split()) == set(files)


@claim("moves the branches that lie along the way")
def update_refs():
    git = stacked()
    git("rebase", "--quiet", "--update-refs", "main")
    assert holds(git, "login", "a", "b", "login") and holds(git, "login-form", "a", "b", "login", "form")
    assert git("merge-base", "login", "login-form") == git("rev-parse", "login")


@question("git-update-refs")
def both_branches(choices):
    def works(source):
        git = stacked()
        git(*source.removeprefix("git ").split(), *(["--no-edit"] if "merge" in source else []))
        return holds(git, "login", "a", "b", "login") and holds(git, "login-form", "a", "b", "login", "form")

    return judged(choices, works)


@exercise(
    "make two branches from the same commit",
    "git switch --create left && echo left > notes.txt\ngit commit --all --message a\ngit switch main && git switch --create right\n"
    "echo right > notes.txt\ngit commit --all --message b\ngit merge left\ngit add notes.txt\ngit commit --no-edit",
    "git switch --create left && echo left > notes.txt\ngit commit --all --message a\ngit switch main\ngit merge left",
)
def solved_conflict(answer):
    git = Repository()
    git.commit("notes.txt", "first\n")
    subprocess.run(["bash", "-c", answer], cwd=git.home, capture_output=True)
    parents = git("rev-list", "--parents", "--max-count=1", "HEAD").split()
    return len(parents) == 3 and "<<<" not in (git.home / "notes.txt").read_text() and git("status", "--short") == ""


@question("branch-git")
def what_a_branch_is(choices):
    git = Repository()
    git.commit("a", "1")
    before = set(git.home.iterdir())
    git("branch", "b")
    same = git("rev-parse", "b") == git("rev-parse", "main")
    git("switch", "--quiet", "b")
    git.commit("a", "2")
    moved = git("rev-parse", "b") != git("rev-parse", "main")
    return {"A movable name": same and moved, "A full copy": set(git.home.iterdir()) != before, "A connection": git("remote") != ""}
