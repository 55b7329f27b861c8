"""A roadmap as a file to go on with: Markdown with its ids in comments, a checklist, our own YAML, a table, a deck."""

import csv
import io
from collections.abc import Collection
from datetime import datetime

from bot.content.anki_deck import anki_deck
from bot.content.importers.write import as_yaml
from bot.content.markdown_export import as_checklist, as_markdown
from bot.content.to_fields import content_of
from bot.core.roadmap import Roadmap


def as_file(roadmap: Roadmap, kind: str, done: Collection[str], at: datetime) -> tuple[str, bytes]:
    """Return the name and bytes of a roadmap's file; `done` are the ids of the topics to tick, `at` (aware) is now.

    Raises StudyError for a deck that would be empty.
    """
    match kind:
        case "yaml":
            content = content_of(roadmap)
            return f"{roadmap.id}.yaml", as_yaml(content.roadmap | {"topics": list(content.topics)}).encode()
        case "csv":
            return f"{roadmap.id}.csv", _table(roadmap).encode()
        case "anki":
            return f"{roadmap.id}.apkg", anki_deck(roadmap, at)
        case "checklist":
            return f"{roadmap.id}-checklist.md", as_checklist(roadmap, done).encode()
        case _:
            return f"{roadmap.id}.md", as_markdown(roadmap).encode()


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
