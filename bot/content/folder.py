"""A roadmap's folder as it lies on the disk: roadmap.yaml and topics/<id>.yaml, read but not yet believed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.errors import Mistake
from bot.content.yaml_reader import Place, Source, Value, read_source

EACH = None
"""In a path to `mentions`: every entry of the list."""

LISTED = ("sections", EACH, "groups", EACH, "topics", EACH)


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that stands somewhere in a file."""

    text: str
    source: Source
    place: Place

    def mistake(self, text: str) -> Mistake:
        """Return a mistake at this place."""
        return self.source.mistake(self.place, text)

    def __str__(self) -> str:
        return f"{self.source.file}:{self.source.line(self.place)}"


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one roadmap; None stands for one that cannot be read. `topics` goes by file name without ending."""

    directory: Path
    roadmap: Source | None
    topics: Mapping[str, Source | None]

    @property
    def sources(self) -> Iterator[tuple[str, Source]]:
        """The readable topic files with their names."""
        return ((name, source) for name, source in self.topics.items() if source)

    @property
    def listed(self) -> list[Mention]:
        """The topics that roadmap.yaml lists, in its order."""
        return mentions(self.roadmap, *LISTED) if self.roadmap else []

    @property
    def written(self) -> set[str]:
        """What there is a file for: topics by their ids, and by their files' names, so that one slip is told once."""
        return set(self.topics) | {told.text for _, source in self.sources for told in mentions(source, "id")}

    @property
    def ids(self) -> set[str]:
        """What a topic may be called by others; a listed one that is not written is told where it is listed."""
        return self.written | {entry.text for entry in self.listed}


def read_folder(directory: Path) -> tuple[Folder, list[Mistake]]:
    """Read all files of the roadmap in `directory`."""
    roadmap, mistakes = read_source(directory / "roadmap.yaml")
    topics: dict[str, Source | None] = {}
    for path in sorted((directory / "topics").glob("*.y*ml")):
        if path.suffix != ".yaml":
            mistakes.append(Mistake(str(path), 1, "", f"is not read: call it {path.stem}.yaml"))
            continue
        topics[path.stem], found = read_source(path)
        mistakes += found
    return Folder(directory, roadmap, topics), mistakes


def mentions(source: Source, *path: str | None) -> list[Mention]:
    """Return the texts at `path`: keys, and EACH for every entry of a list. What has another shape is passed over."""
    found: Iterable[tuple[Place, Value]] = [((), source.value)]
    for step in path:
        found = [((*place, key), held) for place, value in found for key, held in _inside(value, step)]
    return [Mention(value, source, place) for place, value in found if isinstance(value, str)]


def value_at(source: Source, place: Place) -> Value:
    """Return what stands at `place` of a file; None where nothing does."""
    value: Value = source.value
    for step in place:
        value = next((held for key, held in _entries(value) if key == step), None)
    return value


def _entries(value: Value) -> Iterable[tuple[str | int, Value]]:
    if isinstance(value, list):
        return enumerate(value)
    return value.items() if isinstance(value, dict) else ()


def _inside(value: Value, step: str | None) -> Iterable[tuple[str | int, Value]]:
    if step is EACH:
        return enumerate(value) if isinstance(value, list) else ()
    return [(step, value[step])] if isinstance(value, dict) and step in value else ()
