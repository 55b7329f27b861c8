"""Checks of the topic `install-django`."""

import sys

import django
from grading import claim, question, since


@claim("are of the class `RemovedInDjango2028Warning`")
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
