"""Checks the commands by running those that need no network and no answers, in an empty folder."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

commands = [line for line in EXAMPLE.splitlines() if line.startswith(("django-admin", "python manage.py", "python -m django"))]
offline = [line for line in commands if not line.endswith(("createsuperuser", "runserver"))]
assert offline == [
    "python -m django --version",
    "django-admin startproject config .",
    "python manage.py startapp catalog",
    "python manage.py check",
    "python manage.py migrate",
]


def run(command, folder):
    words = command.replace("django-admin", "python -m django").split()
    done = subprocess.run([sys.executable, *words[1:]], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


with TemporaryDirectory() as name:
    folder = Path(name)
    for command in offline:
        run(command, folder)
        settings = folder / "config" / "settings.py"
        if command.endswith("startapp catalog"):
            assert run("python manage.py shell -v 0 -c pass", folder) == ""
            question = ["shell", "-v", "0", "-c", "from django.apps import apps; print(apps.is_installed('catalog'))"]
            ask = [sys.executable, "manage.py", *question]
            assert subprocess.check_output(ask, cwd=folder, text=True) == "False\n", "startapp does not register"
            settings.write_text(settings.read_text().replace("INSTALLED_APPS = [", 'INSTALLED_APPS = ["catalog",'))
            assert subprocess.check_output(ask, cwd=folder, text=True) == "True\n"
    assert {"manage.py", "config", "catalog", "db.sqlite3"} <= {path.name for path in folder.iterdir()}
