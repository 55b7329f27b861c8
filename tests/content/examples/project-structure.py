"""Checks the settings in a real project: Django accepts them, and refuses to start without a key."""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

assert SECRET_KEY == "from the environment"
assert DEBUG is False
assert ALLOWED_HOSTS == ["shop.example", "www.shop.example"]


def manage(folder, *words, **environment):
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False)


with TemporaryDirectory() as folder:
    start = [sys.executable, "-c", "from django.core.management import execute_from_command_line as go; import sys; go(sys.argv)"]
    subprocess.run([*start, "startproject", "config", "."], cwd=folder, check=True)
    subprocess.run([*start, "startapp", "catalog"], cwd=folder, check=True)
    with open(f"{folder}/config/settings.py", "w", encoding="utf-8") as settings:
        settings.write(EXAMPLE)
    with open(f"{folder}/config/urls.py", "w", encoding="utf-8") as urls:
        urls.write("urlpatterns = []\n")
    assert "no issues" in manage(folder, "check").stdout
    os.environ.pop("SECRET_KEY")
    assert "KeyError: 'SECRET_KEY'" in manage(folder, "check").stderr
    seen = manage(folder, "shell", "-c", "from django.conf import settings; print('debug', settings.DEBUG)", DEBUG="1", SECRET_KEY="x")
    assert "debug True" in seen.stdout, seen
