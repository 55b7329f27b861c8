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
    def shown(before, name=".env", *, detached=False):
        git = Repository()
        git.commit("a", "1")
        if detached:
            git("checkout", "--quiet", "--detach")
        if before:
            git.commit(name, "1")
        git.write(".gitignore", name)
        git.write(name, "2")
        return name in git("status", "--short").replace(".gitignore", "")

    return {"before it was ignored": shown(True) and not shown(False), "must be committed": shown(False), "Names that start": shown(False),
            "only works inside a branch": shown(False, detached=True)}


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
    return {"with its markers": "<<<<<<< HEAD" in text and ">>>>>>> read-env" in text, "never pushed": "<<<<<<<" not in text,
            "another language": not text.startswith("<<<<<<< HEAD\nDEBUG = False"), "a commit that is gone": git("cat-file", "-t", "HEAD").strip() != "commit"}


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


def shared():
    """Return two clones of one bare repository with a branch `feature`, and that repository."""
    hub = Path(tempfile.mkdtemp()) / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(hub)], check=True)
    ada = Repository()
    ada.commit("a", "1")
    ada("remote", "add", "origin", str(hub))
    ada("push", "--quiet", "origin", "main")
    ada("switch", "--quiet", "--create", "feature")
    ada.commit("b", "1")
    ada("push", "--quiet", "--set-upstream", "origin", "feature")
    bob = Repository()
    bob("remote", "add", "origin", str(hub))
    bob("fetch", "--quiet")
    bob("switch", "--quiet", "feature")
    return ada, bob


def on_server(git, branch="feature"):
    """Return the names of the files that a branch has on the server."""
    git("fetch", "--quiet")
    return set(git("ls-tree", "--name-only", f"origin/{branch}").split())


@claim("`git fetch` only downloads")
def fetch_and_pull():
    ada, bob = shared()
    ada.commit("c", "1")
    ada("push", "--quiet")
    before = bob("rev-parse", "HEAD")
    bob("fetch", "--quiet")
    assert bob("rev-parse", "HEAD") == before and "c" in bob("ls-tree", "--name-only", "origin/feature")
    bob("pull", "--quiet")
    assert (bob.home / "c").exists()


@claim("`git rebase` rewrites commits")
def rewrites():
    git = stacked()
    before = git("rev-parse", "HEAD")
    git("rebase", "--quiet", "main")
    assert git("rev-parse", "HEAD") != before and holds(git, "login-form", "a", "b", "login", "form")


@claim("wipes out a colleague's commits")
def force_push():
    for force, survives in (("--force", False), ("--force-with-lease", True)):
        ada, bob = shared()
        bob.commit("bobs", "1")
        bob("push", "--quiet")
        ada("commit", "--quiet", "--amend", "-m", "b, better")
        ada("push", "--quiet", force, fails=True)
        assert ("bobs" in on_server(ada)) == survives


@question("colleague-commits")
def vanished(choices):
    def lost(*commands):
        """Tell whether Bob's commit is gone from the server after Ada's commands."""
        ada, bob = shared()
        bob.commit("bobs", "1")
        bob("push", "--quiet")
        ada("switch", "--quiet", "main")
        ada.commit("m", "1")
        ada("switch", "--quiet", "feature")
        ada("rebase", "--quiet", "main")
        on_main = ada("rev-parse", "main")
        for words in commands:
            ada(*words, fails=True)
        assert ada("rev-parse", "main") == on_main or "merge" in str(commands)
        return "bobs" not in on_server(ada)

    pull = ("pull", "--quiet", "--no-rebase", "--no-edit")
    merge = (("switch", "--quiet", "main"), ("merge", "--quiet", "feature"), ("push", "--quiet", "origin", "main"))
    return {"A forced push": lost(("push", "--quiet", "--force")), "`git pull` was run twice": lost(pull, pull, ("push", "--quiet")),
            "merged into `main` too early": lost(*merge), "moved them to": lost(("push", "--quiet"))}


@question("start-new-feature-django")
def the_usual_way(choices):
    def reviewable(*commands):
        """Tell whether the work is on the server as a branch, and nothing of it on the server's `main` yet."""
        ada, _ = shared()
        ada("switch", "--quiet", "main")
        for words in commands:
            ada.commit("login", "1") if words == "work" else ada(*words)
        ada("fetch", "--quiet")
        names = [name.strip() for name in ada("branch", "--remotes").split()]
        return [name for name in names if "login" in ada("ls-tree", "--name-only", name)] == ["origin/add-login"]

    branch, back = ("switch", "--quiet", "--create", "add-login"), ("switch", "--quiet", "main")
    push = lambda name: ("push", "--quiet", "origin", name)
    return {"a pull request, a merge": reviewable(branch, "work", push("add-login")), "Commits on `main`": reviewable("work", push("main")),
            "then a push": reviewable(branch, "work", back, ("merge", "--quiet", "add-login"), push("main")),
            "a patch file": reviewable(branch, "work", ("format-patch", "--quiet", "-1"))}


@claim("Django's migrations belong in the repository")
def what_belongs():
    git = Repository()
    git.write(".gitignore", ".venv/\n.env\ndb.sqlite3\n")
    for name in (".venv/x", ".env", "db.sqlite3", "shop/migrations/0001_initial.py"):
        (git.home / name).parent.mkdir(parents=True, exist_ok=True)
        git.write(name, "1")
    git("add", ".")
    assert set(git("ls-files").split()) == {".gitignore", "shop/migrations/0001_initial.py"}


@claim("A `.env` file or a key was committed")
def still_in_the_history():
    git = Repository()
    git.commit("settings.py", "KEY = 'live'")
    git.commit("settings.py", "KEY = os.environ['KEY']")
    assert "live" in git("log", "--patch") and git("log", "--format=%h", "-S", "live").split()


@claim("puts three unrelated changes under one useless message")
def by_intention():
    git = Repository()
    git.commit("a", "".join(f"line {n}\n" for n in range(30)))
    git.write("a", (git.home / "a").read_text().replace("line 1\n", "first\n").replace("line 28\n", "second\n"))
    subprocess.run(["git", "add", "-p", "a"], cwd=git.home, input="y\nn\n", text=True, capture_output=True, check=True)
    git("commit", "--quiet", "-m", "Name the first line")
    assert "first" in git("show", "HEAD") and "second" not in git("show", "HEAD") and "second" in git("diff")


@claim("all of one side is taken just to make the markers go away")
def back_from_a_conflict():
    git = Repository()
    git.commit("n", "x\n")
    git("switch", "--quiet", "--create", "other")
    git.commit("n", "other\n")
    git("switch", "--quiet", "main")
    git.commit("n", "mine\n")
    before = git("rev-parse", "HEAD")
    git("merge", "other", fails=True)
    assert "<<<<<<<" in (git.home / "n").read_text()
    git("merge", "--abort")
    assert (git.home / "n").read_text() == "mine\n" and git("rev-parse", "HEAD") == before and git("status", "--short") == ""
