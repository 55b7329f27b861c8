"""The real parsers that hold an example to the rules of its language when it cannot simply be run."""

import configparser
import json
import re
import sqlite3
import subprocess
import tempfile
import tomllib
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any  # parsed documents have any shape

import crossplane
import yaml
from crossplane.analyzer import DIRECTIVES
from dockerfile_parse import DockerfileParser

DOCKER = (
    "ADD ARG CMD COMMENT COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
)
NGINX_TOP = re.compile(r"^\s*(?:http|events)\s*\{", re.MULTILINE)
NEWER_THAN_CROSSPLANE = {"ssl_reject_handshake": "ssl_session_tickets"}
"""Directives of nginx that crossplane does not know yet -> one that takes its arguments in the same places."""

HTTP_START = re.compile(r"(?:[A-Z]+ \S+ HTTP/[\d.]+|HTTP/[\d.]+ \d{3}.*)$")


for _new, _known in NEWER_THAN_CROSSPLANE.items():
    DIRECTIVES.setdefault(_new, DIRECTIVES[_known])


def run_sql(connection: sqlite3.Connection, script: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run each statement of `script`; gives the column names and rows of the last one that has any."""
    columns: list[str] = []
    rows: list[tuple[object, ...]] = []
    statement = ""
    for piece in [*re.split(r"(?<=;)", script), ";"]:
        statement += piece
        if not sqlite3.complete_statement(statement):
            continue
        cursor = connection.execute(statement)
        if cursor.description:
            columns, rows = [column[0] for column in cursor.description], cursor.fetchall()
        statement = ""
    return columns, rows


def table_text(columns: list[str], rows: list[tuple[object, ...]]) -> str:
    """Write a result as text: a line of column names and one per row, cells apart by ` | `."""
    return "\n".join(
        " | ".join("NULL" if cell is None else str(cell) for cell in row) for row in [columns, *rows] if columns
    )


def bare_table(text: str) -> list[list[str]]:
    """Take the ruling, padding and row count from a table, so that only its cells are compared."""
    lines = [line for line in text.splitlines() if line.strip(" -+|") and not re.fullmatch(r"\(\d+ rows?\)", line)]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def nginx(text: str) -> Any:
    """Parse an nginx configuration; a piece without `http` is taken to stand inside it."""
    whole = text if NGINX_TOP.search(text) else f"http {{\n{text}\n}}"
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(whole)
        file.flush()
        parsed = crossplane.parse(file.name, single=True, strict=True)
    assert parsed["status"] == "ok", [error["error"] for error in parsed["errors"]]
    return parsed["config"][0]["parsed"]


def dockerfile(text: str) -> Any:
    """Parse a Dockerfile into its instructions."""
    steps = DockerfileParser(fileobj=BytesIO(text.encode())).structure
    names = [step["instruction"] for step in steps if step["instruction"] != "COMMENT"]
    assert names, "there is no instruction"
    assert names[0] in ("FROM", "ARG"), "a Dockerfile begins with FROM"
    assert set(names) <= set(DOCKER.split()), f"unknown instruction in {names}"
    return steps


def yaml_file(text: str) -> Any:
    """Parse YAML; a GitHub Actions workflow and a Compose file have what they must have."""
    document = yaml.load(text, yaml.BaseLoader)
    if "jobs" in document:
        assert "on" in document, "a workflow says when it runs: `on`"
        for name, job in document["jobs"].items():
            assert "runs-on" in job or "uses" in job, f"job {name} has no `runs-on`"
            for step in job.get("steps", []):
                assert ("uses" in step) != ("run" in step), f"a step has one of `uses` and `run`: {step}"
    if "services" in document and "jobs" not in document:
        for name, service in document["services"].items():
            assert "image" in service or "build" in service, f"service {name} has no `image` and no `build`"
    return document


def ini(text: str) -> Any:
    """Parse an INI file into its sections."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_file(StringIO(text))
    return {name: dict(parser[name]) for name in parser.sections()}


def bash(text: str) -> Any:
    """Let bash read the script without running it; gives its lines."""
    result = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    assert not result.stderr, result.stderr
    return text.splitlines()


def http(text: str) -> Any:
    """Read HTTP messages apart by a blank line before a start line; gives (start line, headers, body) of each."""
    messages = re.split(r"\n\s*\n(?=[A-Z]+ \S+ HTTP/|HTTP/)", text.strip())
    return [_http_message(message) for message in messages]


def _http_message(text: str) -> tuple[str, dict[str, str], str]:
    head, _, body = text.partition("\n\n")
    start, *lines = head.splitlines()
    assert HTTP_START.match(start), f"not the first line of a request or response: {start}"
    assert all(re.match(r"[A-Za-z-]+: \S", line) for line in lines), f"a header is `Name: value`: {lines}"
    return start, dict(line.split(": ", 1) for line in lines), body


def html(text: str) -> Any:
    """Compile a Django template, which finds unclosed and unknown tags; the check file renders it."""
    from django.template import Template  # noqa: PLC0415 - Django is set up for this language only

    return Template(text)


FORMATS: dict[str, Callable[[str], Any]] = {
    "bash": bash,
    "dockerfile": dockerfile,
    "html": html,
    "http": http,
    "ini": ini,
    "json": json.loads,
    "nginx": nginx,
    "toml": tomllib.loads,
    "yaml": yaml_file,
}
"""The parser of each language that is not run; what it gives is `document` in the check file."""
