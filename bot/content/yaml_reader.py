"""One YAML file -> its value with the line of each part; refuses what surprises: repetitions, tags, tabs, doubles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.content.errors import ContentIssue
from bot.content.schema import UNPRINTABLE

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys and 0-based positions that lead to a value."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says: its value, and the line of each key and list entry."""

    file: str
    value: dict[str, Value]
    lines: Mapping[KeyPath, int]

    def line(self, key_path: KeyPath) -> int:
        """Return the line of `key_path`, or of what holds it when it is not there."""
        return next(self.lines[key_path[:end]] for end in range(len(key_path), -1, -1) if key_path[:end] in self.lines)

    def issue(self, key_path: KeyPath, text: str) -> ContentIssue:
        """Return an issue at `key_path`."""
        return ContentIssue(self.file, self.line(key_path), dotted(key_path), text)


def dotted(key_path: KeyPath) -> str:
    """Return a key path as authors read it: `quiz.0.answer`."""
    return ".".join(str(part) for part in key_path)


NOTHING = {"", "~", "null", "Null", "NULL"}
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
REAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*|(?=[eE])))(?:[eE][-+]?[0-9]+)?")


def plain_value(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar."""
    if text in NOTHING:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if REAL.fullmatch(text) else text


REMEDIES = {
    "mapping values are not allowed": "a text that holds `: ` must stand in quotes, or after `|` on lines of its own",
    "cannot start any token": "a text that begins with a sign such as ` @ % must stand in quotes",
    "expected key": "check the indentation of this line, and the quotes of the one before",
    "expected '-' indicator": "each entry of a list begins with `- `, all at the same indentation",
    "expected ',' or": "a list in [ ] or { } is not closed, or a text in it needs quotes",
    "could not find expected ':'": "a key is followed by `: `; a text of several lines stands after `|`, indented",
    "unexpected end of stream": "the quotes that open here are not closed",
    "unknown escape character": 'inside " a backslash is written twice; or use single quotes',
    "block sequence entries are not allowed": "a list begins on a line of its own, under its key",
    "expected <document start>": "check the indentation of this line",
    "expected <block end>": "check the indentation of this line, and the quotes of the one before",
}
"""What the parser says -> what the author should look for."""


def explain_syntax_error(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line (from 1) of the parser's `error` in `text`, and words for it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, f"is not YAML: {error}"
    problem = error.problem or "something is wrong"
    unclosed = "end of stream" in problem and error.context_mark
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    lines = text.split("\n")
    if line < len(lines) and "\t" in lines[line][: len(lines[line]) - len(lines[line].lstrip())]:
        return line + 1, "a tab indents this line: use spaces"
    remedy = next((words for sign, words in REMEDIES.items() if sign in problem), problem)
    return line + 1, f"YAML cannot be read from here on: {remedy}"


MAX_DEPTH = 20
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml's parser is ten times as fast; they differ in corners only, such as a `?` inside { }."""


class UnreadableError(Exception):
    """The file cannot be read; `line` says from where on."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


class EventReader:
    """Builds the value of one file from the events of the YAML parser."""

    def __init__(self, file: str, text: str, issues: list[ContentIssue]) -> None:
        self.file = file
        self.text = text
        self.issues = issues
        self.lines: dict[KeyPath, int] = {}
        self.blocks: list[range] = []
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, LOADER))

    def read(self) -> Source:
        """Return the one mapping that the file holds. Raises UnreadableError and YAMLError."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise UnreadableError(1, "is empty: it should hold keys and values")
        root = next(self.events)
        self.lines[()] = _line(root)
        value = self._value(root, ())
        next(self.events)
        if not isinstance(after := next(self.events), yaml.StreamEndEvent):
            raise UnreadableError(_line(after), "a second document begins here: a file holds one")
        if not isinstance(value, dict):
            raise UnreadableError(self.lines[()], "should hold keys and values, as in `id: middleware`")
        self._find_tabs()
        return Source(self.file, value, self.lines)

    def _value(self, event: yaml.Event, key_path: KeyPath) -> Value:
        if len(key_path) > MAX_DEPTH:
            raise UnreadableError(_line(event), f"is nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, key_path, f"`*{event.anchor}` is YAML's sign for a repetition: write it out, or in quotes"
            )
            return f"*{event.anchor}"
        self._refuse_marks(event, key_path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(key_path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(key_path)
        return self._scalar(event, key_path)

    def _scalar(self, event: yaml.Event, key_path: KeyPath) -> Value:
        assert isinstance(event, yaml.ScalarEvent)
        if odd := UNPRINTABLE.search(event.value):
            self._refuse(event, key_path, f"holds the unprintable character U+{ord(odd.group()):04X}: take it out")
        if event.style:
            self.blocks.append(range(_line(event), event.end_mark.line + 1 if event.end_mark else 0))
            return str(event.value)
        return plain_value(event.value)

    def _sequence(self, key_path: KeyPath) -> list[Value]:
        entries: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*key_path, len(entries))
            self.lines[here] = _line(event)
            entries.append(self._value(event, here))
        return entries

    def _mapping(self, key_path: KeyPath) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise UnreadableError(_line(event), "a key should be one word")
            key, line = event.value, _line(event)
            here = (*key_path, key)
            if key in entries:
                first = f"the first is in line {self.lines[here]}"
                self.issues.append(ContentIssue(self.file, line, dotted(here), f"stands here twice; {first}"))
            self._refuse_marks(event, here)
            self.lines[here] = line
            entries[key] = self._value(next(self.events), here)
        return entries

    def _refuse_marks(self, event: yaml.Event, key_path: KeyPath) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self._refuse(event, key_path, f"`&{anchor}` is YAML's sign for something repeated: put the text in quotes")
        if tag and tag != "!":
            self._refuse(event, key_path, f"`{tag}` is a YAML tag, which is not used here: put the text in quotes")

    def _refuse(self, event: yaml.Event, key_path: KeyPath, text: str) -> None:
        self.issues.append(ContentIssue(self.file, _line(event), dotted(key_path), text))

    def _find_tabs(self) -> None:
        """Note the tabs that indent; inside a text of several lines a tab belongs to the text."""
        if "\t" not in self.text:
            return
        inside = {line for block in self.blocks for line in block}
        for number, line in enumerate(self.text.split("\n")):
            if "\t" in line[: len(line) - len(line.lstrip())] and line.strip() and number not in inside:
                self.issues.append(ContentIssue(self.file, number + 1, "", "a tab indents this line: use spaces"))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


MAX_BYTES = 1_000_000


def read_yaml(path: Path) -> tuple[Source | None, list[ContentIssue]]:
    """Return what the file at `path` says, None when it is unreadable, and every mistake in how it is written."""
    try:
        text = _text(path)
    except UnreadableError as unreadable:
        return None, [ContentIssue(str(path), unreadable.line, "", str(unreadable))]
    return read_yaml_text(str(path), text)


def read_yaml_text(name: str, text: str) -> tuple[Source | None, list[ContentIssue]]:
    """Return what the `text` of the file `name` says, None when it is unreadable, and every mistake in it."""
    issues: list[ContentIssue] = []
    try:
        return EventReader(name, text, issues).read(), issues
    except UnreadableError as unreadable:
        line, words = unreadable.line, str(unreadable)
    except yaml.YAMLError as error:
        line, words = explain_syntax_error(error, text)
    if line not in {issue.line for issue in issues}:  # what was found in this line already is the cause
        issues.append(ContentIssue(name, line, "", words))
    return None, issues


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(1, f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise UnreadableError(1, f"has {len(data):,} bytes; at most {MAX_BYTES:,} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(line, "is not UTF-8: save the file with that encoding") from error
    if odd := UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise UnreadableError(line, f"holds the unprintable character U+{ord(odd.group()):04X}: take it out")
    return text
