"""One YAML file from the disk: UTF-8 of a decent size, read strictly."""

from pathlib import Path

import yaml

from bot.content.mistakes import Mistake
from bot.content.patterns import UNPRINTABLE
from bot.content.source import Source
from bot.content.syntax import syntax_mistake
from bot.content.yaml_events import Reader, UnreadableError

MAX_BYTES = 1_000_000


def read_source(path: Path) -> tuple[Source | None, list[Mistake]]:
    """Read the file at `path`; gives no source when it is unreadable, and every mistake in how it is written."""
    mistakes: list[Mistake] = []
    text = ""
    try:
        text = _text(path)
        return Reader(str(path), text, mistakes).read(), mistakes
    except UnreadableError as unreadable:
        line, words = unreadable.line, str(unreadable)
    except yaml.YAMLError as error:
        line, words = syntax_mistake(error, text)
    if line not in {mistake.line for mistake in mistakes}:  # what was found in this line already is the cause
        mistakes.append(Mistake(str(path), line, "", words))
    return None, mistakes


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
