"""Reads other people's formats: each is one entry in FORMATS, told by what a file holds, not by its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bot.content.importers import gift, markdown, mdbook, opml, own_format, roadmap_sh, table
from bot.content.importers.source import UnreadableFileError, check_size, is_zip, text_of, unpack
from bot.core.outline import Reading, Remark

__all__ = ["FORMATS", "Choices", "UnreadableFileError", "read_file"]

HTML = re.compile(r"\s*(<!doctype html|<html\b)", re.IGNORECASE)
MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody switched because the guess was wrong; empty where the guess is right.

    `topics_are` is `headings` or `bullets`; `columns` says what the columns of a table hold.
    """

    topics_are: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format of text: whether a text is in it, and how it is read (text, title where it has none, choices)."""

    looks_like: Callable[[str], object]
    read: Callable[[str, str, Choices], Reading]


FORMATS: Sequence[Format] = (
    Format(opml.looks_like_opml, lambda text, title, _: opml.read_opml(text, title)),
    Format(own_format.looks_like_yaml, lambda text, title, _: own_format.read_yaml_file(text, title)),
    Format(mdbook.looks_like_summary, lambda text, title, _: mdbook.read_summary(text, title)),
    Format(gift.looks_like_gift, lambda text, title, _: gift.read_gift(text, title)),
    Format(table.looks_like_table, lambda text, title, chosen: table.read_table(text, title, chosen.columns)),
    Format(lambda _: True, lambda text, title, chosen: markdown.read_markdown(text, title, chosen.topics_are)),
)
"""The formats of single files; the first that fits reads."""

ARCHIVES: Sequence[tuple[Callable[[Mapping[str, bytes]], bool], Callable[[Mapping[str, bytes], str], Reading]]] = (
    (own_format.looks_like_folder, own_format.read_folder_zip),
    (roadmap_sh.looks_like_roadmap_sh, roadmap_sh.read_roadmap_sh),
)
"""The formats of whole archives."""


def read_file(name: str, data: bytes, choices: Choices = Choices()) -> Reading:
    """Return what a file says, whatever it is called; its name only stands in where it has no title.

    Raises UnreadableFileError: one line that says why it cannot be read, and what to do.
    """
    check_size(data)
    title = title_from(name)
    if is_zip(data):
        return _read_archive(unpack(data), title, choices)
    text, remark = text_of(data)
    reading = _read_text(text, title, choices)
    return replace(reading, remarks=(*reading.remarks, Remark(0, remark))) if remark else reading


def _read_archive(files: Mapping[str, bytes], title: str, choices: Choices) -> Reading:
    for looks_like, read in ARCHIVES:
        if looks_like(files):
            return read(files, title)
    if any(is_zip(data) for data in files.values()):
        raise UnreadableFileError("The zip holds another zip: unpack that one, and bring what is in it.")
    readable = {
        name: data for name, data in files.items() if name.lower().endswith((".md", ".csv", ".tsv", ".opml", ".txt"))
    }
    if len(readable) == 1:
        ((name, data),) = readable.items()
        return read_file(name, data, choices)
    readme = next((name for name in sorted(readable, key=len) if PurePosixPath(name).stem.lower() == "readme"), None)
    if readme:
        return read_file(title, readable[readme], choices)
    raise UnreadableFileError(
        "The zip holds neither a roadmap.yaml nor one README: bring the file that lists the topics."
    )


def _read_text(text: str, title: str, choices: Choices) -> Reading:
    if HTML.match(text):
        raise UnreadableFileError("This is a web page (HTML): bring the page's Markdown, on GitHub behind “Raw”.")
    if text.count("\n") > MAX_LINES:
        raise UnreadableFileError(f"The file has more than {MAX_LINES:,} lines: bring it in parts.")
    return next(each for each in FORMATS if each.looks_like(text)).read(text, title, choices)


def title_from(name: str) -> str:
    """Return a title made of a file's name: `backend_roadmap.md` is Backend roadmap; README says nothing."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    words = " ".join(re.split(r"[-_\s]+", stem)).strip()[:100]
    return words[:1].upper() + words[1:] if words and words.lower() not in {"readme", "summary", "index"} else "Roadmap"
