"""A roadmap's folder as it lies on the disk: roadmap.yaml and topics/<id>.yaml, read but not yet believed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.errors import ContentIssue
from bot.content.yaml_reader import KeyPath, Source, Value, read_yaml

EACH = None
"""In the steps to `references`: every entry of the list."""

LISTED = ("sections", EACH, "groups", EACH, "topics", EACH)


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that stands somewhere in a file."""

    text: str
    source: Source
    key_path: KeyPath

    def issue(self, text: str) -> ContentIssue:
        """Return an issue at this place."""
        return self.source.issue(self.key_path, text)

    def __str__(self) -> str:
        return f"{self.source.file}:{self.source.line(self.key_path)}"


@dataclass(frozen=True, slots=True)
class RoadmapFolder:
    """The files of one roadmap; None stands for one that cannot be read. `topics` goes by file name without ending.

    `passed_over` are files that systems and editors leave behind, such as `._csrf.yaml` from a Mac: nobody's content.
    """

    directory: Path
    roadmap: Source | None
    topics: Mapping[str, Source | None]
    passed_over: tuple[Path, ...] = ()

    @property
    def sources(self) -> Iterator[tuple[str, Source]]:
        """The readable topic files with their names."""
        return ((name, source) for name, source in self.topics.items() if source)

    @property
    def listed(self) -> list[Reference]:
        """The topics that roadmap.yaml lists, in its order."""
        return references(self.roadmap, *LISTED) if self.roadmap else []

    @property
    def written(self) -> set[str]:
        """What there is a file for: topics by their ids, and by their files' names, so that one slip is told once."""
        return set(self.topics) | {topic_id.text for _, source in self.sources for topic_id in references(source, "id")}

    @property
    def ids(self) -> set[str]:
        """What a topic may be called by others; a listed one that is not written is told where it is listed."""
        return self.written | {entry.text for entry in self.listed}

    def all_references(self, *steps: str | None) -> Iterator[Reference]:
        """Walk what `references` finds in the readable topic files."""
        return (reference for _, source in self.sources for reference in references(source, *steps))


def read_folder(directory: Path) -> tuple[RoadmapFolder, list[ContentIssue]]:
    """Return all files of the roadmap in `directory`, and every mistake in how they are written."""
    roadmap, issues = read_yaml(directory / "roadmap.yaml")
    topics: dict[str, Source | None] = {}
    hidden: list[Path] = []
    for path in sorted((directory / "topics").glob("*.y*ml")):
        if path.name.startswith("."):
            hidden.append(path)
            continue
        if path.suffix != ".yaml":
            issues.append(ContentIssue(str(path), 1, "", f"is not read: call it {path.stem}.yaml"))
            continue
        topics[path.stem], mistakes = read_yaml(path)
        issues += mistakes
    return RoadmapFolder(directory, roadmap, topics, tuple(hidden)), issues


def references(source: Source, *steps: str | None) -> list[Reference]:
    """Return the texts that `steps` lead to: keys, and EACH for every entry of a list.

    What has another shape is passed over: it is told where the file is held against its schema.
    """
    values: Iterable[tuple[KeyPath, Value]] = [((), source.value)]
    for step in steps:
        values = [((*path, key), inner) for path, value in values for key, inner in _entries(value, step)]
    return [Reference(value, source, path) for path, value in values if isinstance(value, str)]


def _entries(value: Value, step: str | None) -> Iterable[tuple[str | int, Value]]:
    if step is EACH:
        return enumerate(value) if isinstance(value, list) else ()
    return [(step, value[step])] if isinstance(value, dict) and step in value else ()
