"""A Django project in a folder of its own, in which the checks of topics run commands as in a terminal."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


class Project:
    """A folder in which commands run; nothing of this process's settings reaches them."""

    def __init__(self, *commands: str) -> None:
        self.home = Path(tempfile.mkdtemp())
        for command in commands:
            self(command)

    def __call__(self, command: str) -> str:
        """Run `django-admin …` or `python manage.py …`; return the output, errors included."""
        words = command.replace("django-admin", "-m django").replace("python manage.py", "manage.py").split()
        environment = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO_")}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *words],
            cwd=self.home,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    def holds(self, *names: str) -> bool:
        """Tell whether all these files and folders are there."""
        return all((self.home / name).exists() for name in names)

    def write(self, name: str, text: str, *, to: str = "w") -> None:
        """Write a file, or append to it with `to="a"`."""
        (self.home / name).parent.mkdir(parents=True, exist_ok=True)
        with (self.home / name).open(to, encoding="utf-8") as file:
            file.write(text)
