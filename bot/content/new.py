"""New roadmaps and topics, right from the start: files with everything that is required, and hints for the rest."""

import json
from pathlib import Path

import yaml

from bot.content.errors import ContentIssue
from bot.content.ids import new_topic_id
from bot.content.loader import LoadedRoadmap, read_roadmaps
from bot.content.schema import schema_files
from bot.content.yaml_reader import LOADER
from bot.core.errors import StartError
from bot.core.roadmap import Roadmap

ROADMAP = """\
# yaml-language-server: $schema=../schema/roadmap.schema.json
id: {id}
title: {title}
summary: TODO What it leads to, in one or two sentences.
sections:
  - id: basics
    title: Basics
    emoji: 🧱
    summary: TODO What the chapter is about, in one sentence.
    groups:
      - title: First steps
        topics:
          - {topic_id}
"""

TOPIC = """\
# yaml-language-server: $schema=../../schema/topic.schema.json
id: {id}
title: {title}
section: {section}
aliases: []                       # other names that people really type
summary: TODO What it is, in one sentence that does not merely repeat the title.
explanation: |
  TODO What it is. Why it matters. How it works, in short paragraphs.
key_points:                       # 4 to 7
  - TODO A fact that one can check.
resources:                        # official first, free first
  - type: official
    title: TODO Its name, as it calls itself
    url: https://example.org/
prerequisites: []                 # ids of topics to know before
minutes: 60                       # honest study time, not reading time
prompts:                          # for the daily post: discuss, exercise, predict
  - kind: discuss
    text: TODO A question to talk about.
quiz: []                          # content/README.md shows a question
"""


def new_roadmap(content: Path, title: str) -> list[Path]:
    """Write a roadmap with one section and one topic into a folder of `content`; return the files, roadmap.yaml first.

    The schemas for editors are written as well where there are none. Raises StartError for a title that does not fit.
    """
    if (content / "roadmap.yaml").exists():
        raise StartError(f"{content} is a roadmap itself: name the folder above it")
    used = {path.name for path in content.iterdir()} if content.is_dir() else set()
    folder = content / new_topic_id(title, used)
    topic_id = "first-topic"
    files = {
        folder / "roadmap.yaml": ROADMAP.format(id=folder.name, title=_quoted(title), topic_id=topic_id),
        folder / "topics" / f"{topic_id}.yaml": TOPIC.format(id=topic_id, title="First topic", section="basics"),
    }
    files |= {path: text for path, text in schema_files(content) if not path.exists()}
    return _written(folder, files)


def new_topic(content: Path, title: str, roadmap_id: str = "", section_id: str = "") -> list[Path]:
    """Write a topic into a roadmap of `content` and list it there; return its file and roadmap.yaml.

    Without a section the last one is meant. Raises StartError where there is no such roadmap or section, where the
    title does not fit, and where the content has mistakes already.
    """
    loaded = _roadmap_to_extend(content, roadmap_id)
    roadmap = loaded.roadmap
    assert roadmap is not None
    section = section_id or roadmap.sections[-1].id
    if section not in roadmap.section_by_id:
        raise StartError(f"there is no section {section}; there are {', '.join(roadmap.section_by_id)}")
    topic_id = new_topic_id(title, _used_ids(roadmap))
    folder = loaded.folder.directory
    listing = folder / "roadmap.yaml"
    files = {
        folder / "topics" / f"{topic_id}.yaml": TOPIC.format(id=topic_id, title=_quoted(title), section=section),
        listing: _listed(listing.read_bytes().decode(), section, topic_id),
    }
    return _written(folder, files)


def _roadmap_to_extend(content: Path, roadmap_id: str) -> LoadedRoadmap:
    loaded_roadmaps, issues = read_roadmaps(content)
    if issues:
        raise StartError(f"the content has mistakes, mend them first: {_first(issues)}")
    known = {loaded.roadmap.id: loaded for loaded in loaded_roadmaps if loaded.roadmap}
    if not roadmap_id and len(known) == 1:
        return loaded_roadmaps[0]
    if roadmap_id not in known:
        raise StartError(f"say which roadmap with --roadmap: {', '.join(known)}")
    return known[roadmap_id]


def _used_ids(roadmap: Roadmap) -> set[str]:
    """Return all ids that topics have or had: none may mean another topic."""
    return {*roadmap.topics, *roadmap.renamed, *roadmap.retired}


def _listed(text: str, section_id: str, topic_id: str) -> str:
    """Return roadmap.yaml's `text` with a topic at the end of a section's last group, and nothing else changed."""
    root = yaml.compose(text.removeprefix("\ufeff"), LOADER)
    section = next(section for section in _entry(root, "sections").value if _entry(section, "id").value == section_id)
    topics = _entry(_entry(section, "groups").value[-1], "topics")
    end = topics.value[-1].end_mark.index + len(text) - len(text.removeprefix("\ufeff"))
    assert isinstance(topics, yaml.SequenceNode)
    if topics.flow_style:
        return f"{text[:end]}, {topic_id}{text[end:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    line_end = text.find(newline, end)
    end = line_end if line_end >= 0 else len(text)
    return f"{text[:end]}{newline}{' ' * topics.start_mark.column}- {topic_id}{text[end:]}"


def _entry(node: yaml.Node | None, key: str) -> yaml.Node:
    assert isinstance(node, yaml.MappingNode)
    entry: yaml.Node = next(value for name, value in node.value if name.value == key)
    return entry


def _written(folder: Path, files: dict[Path, str]) -> list[Path]:
    """Write the files, or leave everything as it was and raise StartError when the roadmap would have mistakes."""
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    _, issues = read_roadmaps(folder)
    if not issues:
        return list(files)
    for path, data in before.items():
        path.unlink() if data is None else path.write_bytes(data)
    for directory in (folder / "topics", folder):
        if not any(directory.iterdir()):
            directory.rmdir()
    raise StartError(f"that cannot be written: {_first(issues)}")


def _first(issues: list[ContentIssue]) -> str:
    return f"{issues[0].path}: {issues[0].text}" if issues[0].path else str(issues[0])


def _quoted(text: str) -> str:
    """Return `text` as YAML takes it whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
