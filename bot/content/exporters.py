"""A roadmap as a file to go on with: Markdown with its ids in comments, our own YAML, or a table."""

import csv
import io
from collections.abc import Iterator, Mapping

from bot.content.importers.build import Content
from bot.content.importers.write import as_yaml
from bot.core.errors import StudyError
from bot.core.roadmap import Roadmap, Topic

KINDS: Mapping[str, str] = {
    "markdown": "Markdown, with ids in comments",
    "yaml": "Waymark's own YAML, in one file",
    "csv": "A table (CSV)",
}
"""What a roadmap can be exported as -> what members read."""


def as_file(roadmap: Roadmap, kind: str, content: Content | None) -> tuple[str, bytes]:
    """Return the name and bytes of a roadmap's file; `content` is what it was made of, which YAML needs."""
    if kind == "yaml":
        if content is None:
            raise StudyError("This roadmap is the host's: its YAML lies in their folder `content`.")
        return f"{roadmap.id}.yaml", as_yaml(content.roadmap | {"topics": list(content.topics)}).encode()
    if kind == "csv":
        return f"{roadmap.id}.csv", _table(roadmap).encode()
    return f"{roadmap.id}.md", "\n".join(_markdown(roadmap)).encode()


def _markdown(roadmap: Roadmap) -> Iterator[str]:
    yield f"# {roadmap.title}\n"
    if roadmap.summary:
        yield f"{roadmap.summary}\n"
    for section in roadmap.sections:
        yield f"## {section.title}\n"
        if section.summary:
            yield f"{section.summary}\n"
        for group in section.groups:
            if group.title != section.title:
                yield f"### {group.title}\n"
            for topic_id in group.topic_ids:
                yield from _entry(roadmap.topics[topic_id])
            yield ""


def _entry(topic: Topic) -> Iterator[str]:
    summary = f": {topic.summary}" if topic.summary else ""
    yield f"- **{topic.markdown_title}**{summary} <!-- id: {topic.id} -->"
    for link in topic.resources:
        yield f"  - [{link.markdown_title}]({link.url})"


def _table(roadmap: Roadmap) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["id", "section", "group", "title", "summary", "link"])
    for section in roadmap.sections:
        for group in section.groups:
            for topic in (roadmap.topics[topic_id] for topic_id in group.topic_ids):
                links = " ".join(link.url for link in topic.resources)
                cells = [topic.id, section.title, group.title, topic.title, topic.summary, links]
                writer.writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
