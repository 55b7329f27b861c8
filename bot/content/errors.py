"""Mistakes in the content, told to the person who can mend them: where, what is wrong, and what would be right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any  # a JSON Schema, and the values that it describes, have any shape

from pydantic_core import ErrorDetails

from bot.content.schema import SHOULD_BE, Schema

MAX_PER_FILE = 50
"""A broken file shows its first mistakes; nobody reads on, and a hostile one would fill the screen."""

MAX_LINE = 600
"""A mistake is one line of at most so many characters, whatever the file holds that it quotes."""


@dataclass(frozen=True, slots=True, order=True)
class ContentIssue:
    """Something wrong at `file`:`line`; `path` names the value there (`quiz.0.answer`, empty for the file itself).

    `text` says what is wrong and what would be right.
    """

    file: str
    line: int
    path: str
    text: str

    def __str__(self) -> str:
        text = " ".join((f"{self.path}: {self.text}" if self.path else self.text).split())
        return f"{self.file}:{self.line}: {text if len(text) <= MAX_LINE else text[:MAX_LINE] + '…'}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What could be better at `key_path` of a topic's file; `topic_id` is empty when it concerns the whole roadmap."""

    topic_id: str
    key_path: tuple[str | int, ...]
    text: str


def sorted_issues(issues: Iterable[ContentIssue]) -> list[ContentIssue]:
    """Return the issues in the order of files and lines, each once."""
    return sorted(set(issues))


def format_issues(issues: list[ContentIssue]) -> list[str]:
    """Return sorted issues as lines: of each file at most MAX_PER_FILE, and then how many more it has."""
    lines: list[str] = []
    for file, issues_of_file in groupby(issues, lambda issue: issue.file):
        of_file = list(issues_of_file)
        lines += map(str, of_file[:MAX_PER_FILE])
        if len(of_file) > MAX_PER_FILE:
            lines.append(f"{file}:{of_file[MAX_PER_FILE].line}: and {len(of_file) - MAX_PER_FILE} more mistakes")
    return lines


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?` for the known word nearest to `word`, or nothing when none is near."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


GROUP = "a group of keys and values"
TYPE_NAMES = {
    str: "text",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: GROUP,
}
"""How to call what stands in the file."""

SCHEMA_NAMES = {"string": "text", "integer": "a whole number", "boolean": "true or false", "object": GROUP}
"""How to call what should stand there."""


def explain(error: ErrorDetails, schema: Schema) -> str:
    """Return what pydantic's `error` means, in words for people who write no Python.

    `schema` is the JSON Schema of the whole file, which knows what should stand at the place of the error.
    """
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(str(error["loc"][-1]), _schema_at(schema, error["loc"][:-1]))
    here = _schema_at(schema, error["loc"])
    if kind == "missing":
        return _missing(here)
    if kind in TYPE_ERRORS:
        return _wrong_type(given, here)
    return _broken_rule(kind, given, error.get("ctx", {})) or error["msg"]


def _broken_rule(kind: str, given: Any, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        known = str(context["expected"]).replace("'", "")
        return f"should be one of {known}" + did_you_mean(str(given), known.replace(" or ", ", ").split(", "))
    if kind == "string_pattern_mismatch":
        return SHOULD_BE[context["pattern"]]
    size = len(given.strip() if isinstance(given, str) else given) if isinstance(given, str | list | dict) else 0
    return RULE_WORDS.get(kind, "").format(size=size, given=given, **context)


def _schema_at(schema: Schema, key_path: tuple[str | int, ...]) -> Schema:
    """Return the part of `schema` that describes what stands at `key_path`."""
    here = schema
    for part in key_path:
        here = here.get("items", {}) if isinstance(part, int) else _member(here, part)
        here = _resolved(here, schema)
    return here


def _member(here: Schema, key: str) -> Schema:
    known: Schema = here.get("properties", {})
    member: Schema = known.get(key, here.get("additionalProperties") or {})
    return member


def _resolved(here: Schema, schema: Schema) -> Schema:
    """Follow a reference; of alternatives take the one with keys, which is the full form."""
    if "anyOf" in here:
        full = next((option for option in here["anyOf"] if "$ref" in option), here["anyOf"][0])
        return {**_resolved(full, schema), "description": here.get("description", "")}
    if "$ref" not in here:
        return here
    target: Schema = schema["$defs"][here["$ref"].rpartition("/")[2]]
    return {**target, **here}


def _expected(here: Schema) -> str:
    """Return how to call what should stand there."""
    if here.get("type") != "array":
        return SCHEMA_NAMES.get(here.get("type", ""), "something else")
    items = here.get("items", {})
    return "a list of texts" if items.get("type") == "string" else "a list of groups of keys and values"


def _unknown_key(key: str, holder: Schema) -> str:
    known = list(holder.get("properties", {}))
    return "is not a key of this format" + (did_you_mean(key, known) or f"; there are {', '.join(known)}")


def _missing(here: Schema) -> str:
    purpose = here.get("description", "")
    return f"is missing; it should be {_expected(here)}" + (f": {purpose}" if purpose else "")


def _wrong_type(given: object, here: Schema) -> str:
    expected = _expected(here)
    if given is None:
        return f"is empty: it should be {expected}"
    scalar = isinstance(given, bool | int | float)
    remedy = ": put it in quotes" if expected == "text" and scalar else ""
    shown = f" {str(given).lower() if isinstance(given, bool) else given}" if scalar else ""
    return f"should be {expected};{shown or ' this'} is {TYPE_NAMES[type(given)]}{remedy}"


TYPE_ERRORS = ("string_type", "int_type", "bool_type", "list_type", "dict_type", "model_type")

RULE_WORDS = {
    "string_too_short": "is empty: write the text or take the key out",
    "string_too_long": "has {size} characters; at most {max_length} fit",
    "too_short": "has {size} entries; it needs at least {min_length}",
    "too_long": "has {size} entries; at most {max_length} fit",
    "greater_than_equal": "is {given}; it should be at least {ge}",
    "less_than_equal": "is {given}; it should be at most {le}",
}
"""The rules that a value of the right type may break -> their words."""
