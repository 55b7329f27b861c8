"""The layout: roadmap.yaml and the topic files agree on what stands where."""

from collections import Counter
from collections.abc import Iterator

from bot.content.folder import EACH, Folder, Mention, mentions
from bot.content.mistakes import Mistake, did_you_mean
from bot.content.source import Source

PER_SECTION = 25
"""Discord's select menus show so many."""


def check_layout(folder: Folder) -> Iterator[Mistake]:
    """Find topics that are listed and missing, there and not listed, listed twice, or in another section."""
    if folder.roadmap is None:
        return
    sections = mentions(folder.roadmap, "sections", EACH, "id")
    listed = folder.listed
    yield from _repeated(sections)
    yield from _repeated(listed)
    yield from _crowded(folder.roadmap, listed)
    written = folder.written
    unlisted = written - {entry.text for entry in listed}
    for entry in listed:
        if entry.text not in written:
            yield entry.mistake(f"there is no file topics/{entry.text}.yaml" + did_you_mean(entry.text, unlisted))
    at = {section.place[1]: section.text for section in sections}
    section_of = {entry.text: at.get(entry.place[1]) for entry in reversed(listed)}
    for name, source in folder.sources:
        yield from _misplaced(name, source, section_of, sorted(at.values()))


def _repeated(entries: list[Mention]) -> Iterator[Mistake]:
    first: dict[str, Mention] = {}
    for entry in entries:
        if first.setdefault(entry.text, entry) is not entry:
            line = entry.source.line(first[entry.text].place)
            yield entry.mistake(f"`{entry.text}` stands in line {line} already")


def _crowded(roadmap: Source, listed: list[Mention]) -> Iterator[Mistake]:
    for place, count in Counter(entry.place[:2] for entry in listed).items():
        if count > PER_SECTION:
            yield roadmap.mistake(
                place, f"has {count} topics; at most {PER_SECTION} fit into a menu: make two sections"
            )


def _misplaced(name: str, source: Source, section_of: dict[str, str | None], known: list[str]) -> Iterator[Mistake]:
    """Find a topic that no section lists, or another one than it says."""
    names = [name, *(told.text for told in mentions(source, "id"))]
    listed = next((section_of[each] for each in names if each in section_of), "")
    if listed == "":
        yield source.mistake((), f"roadmap.yaml lists `{name}` nowhere: add it to a group there")
    for told in mentions(source, "section"):
        if told.text not in known:
            yield told.mistake(f"there is no section `{told.text}`" + did_you_mean(told.text, known))
        elif listed and told.text != listed:
            yield told.mistake(f"is `{told.text}`, but roadmap.yaml lists this topic under `{listed}`")
