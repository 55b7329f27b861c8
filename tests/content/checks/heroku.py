"""Checks of the topic `heroku`."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client, override_settings
from images import builder
from grading import claim, judged, question

CONSOLE = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
SMTP = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "mail.example.com"}}


def mail_remarks(mailers):
    """Return the ids of what `check --deploy` says about mailers."""
    with override_settings(MAILERS=mailers):
        found = run_checks(include_deployment_checks=True)
    return [message.id for message in found if message.id.startswith("mail.")]


@claim("reports `mail.E001`", django=(6, 1))
def a_mailer_for_development():
    assert mail_remarks({"default": CONSOLE}) == ["mail.E001"]
    assert mail_remarks({"default": SMTP}) == []
    assert mail_remarks({"other": SMTP}) == ["mail.W001"]


@claim("Config vars are environment variables")
def config_vars_are_text():
    with mock.patch.dict(os.environ, {"DEBUG": "False"}):
        assert bool(os.environ.get("DEBUG")) is True
        assert (os.environ.get("DEBUG") == "True") is False


@question("heroku-mailers", django=(6, 1))
def what_it_complains_about(choices):
    with_options = {"default": {**CONSOLE, "OPTIONS": {}}}
    return {
        "needs an `OPTIONS` key": mail_remarks(with_options) == [],
        "called `smtp`": mail_remarks({"smtp": CONSOLE}) == [],
        "meant for development": mail_remarks({"default": CONSOLE}) == ["mail.E001"]
        and mail_remarks({"default": SMTP}) == [],
    }


@question("heroku-debug-text")
def a_text_is_true(choices):
    def read(source, **environment):
        names = {"os": os}
        with mock.patch.dict(os.environ, environment):
            exec(source, names)
        return bool(names["DEBUG"])

    return judged(choices, lambda source: not read(source, DEBUG="False") and read(source, DEBUG="True"))


def bound(*options):
    """Return where Gunicorn listens when the router's port is 9000, as its own `--print-config` says."""
    inherited = {name: text for name, text in os.environ.items() if name not in ("WEB_CONCURRENCY", "PORT")}
    command = [sys.executable, "-m", "gunicorn", "app", "--print-config", *options]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "app.py").write_text("application = print\n")
        done = subprocess.run(command, cwd=folder, env=inherited | {"PORT": "9000"}, capture_output=True, text=True, check=True)
    return re.search(r"^bind += \['(.*)'\]", done.stdout, re.MULTILINE)[1]


@question("git-push-heroku-main-was", database="sqlite")
def where_the_router_finds_it(choices):
    return {"`0.0.0.0:$PORT`": bound("--bind", "127.0.0.1:8000") == "127.0.0.1:8000" and bound("--bind", "0.0.0.0:9000") == bound() == "0.0.0.0:9000",
            "does not work on Heroku": bound() != "0.0.0.0:9000"}


@claim("only `web` gets HTTP traffic, on the port in `$PORT`", database="sqlite")
@claim("The app crashes with H10 or R10", database="sqlite")
def gunicorn_reads_port():
    assert [bound(), bound("--bind", "127.0.0.1:8000")] == ["0.0.0.0:9000", "127.0.0.1:8000"]


@question("database-settings-fit")
def settings_that_follow(choices):
    """Heroku moves the database: its address is another one at the next start."""
    import dj_database_url  # noqa: PLC0415 - it reads the environment

    def start(read):
        hosts = []
        for host in ("old.test", "new.test"):
            with mock.patch.dict(os.environ, {"DATABASE_URL": f"postgres://ada:s3cret@{host}:5432/shop"}):
                hosts.append(read()["HOST"])
        return hosts == ["old.test", "new.test"]

    return {"your code reads from `DATABASE_URL`": start(dj_database_url.config),
            "`HOST`, `USER` and `PASSWORD`": start(lambda: {"HOST": "old.test"})}


@contextlib.contextmanager
def project(folder):
    """Make a small project in `folder` with a model; yield a function that runs its `manage.py`."""
    site = """if True:
        import sys
        from django.conf import settings
        from django.core.management import execute_from_command_line
        settings.configure(SECRET_KEY="x", INSTALLED_APPS=["shop"], DATABASES={"default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}})
        execute_from_command_line(sys.argv)
    """
    model = "from django.db import models\n\nclass Book(models.Model):\n    title = models.CharField(max_length=9)\n"
    (folder / "shop" / "migrations").mkdir(parents=True)
    for path, text in {"manage.py": site, "shop/models.py": model, "shop/__init__.py": "", "shop/migrations/__init__.py": ""}.items():
        (folder / path).write_text(text)

    def run(where, *arguments):
        command = [sys.executable, "-B", "manage.py", *arguments]
        return subprocess.run(command, cwd=where, capture_output=True, text=True, check=True).stdout

    yield run


@question("colleague-ran", database="sqlite")
def where_the_files_went(choices):
    """Each dyno starts with a copy of what was pushed; the database is the same for all."""
    with tempfile.TemporaryDirectory() as top, project(Path(top, "pushed")) as run:
        def dyno(*commands):
            with tempfile.TemporaryDirectory() as disk:
                shutil.copytree(Path(top, "pushed"), disk, dirs_exist_ok=True)
                return [run(disk, *command) for command in commands]

        (made,) = dyno(["makemigrations", "shop"])
        (elsewhere,) = dyno(["migrate"])
        _, together = dyno(["makemigrations", "shop"], ["migrate"])
    assert "0001_initial" in made
    return {"went away with the disk": "No migrations to apply" in elsewhere and "Applying shop.0001" in together,
            "needs `DEBUG=True`": "Applying" not in together, "has locked the database": "Applying" not in together}


@claim("Somebody runs `heroku run python manage.py makemigrations`", database="sqlite")
def lost_with_the_dyno():
    with tempfile.TemporaryDirectory() as top, project(Path(top, "pushed")) as run, tempfile.TemporaryDirectory() as disk:
        shutil.copytree(Path(top, "pushed"), disk, dirs_exist_ok=True)
        run(disk, "makemigrations", "shop")
        assert len(list(Path(disk, "shop/migrations").glob("0*.py"))) == 1
        assert list(Path(top, "pushed/shop/migrations").glob("0*.py")) == []


@claim("The push fails at `collectstatic`")
def what_collectstatic_wants():
    with override_settings(STATIC_ROOT=None):
        try:
            call_command("collectstatic", interactive=False, verbosity=0)
        except ImproperlyConfigured as error:
            assert "STATIC_ROOT" in str(error)  # noqa: PT017 - the text matters
        else:
            raise AssertionError
    with tempfile.TemporaryDirectory() as folder, override_settings(
        STATIC_ROOT=folder,
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware", *settings.MIDDLEWARE[1:]],
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        answer = Client().get("/static/admin/css/base.css")
        assert answer.status_code == 200
        answer.close()


@claim("SQLite or uploaded files are used, and all is gone", program="buildah", database="sqlite")
@claim("A dyno's files vanish at every restart", program="buildah", database="sqlite")
def a_fresh_disk():
    """A dyno is a container; here two of them come from one image."""
    with builder() as images:
        images.build("FROM base\nRUN mkdir /app\n")
        first, second = images.start(), images.start()
        images.run(first, "echo 1 > /app/db.sqlite3")
        assert images.run(second, "ls /app") == ""
        images.buildah("rm", first)
        assert images.run(images.start(), "ls /app") == ""
