"""Checks of the topic `open-source`."""

import ast
import re
import subprocess
import sys

from bookshop.catalog.models import Book
from django.utils import deprecation
from grading import claim, code, question, warned

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
        "in `DEBUG` mode alone": not warned(bare_select_related),
        "when the query has a join": not warned(bare_select_related),
    }


def _default_filters():
    """Return what a fresh Python does with warnings: (action, kind)."""
    told = "import warnings; print([(each[0], each[2].__name__) for each in warnings.filters])"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True, text=True)
    return ast.literal_eval(run.stdout)
