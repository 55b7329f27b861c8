"""A folder of content -> the library, or every mistake of all its files at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from bot.content.checks import (
    check_history,
    check_layout,
    check_names,
    check_prerequisites,
    check_question_ids,
    check_topic,
)
from bot.content.errors import Mistake, in_order, told, words
from bot.content.folder import Folder, read_folder
from bot.content.schema import Model, RoadmapModel, TopicModel, json_schema
from bot.content.to_domain import roadmap_of
from bot.content.yaml_reader import Place, Source, Value
from bot.core.errors import ContentError
from bot.core.library import Library
from bot.core.roadmap import Roadmap

AnyModel = TypeVar("AnyModel", bound=Model)


def parse(source: Source, model: type[AnyModel]) -> tuple[AnyModel | None, list[Mistake]]:
    """Hold the value of `source` against `model`; gives no model when there are mistakes."""
    empty = [source.mistake(place, "is empty: write a value or take the key out") for place in _empty(source.value)]
    try:
        return model.model_validate(source.value), empty
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    told = [source.mistake(error["loc"], words(error, json_schema(model))) for error in errors]
    known = {mistake.path for mistake in told}
    return None, [*told, *(mistake for mistake in empty if mistake.path not in known)]


def _empty(value: dict[str, Value]) -> list[Place]:
    """Find the keys without a value that the model would take for absent ones."""
    return [(key,) for key, held in value.items() if held is None]


ROADMAP_CHECKS = (check_names, check_prerequisites, check_layout, check_history, check_question_ids)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One folder as it was read, and the roadmap in it unless it has mistakes."""

    folder: Folder
    roadmap: Roadmap | None
    is_default: bool


def load_library(directory: Path) -> Library:
    """Load all roadmaps in `directory`: one folder each, or itself one.

    Raises ContentError with all mistakes of all files, in the order of files and lines.
    """
    shelves, mistakes = read_shelves(directory)
    roadmaps = {shelf.roadmap.id: shelf.roadmap for shelf in shelves if shelf.roadmap}
    if mistakes:
        raise ContentError(told(mistakes))
    default = next((shelf.roadmap for shelf in shelves if shelf.is_default and shelf.roadmap), None)
    return Library(MappingProxyType(roadmaps), default or next(iter(roadmaps.values())))


def read_shelves(directory: Path) -> tuple[list[Shelf], list[Mistake]]:
    """Read all roadmaps in `directory`, in the order of their folders, with every mistake in order."""
    folders = [directory] if (directory / "roadmap.yaml").exists() else _folders(directory)
    if not folders:
        return [], [Mistake(str(directory), 1, "", "holds no roadmap: there should be a folder with a roadmap.yaml")]
    shelves: list[Shelf] = []
    mistakes: list[Mistake] = []
    for each in folders:
        shelf, found = _read_shelf(each)
        shelves.append(shelf)
        mistakes += found
    return shelves, in_order([*mistakes, *_quarrels(shelves)])


def _folders(directory: Path) -> list[Path]:
    """Find the roadmaps' folders; a folder of topics without its roadmap.yaml is one, too: one that lacks something."""
    inside = directory.iterdir() if directory.is_dir() else ()
    return sorted(each for each in inside if (each / "roadmap.yaml").exists() or (each / "topics").is_dir())


def _read_shelf(directory: Path) -> tuple[Shelf, list[Mistake]]:
    folder, mistakes = read_folder(directory)
    topics: list[TopicModel] = []
    for _, source in folder.sources:
        topic, found = parse(source, TopicModel)
        topics += [topic] if topic else []
        mistakes += [*found, *check_topic(source)]
    for check in ROADMAP_CHECKS:
        mistakes += check(folder)
    if folder.roadmap is None:
        return Shelf(folder, None, is_default=False), mistakes
    model, found = parse(folder.roadmap, RoadmapModel)
    mistakes += found
    roadmap = roadmap_of(model, topics) if model and not mistakes else None
    return Shelf(folder, roadmap, is_default=bool(model and model.default)), mistakes


def _quarrels(shelves: list[Shelf]) -> Iterator[Mistake]:
    """Find what roadmaps may not share: their id, and being the default."""
    by_id: dict[str, Shelf] = {}
    defaults = [shelf.folder.roadmap for shelf in shelves if shelf.is_default and shelf.folder.roadmap]
    for roadmap in defaults[1:]:
        yield roadmap.mistake(("default",), f"{defaults[0].file} says `default: true` already: one roadmap may")
    for shelf in shelves:
        source = shelf.folder.roadmap
        name = source.value.get("id") if source else None
        if source and isinstance(name, str) and by_id.setdefault(name, shelf) is not shelf:
            yield source.mistake(("id",), f"`{name}` is the id of {by_id[name].folder.directory} already")
