"""The runner of the examples finds what is wrong with them, in every language."""

from pathlib import Path

import pytest
from example_runner import Example, ExampleError, hold_to_its_claim

MODEL = """
from django.db import models

class Book(models.Model):
    title = models.CharField(max_length=40)
"""
VIEW = """
from django.http import JsonResponse
from django.urls import path
from .models import Book

def books(request):
    return JsonResponse({"books": list(Book.objects.values_list("title", flat=True))})

urlpatterns = [path("books/", books)]
Book.objects.create(title="Two Scoops")
"""
ASK = """
from django.test import Client
assert Client().get("/books/").json() == {"books": ["Two Scoops"]}
"""
TWO_QUERIES = "SELECT 1 AS n; SELECT 'a;b' AS t, NULL AS u"
TABLE = """
 t   | u
-----+------
 a;b | NULL
(1 row)
"""


def hold(directory: Path, language: str, code: str, output: str = "", *, before: str = "", check: str = "") -> None:
    """Run an example whose author wrote `before` and `check`."""
    checks = directory / "checks"
    checks.mkdir()
    if before:
        (checks / "topic.before.py").write_text(before)
    if check:
        (checks / "topic.py").write_text(check)
    hold_to_its_claim(Example(language, code, output=output), checks, "topic", directory)


SOUND = [
    pytest.param("python", "print('a')\nprint('b')", "a\nb", "", "", id="python"),
    pytest.param("python", "def double(n):\n    return 2 * n", "", "", "assert double(2) == 4", id="python-check"),
    pytest.param("python", "if __name__ == '__main__':\n    print(1)", "1", "", "", id="python-main"),
    pytest.param("python", VIEW, "", MODEL, ASK, id="django"),
    pytest.param("python", MODEL + "print(Book.objects.count())", "0", "", "", id="django-model"),
    pytest.param("sql", TWO_QUERIES, TABLE, "", "", id="sql"),
    pytest.param("nginx", "server { listen 80; location / { proxy_pass http://app; } }", "", "", "", id="nginx"),
    pytest.param("dockerfile", "FROM python:3.13-slim\nCMD [\"gunicorn\"]", "", "", "", id="dockerfile"),
    pytest.param("yaml", "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: ls}]}}", "", "", "", id="yaml"),
    pytest.param("toml", "[tool]\nname = 'a'", "", "", "assert document['tool']['name'] == 'a'", id="toml"),
    pytest.param("ini", "[a]\nb = c", "", "", "", id="ini"),
    pytest.param("json", "{}", "", "", "", id="json"),
    pytest.param("bash", "if true; then\n  ls\nfi", "", "", "", id="bash"),
    pytest.param("http", "GET / HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n\nhello", "", "", "", id="http"),
    pytest.param(
        "html",
        "{% for n in ns %}{{ n }}{% endfor %}",
        "",
        "",
        "from django.template import Context\nassert document.render(Context({'ns': [1, 2]})) == '12'",
        id="html",
    ),
]  # fmt: skip

BROKEN = [
    pytest.param("python", "print('a')", "b", "", "it prints", id="python-output"),
    pytest.param("python", "print('a')", "", "", "nothing is checked", id="python-unchecked"),
    pytest.param("python", "x = 1", "", "x = 2", "no assert", id="check-without-assert"),
    pytest.param("python", "x = 1", "", "assert x == 2", "assert x == 2", id="check-fails"),
    pytest.param("python", "import warnings\nwarnings.warn('old')", "a", "", "UserWarning: old", id="warning"),
    pytest.param("python", VIEW, "", ASK, "ImportError", id="django-without-model"),
    pytest.param("sql", "SELECT 1 AS n", "n\n2", "", "it prints", id="sql-output"),
    pytest.param("sql", "SELEC 1", "n", "", "syntax error", id="sql-syntax"),
    pytest.param("nginx", "server { lisen 80; }", "", "", "lisen", id="nginx"),
    pytest.param("dockerfile", "RUN ls", "", "", "begins with FROM", id="dockerfile"),
    pytest.param("yaml", "on: push\njobs: {a: {steps: []}}", "", "", "runs-on", id="yaml-workflow"),
    pytest.param("yaml", "services: {web: {ports: []}}", "", "", "no `image`", id="yaml-compose"),
    pytest.param("toml", "a = ", "", "", "Invalid value", id="toml"),
    pytest.param("ini", "a = b", "", "", "section", id="ini"),
    pytest.param("json", "{'a': 1}", "", "", "JSONDecodeError", id="json"),
    pytest.param("bash", "if true; then", "", "", "syntax error", id="bash"),
    pytest.param("http", "GET /\nHost: a", "", "", "first line", id="http"),
    pytest.param("html", "{% for n in ns %}", "", "assert document", "Unclosed tag", id="html"),
    pytest.param("html", "{{ n }}", "", "", "renders it", id="html-unchecked"),
    pytest.param("cobol", "STOP RUN.", "", "", "nothing runs 'cobol'", id="unknown-language"),
]


@pytest.mark.parametrize(("language", "code", "output", "before", "check"), SOUND)
def test_a_sound_example_passes(language: str, code: str, output: str, before: str, check: str, tmp_path: Path) -> None:
    hold(tmp_path, language, code, output, before=before, check=check)


@pytest.mark.parametrize(("language", "code", "output", "check", "complaint"), BROKEN)
def test_a_broken_example_is_found(
    language: str, code: str, output: str, check: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(ExampleError, match=complaint):
        hold(tmp_path, language, code, output, check=check)
