"""Checks of the topic `install-django`."""

import sys

import django
from grading import claim, exercise, question, since
from terminal import Project


@claim("have the class `RemovedInDjango2028Warning`")
def the_class():
    from django.utils import deprecation

    assert hasattr(deprecation, "RemovedInDjango2028Warning") == since(6, 1)


@claim("Django 6.0 and 6.1 need Python 3.12 or newer")
def pythons():
    from importlib.metadata import metadata

    wants = metadata("django")["Requires-Python"]
    assert wants == (">=3.12" if since(6, 0) else ">=3.10")


@claim("Python 3.15 is supported, from this release on", django=(6, 1))
def python_315():
    from importlib.metadata import metadata

    assert "Programming Language :: Python :: 3.15" in metadata("django").get_all("Classifier")
    from django.db.backends.postgresql.features import DatabaseFeatures

    assert DatabaseFeatures.minimum_database_version == (15,)


@claim("makes the folder if it is not there")
def the_folder():
    import tempfile
    from pathlib import Path

    from django.core.management import CommandError, call_command

    target = Path(tempfile.mkdtemp()) / "shop"
    try:
        call_command("startproject", "config", str(target), verbosity=0)
        made = True
    except CommandError:
        made = False
    assert made == since(6, 0)


@question("python-3-11-django")
def newest(choices):
    from importlib.metadata import metadata

    if sys.version_info < (3, 12):
        return {"5.2": django.VERSION[:2] == (5, 2), "6.0": since(6, 0), "4.2": not since(5, 0)}
    return {"6.0": ">=3.12" not in metadata("django")["Requires-Python"], "5.2": ">=3.12" in metadata("django")["Requires-Python"]}


@question("inst-warning-name", django=(6, 1))
def the_warning(choices):
    import subprocess

    code = (
        "from django.conf import settings; settings.configure(EMAIL_BACKEND='django.core.mail.backends.console.EmailBackend');"
        "import django; django.setup(); from django.core.mail import send_mail; print(send_mail('a', 'b', 'a@x.org', ['b@x.org']))"
    )
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True, text=True)
    assert "RemovedInDjango2028Warning" in done.stderr
    return {"still works": "Subject: a" in done.stdout, "is ignored": "Subject: a" not in done.stdout}


START = "django-admin startproject config ."
ONCE = {"database": "sqlite"}
MODEL = "from django.db import models\nclass Post(models.Model):\n    title = models.CharField(max_length=9)\n"


@claim("`startproject` runs once per site, `startapp` once per part of it", **ONCE)
def once_per_site():
    shop = Project(START, "python manage.py startapp catalog", "python manage.py startapp orders")
    assert shop.holds("manage.py", "config/settings.py", "catalog/models.py", "orders/models.py")
    assert "CommandError" in shop(START)


@claim("An app is active only when it stands in `INSTALLED_APPS`", **ONCE)
def active():
    shop = Project(START, "python manage.py startapp catalog")
    asked = ["manage.py", "shell", "-v", "0", "-c"]
    ask = 'python manage.py check catalog'
    assert "No installed app with label 'catalog'" in shop(ask) and asked
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['catalog']\n", to="a")
    assert "no issues" in shop(ask)


@claim("`manage.py` is `django-admin` that already knows your settings", **ONCE)
def knows_the_settings():
    shop = Project(START)
    assert "no issues" in shop("python manage.py check")
    assert "settings are not configured" in shop("django-admin check --database default").lower() or "improperlyconfigured" in shop("django-admin check").lower()


@claim("without the dot gives `shop/shop/`", **ONCE)
def without_the_dot():
    assert Project("django-admin startproject shop").holds("shop/manage.py", "shop/shop/settings.py")


@claim("`makemigrations` says \"No changes detected\"", **ONCE)
def no_changes():
    shop = Project(START, "python manage.py startapp catalog")
    shop.write("catalog/models.py", MODEL)
    assert "No changes detected" in shop("python manage.py makemigrations")
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['catalog.apps.CatalogConfig']\n", to="a")
    assert "Create model Post" in shop("python manage.py makemigrations")


@question("dot-django-admin", **ONCE)
def what_the_dot_does(choices):
    shop = Project(START)
    runs = "Starting development server" in shop("python manage.py check")
    return {"hidden folder": shop.holds(".config"), "starts the server": runs, "puts `manage.py`": shop.holds("manage.py", "config/settings.py"),
            "picks the newest": not shop.holds("manage.py")}


@question("shop-gets-part-product", **ONCE)
def which_command(choices):
    def starts_an_app(command):
        shop = Project(START)
        if "pip install" in command:
            return False  # it would look for a stranger's package of that name
        shop(command)
        return shop.holds("reviews/models.py", "reviews/views.py", "config/settings.py")

    return {choice: starts_an_app(choice.strip("`")) for choice in choices if "pip" not in choice}


@question("missing-install-django", **ONCE)
def what_is_missing(choices):
    def finds_the_model(*, before=(), settings="", meta=False, manage=""):
        shop = Project(START, "python manage.py startapp catalog")
        shop.write("catalog/models.py", MODEL + ("    class Meta:\n        pass\n" if meta else ""))
        shop.write("config/settings.py", settings, to="a")
        text = (shop.home / "manage.py").read_text()
        shop.write("manage.py", text.replace("import os\n", f"import os\n{manage}", 1))
        for command in before:
            shop(command)
        return "Create model Post" in shop("python manage.py makemigrations")

    return {"`migrate` before": finds_the_model(before=["python manage.py migrate"]), "`import catalog`": finds_the_model(manage="import catalog\n"),
            "in `INSTALLED_APPS`": finds_the_model(settings="\nINSTALLED_APPS += ['catalog']\n"), "`class Meta`": finds_the_model(meta=True)}


@question("pip-install-django-2", **ONCE)
def another_python(choices):
    import subprocess
    import tempfile

    def message(*options, cwd=None):
        done = subprocess.run([sys.executable, *options, "-c", "import django"], cwd=cwd, capture_output=True, text=True)
        return "No module named 'django'" in done.stderr

    shop = Project(START)
    return {"Another Python": message("-I", "-S", cwd=tempfile.mkdtemp()), "has no app": "No module" in shop("python manage.py check"),
            "nobody has migrated": "No module" in shop("python manage.py showmigrations")}


@exercise("Make a project in an empty folder", "django-admin startapp catalog .", "python manage.py startproject catalog", database="sqlite")
def registered(answer):
    shop = Project(START)
    shop(answer)
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['catalog']\n", to="a")
    shop.write("look.py", "from django.apps import apps\nprint('installed:', apps.is_installed('catalog'))\n")
    return "no issues" in shop("python manage.py check") and shop.holds("catalog/models.py", "catalog/apps.py")


def package(folder, name, version, wants=""):
    """Write a wheel of a package of ours into a folder that pip can take packages from."""
    import zipfile

    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", f"version = '{version}'\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + (f"Requires-Dist: {wants}\n" if wants else ""))
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def pip(*words, folder):
    import subprocess

    command = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr


ONCE = {"database": "sqlite"}


@question("inst-pip-old-version", **ONCE)
def back_to_an_old_release(choices):
    """Let pip choose between releases that forbid this Django and an old one that says nothing."""
    import tempfile
    from pathlib import Path

    def taken(*releases, extra=()):
        home = Path(tempfile.mkdtemp())
        (home / "index").mkdir()
        package(home / "index", "framework", "6.1.3")
        for version, wants in releases:
            package(home / "index", "some_package", version, wants)
        said = pip("install", "--no-index", "--find-links", "index", "--target", "here", "framework==6.1.3", "some-package", *extra, folder=home)
        there = home / "here" / "some_package.py"
        return there.read_text().split("'")[1] if there.exists() else said

    old, middle, new = ("1.0", ""), ("1.1", ""), ("2.9", "framework<6.1")
    chosen = taken(old, middle, new)
    assert "ResolutionImpossible" in taken(old, new, extra=["some-package==2.9"])  # pinned: an error
    return {"It went back to the newest": chosen == "1.1" and taken(old, ("2.9", "framework>=6")) == "2.9", "tested with this Django": taken(old, ("1.1", "framework==6.1.3"), new) != "1.1",
            "shows the number of the oldest": chosen == "1.0", "It found no index": taken(old, middle) == "1.0"}


@question("new-colleague-clones", **ONCE)
def the_same_versions(choices):
    """Clone the repository, and install by what has come along."""
    import shutil
    import tempfile
    from pathlib import Path

    home = Path(tempfile.mkdtemp())
    (home / "index").mkdir()
    for version in ("1.0", "2.0"):
        package(home / "index", "shelf", version)

    def installs(files, *words):
        clone = Path(tempfile.mkdtemp())
        for name, text in files.items():
            (clone / name).write_text(text)
        pip("install", "--no-index", "--find-links", str(home / "index"), "--target", "here", *words, folder=clone)
        there = clone / "here" / "shelf.py"
        return there.exists() and there.read_text() == "version = '1.0'\n"

    moved = Path(tempfile.mkdtemp())
    import venv

    venv.create(moved / ".venv", with_pip=False)
    shutil.copytree(moved / ".venv", moved / "elsewhere" / ".venv", symlinks=False)
    activate = (moved / "elsewhere" / ".venv" / "bin" / "activate").read_text()
    started = Project("django-admin startproject config .")
    return {"A committed": installs({"requirements.txt": "shelf==1.0\n"}, "--requirement", "requirements.txt"), "A copy of the folder": str(moved / "elsewhere") in activate,
            "`INSTALLED_APPS`": installs({"settings.py": "INSTALLED_APPS = ['shelf']"}, "shelf"), "`startproject`": started.holds("requirements.txt")}


@claim("A virtual environment is one folder", **ONCE)
def delete_and_build_again():
    import shutil
    import subprocess
    import tempfile
    import venv
    from pathlib import Path

    home = Path(tempfile.mkdtemp())
    where = lambda: subprocess.run([home / ".venv" / "bin" / "python", "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True).stdout.strip()
    venv.create(home / ".venv", with_pip=False)
    first = where()
    assert [path.name for path in home.iterdir()] == [".venv"]
    shutil.rmtree(home / ".venv")
    venv.create(home / ".venv", with_pip=False)
    assert first == where() == str((home / ".venv").resolve())


@claim("`runserver` is not for production", **ONCE)
def its_own_words():
    import inspect

    from django.core.management.commands import runserver
    from django.core.servers import basehttp

    assert "Do not use it in a production setting" in " ".join(inspect.getsource(runserver).replace('"', "").split())
    assert issubclass(basehttp.WSGIServer, __import__("wsgiref.simple_server").simple_server.WSGIServer)  # the teaching server of Python


@claim("`ModuleNotFoundError: No module named 'django'`", **ONCE)
def another_environment():
    import subprocess
    import tempfile
    import venv
    from pathlib import Path

    home = Path(tempfile.mkdtemp())
    venv.create(home / ".venv", with_pip=False)
    other = subprocess.run([home / ".venv" / "bin" / "python", "-c", "import django"], capture_output=True, text=True)
    assert "No module named 'django'" in other.stderr
    assert str(Path(sys.prefix)) in pip("--version", folder=home)  # `python -m pip` is the pip of that Python


@claim("The project is called `django` or `test`", **ONCE)
def hidden():
    import subprocess

    shop = Project()
    said = [shop(f"django-admin startproject {name}") for name in ("django", "test")]
    assert all("conflicts with the name of an existing Python module" in text for text in said)
    shop.write("django/__init__.py", "")
    assert "No module named 'django.core'" in subprocess.run([sys.executable, "-c", "import django.core"], cwd=shop.home, capture_output=True, text=True).stderr
    assert "conflicts" not in shop("django-admin startproject config")
