"""Checks of the topic `ci-cd`."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import django
import yaml
from bookshop.catalog.models import Book
from bookshop.shelves import fill
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import get_runner
from django.utils import deprecation
from packaging.specifiers import SpecifierSet
from grading import claim, code, exercise, question, warned


def finds_nothing(**options):
    """Return how many failures Django's runner reports for a folder without tests."""
    with tempfile.TemporaryDirectory() as folder:
        runner = get_runner(settings)(verbosity=0, interactive=False, **options)
        return runner.suite_result(runner.build_suite([folder]), unittest.TestResult())


def pytest_exit_code():
    """Return the exit code of pytest in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
        return subprocess.run(run, cwd=folder, capture_output=True, check=False).returncode


@claim("exits with 1 when a model change has no migration")
def a_change_without_a_migration():
    call_command("makemigrations", "--check", verbosity=0)
    field = models.IntegerField(default=1)
    field.contribute_to_class(Book, "pages")
    try:
        call_command("makemigrations", "--check", verbosity=0)
    except SystemExit as end:
        assert end.code == 1  # noqa: PT017 - SystemExit is what is asked for
    else:
        raise AssertionError
    finally:
        Book._meta.local_fields.remove(field)
        Book._meta._expire_cache()


@claim("bare, it is the number 3.1")
def a_version_in_yaml():
    assert yaml.safe_load('[3.9, 3.10, "3.10"]') == [3.9, 3.1, "3.10"]


@claim("pytest exits with 5")
def nothing_found():
    assert finds_nothing() == 0
    assert pytest_exit_code() == 5


@claim("Warnings already say", django=(6, 1))
def the_name_of_the_warning():
    told = warned(lambda: list(Book.objects.select_related()), deprecation.RemovedInDjango2028Warning)
    assert told == ["Calling select_related() with no arguments is deprecated. Specify the fields to fetch instead."]


@question("Which step finds a model change")
def which_step(choices):
    def options(name):
        from django.core.management import load_command_class  # noqa: PLC0415

        parser = load_command_class("django.core", name).create_parser("manage.py", name)
        return {option for action in parser._actions for option in action.option_strings}

    return {
        "`makemigrations --check`": "--check" in options("makemigrations"),
        "`sqlmigrate --backwards`": "--check" in options("sqlmigrate"),
    }


@question("ci-green-empty")
def which_is_red(choices):
    return {
        "`python -m pytest": pytest_exit_code() != 0,
        "`--failfast`": finds_nothing(failfast=True) != 0,
        "`--parallel`": finds_nothing(parallel=2) != 0,
    }


@question("ci-yaml-version")
def which_line(choices):
    return {choice: str(next(iter(yaml.safe_load(code(choice)).values()))) == "3.1" for choice in choices}


@question("The tests pass on your laptop. In CI: `ModuleNotFoundError")
def what_the_runner_installs(choices):
    with tempfile.TemporaryDirectory() as folder:
        clean = [sys.executable, "-S", "-c", "import yaml"]
        ran = subprocess.run(clean, cwd=folder, capture_output=True, check=False, text=True)
    return {"does not list": "ModuleNotFoundError" in ran.stderr, "run with `--parallel`": ran.returncode == 0}


WORKFLOW = """
on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: {matrix: {python: [3.12, 3.13]}}
    steps:
      - run: python manage.py test
"""


@exercise("a workflow that runs `manage.py test` on Python 3.12", WORKFLOW, WORKFLOW.replace("[3.12, 3.13]", '["3.12", "3.13"]'))
def two_versions(answer):
    job = yaml.safe_load(answer)["jobs"]["test"]
    asked = [step.get("with", {}).get("python-version") for step in job["steps"]]
    return job["strategy"]["matrix"]["python"] == ["3.12", "3.13"] and "${{ matrix.python }}" in asked and job["steps"][-1]["run"] == "python manage.py test"


@exercise(
    "Let CI of the bookshop fail on deprecations",
    "python manage.py test",
    "python -W error::DeprecationWarning manage.py test",
    "python -Wa manage.py test",
    django=(6, 1), database="sqlite",
)
def red_on_deprecations(answer):
    options = answer.removeprefix("python ").removesuffix("manage.py test").split()
    setup = "import django; from django.conf import settings; settings.configure(INSTALLED_APPS=['django.contrib.contenttypes']); django.setup()"
    calls = "from django.contrib.contenttypes.models import ContentType; ContentType.objects.select_related()"
    return subprocess.run([sys.executable, *options, "-c", f"{setup}; {calls}"], capture_output=True).returncode == 1


JENKINS = """
pipeline {
    agent any
    stages {
        stage('Test') {
            steps {
                sh 'python3 -m venv venv'
                sh 'pip install -r requirements.txt'
                sh 'python manage.py makemigrations --check'
                sh 'python manage.py test || true'
            }
        }
    }
}
"""
SITE = """
import sys
from django.conf import settings
from django.core.management import execute_from_command_line

settings.configure(SECRET_KEY="x", INSTALLED_APPS=["shop"], DATABASES={
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
execute_from_command_line(sys.argv)
"""
MODELS = """
from django.db import models

class Book(models.Model):
    title = models.CharField(max_length=100)
"""
TESTS = """
from django.test import SimpleTestCase

class Sums(SimpleTestCase):
    def test_a_sum(self):
        self.assertEqual(1 + 1, SUM)
"""


def is_green(jenkinsfile, total, migrated=True):
    """Run the steps of a Jenkinsfile as Jenkins does (`sh -xe`, one shell each) on a small project; tell if all pass."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shop").mkdir()
        files = {"manage.py": SITE, "shop/__init__.py": "", "shop/models.py": MODELS, "requirements.txt": "",
                 "shop/tests.py": TESTS.replace("SUM", str(total))}
        for path, text in files.items():
            (folder / path).write_text(text)
        run = {"cwd": folder, "capture_output": True, "env": {"PATH": os.environ["PATH"], "HOME": name}}
        subprocess.run([sys.executable, "manage.py", "makemigrations", "shop"], check=True, **run)
        if not migrated:
            (folder / "shop/models.py").write_text(MODELS + "    pages = models.IntegerField(default=1)\n")
        has_path = re.search(r'PATH = "\$\{WORKSPACE\}/venv/bin:', jenkinsfile)
        run["env"]["PATH"] = f"{folder / 'venv/bin'}:{run['env']['PATH']}" if has_path else run["env"]["PATH"]
        made = re.findall(r"sh '(.+)'", jenkinsfile)
        assert made[:2] == ["python3 -m venv venv", "pip install -r requirements.txt"]
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True, **run)
        (link,) = (folder / "venv/lib").glob("python*/site-packages")
        (link / "outer.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
        return all(subprocess.run(["sh", "-xe", "-c", step], check=False, **run).returncode == 0 for step in made[2:])


@exercise(
    "Translate the job `test` of the example into a `Jenkinsfile`",
    JENKINS,
    JENKINS.replace("test || true", "test").replace("makemigrations --check", "makemigrations"),
    JENKINS.replace("sh 'python manage.py test || true'", ""),
    database="sqlite",
)
def a_red_stage(answer):
    assert answer.count("{") == answer.count("}") and re.match(r"\s*pipeline\s*\{\s*agent any", answer)
    return is_green(answer, 2) and not is_green(answer, 3) and not is_green(answer, 2, migrated=False)


@question("ci-matrix-311", django=(6, 1))
def where_pip_finds_none(choices):
    wanted = SpecifierSet(importlib.metadata.metadata("Django")["Requires-Python"])
    needs = importlib.metadata.requires("Django") or []
    return {"3.11: Django 6.1 needs": [version in wanted for version in ("3.11", "3.12", "3.13")] == [False, True, True],
            "3.13: Django 6.1 came out": "3.13" not in wanted, "it needs `setuptools`": any("setuptools" in need for need in needs),
            "nothing but 6.1.0": django.get_version() not in SpecifierSet("~=6.1")}


@claim("Runs on Python 3.12 to 3.14", django=(6, 1))
def which_versions():
    assert importlib.metadata.metadata("Django")["Requires-Python"] == ">=3.12"
    assert "Programming Language :: Python :: 3.15" in importlib.metadata.metadata("Django").get_all("Classifier")


@claim("Case, constraints, JSON and locking differ")
def databases_differ():
    fill()
    assert Book.objects.filter(title__contains="emma").exists() is (connection.vendor == "sqlite")
    assert connection.features.has_select_for_update is (connection.vendor == "postgresql")


@claim("suites whose tests lean on each other turn red", database="sqlite")
def another_order():
    suite = """
import pytest
@pytest.fixture(scope="module")
def shelf(request):
    return request.param
@pytest.mark.parametrize("shelf", [1, 2], indirect=True)
def test_a(shelf): pass
@pytest.mark.parametrize("shelf", [2, 1], indirect=True)
def test_b(shelf): pass
"""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_order.py").write_text(suite)
        command = [sys.executable, "-B", "-m", "pytest", "-v", "-p", "no:cacheprovider"]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    ran = re.findall(r"::(test_\w\[\d\])", told)
    assert sorted(ran) == ["test_a[1]", "test_a[2]", "test_b[1]", "test_b[2]"]
    assert ran == ["test_a[1]", "test_b[1]", "test_a[2]", "test_b[2]"]


@claim("An app without a `migrations` package is passed over", database="sqlite")
def an_app_that_is_passed_over():
    with tempfile.TemporaryDirectory() as name:
        files = {"manage.py": SITE, "shop/__init__.py": "", "shop/models.py": MODELS}
        (Path(name) / "shop").mkdir()
        for path, text in files.items():
            (Path(name) / path).write_text(text)

        def code_of(*command):
            return subprocess.run([sys.executable, "-B", "manage.py", *command], cwd=name, capture_output=True, check=False).returncode

        assert code_of("makemigrations", "--check") == 0
        assert code_of("makemigrations", "shop", "--check") == 1
