"""The content format as JSON Schema, which editors read to complete keys and to mark mistakes while one types."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.content.models import RoadmapModel, TopicModel
from bot.content.parse import json_schema

SCHEMAS = {"topic.schema.json": TopicModel, "roadmap.schema.json": RoadmapModel}
"""The files in content/schema -> what they describe."""


def schema_files(content: Path) -> Iterator[tuple[Path, str]]:
    """Return the path below `content` and the text of each schema file."""
    for name, model in SCHEMAS.items():
        document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **json_schema(model)}
        yield content / "schema" / name, json.dumps(document, indent=2, ensure_ascii=False) + "\n"
