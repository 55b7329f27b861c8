"""Waymark's own YAML: a folder as a zip, or one file that holds roadmap.yaml and under `topics` all topic files."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from bot.content.importers.source import UnreadableFileError, text_of
from bot.content.yaml_reader import Value, read_yaml_text
from bot.core.outline import Outline, OutlineSection, OutlineTopic, Reading

FORMAT = "Waymark's own YAML"
MAX_YAML = 256_000
"""libyaml takes over a second for more."""


def looks_like_yaml(text: str) -> bool:
    """Tell whether a text is a roadmap in YAML: it has sections, and topics or groups, as keys."""
    return bool(re.search(r"^sections:", text, re.MULTILINE) and re.search(r"^(id|title|topics):", text, re.MULTILINE))


def looks_like_folder(files: Mapping[str, bytes]) -> bool:
    """Tell whether an archive holds a roadmap.yaml."""
    return any(PurePosixPath(name).name == "roadmap.yaml" for name in files)


def read_yaml_file(text: str, _fallback_title: str) -> Reading:
    """Return the outline of one YAML file. Raises UnreadableFileError with the first mistake and its line."""
    value = _parsed("the file", text)
    topics = value.pop("topics", None)
    if not isinstance(topics, list):
        raise UnreadableFileError(
            "The YAML has no `topics`: bring the folder as a zip, or one file with a list of topics."
        )
    return _reading(value, [topic for topic in topics if isinstance(topic, dict)])


def read_folder_zip(files: Mapping[str, bytes], _fallback_title: str) -> Reading:
    """Return the outline of a roadmap's folder. Raises UnreadableFileError with the first mistake and its line."""
    root = min(
        (PurePosixPath(name) for name in files if PurePosixPath(name).name == "roadmap.yaml"),
        key=lambda path: len(path.parts),
    )
    roadmap = _parsed(str(root), text_of(files[str(root)])[0])
    names = [name for name in files if PurePosixPath(name).parent == root.parent / "topics" and name.endswith(".yaml")]
    return _reading(roadmap, [_parsed(name, text_of(files[name])[0]) for name in sorted(names)])


def _parsed(name: str, text: str) -> dict[str, Value]:
    if len(text.encode()) > MAX_YAML:
        raise UnreadableFileError(f"{name} has more than {MAX_YAML:,} bytes of YAML: bring the folder as a zip.")
    source, issues = read_yaml_text(name, text)
    if issues or source is None:
        raise UnreadableFileError(str(issues[0]))
    return dict(source.value)


def _reading(roadmap: dict[str, Value], topics: list[dict[str, Value]]) -> Reading:
    """Put what the files say into an outline; whether it is sound is found out when it is built."""
    by_id = {str(topic.get("id")): topic for topic in topics}
    sections = []
    for section in _dicts(roadmap.get("sections")):
        groups = [(str(group.get("title", "")), group.get("topics")) for group in _dicts(section.get("groups"))]
        listed = [
            (title, str(topic_id)) for title, ids in groups for topic_id in (ids if isinstance(ids, list) else ())
        ]
        if missing := next((topic_id for _, topic_id in listed if topic_id not in by_id), None):
            raise UnreadableFileError(
                f"The section “{section.get('title')}” lists `{missing}`, which is no topic in it."
            )
        sections.append(
            OutlineSection(
                str(section.get("title", "")),
                tuple(_topic(by_id[topic_id], group) for group, topic_id in listed),
                str(section.get("summary", "")),
                str(section.get("emoji", "")),
                str(section.get("id", "")),
            )
        )
    if not any(section.topics for section in sections):
        raise UnreadableFileError("The roadmap lists no topics: write them under `sections`, `groups`, `topics`.")
    fields = {key: value for key, value in roadmap.items() if key not in {"sections", "default"}}
    return Reading(
        FORMAT,
        Outline(str(roadmap.get("title", "")), tuple(sections), id=str(roadmap.get("id", "")), fields=fields),
    )


def _topic(fields: dict[str, Value], group: str) -> OutlineTopic:
    return OutlineTopic(str(fields.get("title", "")), group=group, id=str(fields.get("id", "")), fields=fields)


def _dicts(value: Value) -> list[dict[str, Value]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
