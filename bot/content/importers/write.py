"""Writes content that was read from somebody's file as a roadmap's folder, for its author to go on with."""

from pathlib import Path

import yaml

from bot.content.errors import format_issues
from bot.content.importers.build import Content, Fields
from bot.content.loader import read_roadmaps
from bot.content.schema import schema_files
from bot.core.errors import StartError

WIDTH = 110
HEADER = "# yaml-language-server: $schema={up}/schema/{name}.schema.json\n"


class _Dumper(yaml.SafeDumper):
    """Writes lists indented under their keys, and texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text_node)


def as_yaml(fields: Fields) -> str:
    """Return fields of the content format as YAML, in the order that they have."""
    return yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def write_folder(content: Path, made: Content) -> Path:
    """Write a roadmap's folder into `content` and return it; the schemas for editors too, where there are none.

    Raises StartError where the folder is there already, and leaves nothing behind where the roadmap is not sound.
    """
    folder = content / str(made.roadmap["id"])
    if folder.exists():
        raise StartError(
            f"{folder} is there already, with what you may have written in it: move it away, or name another --out"
        )
    (folder / "topics").mkdir(parents=True)
    paths = [folder / "topics" / f"{topic['id']}.yaml" for topic in made.topics]
    texts = [HEADER.format(up="../..", name="topic") + as_yaml(topic) for topic in made.topics]
    for path, text in zip(
        [folder / "roadmap.yaml", *paths],
        [HEADER.format(up="..", name="roadmap") + as_yaml(made.roadmap), *texts],
        strict=True,
    ):
        path.write_text(text, encoding="utf-8")
    _, issues = read_roadmaps(folder)
    if issues:
        for path in [*(folder / "topics").iterdir(), folder / "roadmap.yaml"]:
            path.unlink()
        (folder / "topics").rmdir()
        folder.rmdir()
        raise StartError(f"that cannot be written: {format_issues(issues)[0]}")
    for path, text in schema_files(content):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder
