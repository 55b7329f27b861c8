"""A folder of content -> the library, or every mistake of all its files at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.content import checks
from bot.content.errors import ContentIssue, explain, format_issues, sorted_issues
from bot.content.folder import RoadmapFolder, read_folder
from bot.content.schema import Model, RoadmapModel, TopicModel, json_schema
from bot.content.to_domain import to_roadmap
from bot.content.yaml_reader import Source
from bot.core.errors import ContentError
from bot.core.library import Library
from bot.core.roadmap import Roadmap

LEFT_BEHIND = (".", "__MACOSX")
"""How folders begin that version control and unpacked archives leave beside roadmaps."""

AnyModel = TypeVar("AnyModel", bound=Model)

RoadmapCheck = Callable[[RoadmapFolder], Iterable[ContentIssue]]

ROADMAP_CHECKS: Sequence[RoadmapCheck] = (
    checks.check_names,
    checks.check_prerequisites,
    checks.check_emoji,
    checks.check_layout,
    checks.check_history,
    checks.check_question_ids,
)


@dataclass(frozen=True, slots=True)
class LoadedRoadmap:
    """One folder as it was read, and the roadmap in it unless it has mistakes."""

    folder: RoadmapFolder
    roadmap: Roadmap | None
    is_default: bool


def load_library(directory: Path) -> Library:
    """Return all roadmaps in `directory`: one folder each, or itself one.

    Raises ContentError with all mistakes of all files, in the order of files and lines.
    """
    loaded_roadmaps, issues = read_roadmaps(directory)
    if issues:
        raise ContentError(format_issues(issues))
    roadmaps = {loaded.roadmap.id: loaded.roadmap for loaded in loaded_roadmaps if loaded.roadmap}
    default = next((loaded.roadmap for loaded in loaded_roadmaps if loaded.is_default and loaded.roadmap), None)
    return Library(roadmaps, default or next(iter(roadmaps.values())))


def read_roadmaps(directory: Path) -> tuple[list[LoadedRoadmap], list[ContentIssue]]:
    """Return all roadmaps in `directory`, in the order of their folders, with every mistake in order."""
    folders = [directory] if (directory / "roadmap.yaml").exists() else _roadmap_folders(directory)
    if not folders:
        text = "holds no roadmap: there should be a folder with a roadmap.yaml"
        return [], [ContentIssue(str(directory), 1, "", text)]
    loaded_roadmaps: list[LoadedRoadmap] = []
    issues: list[ContentIssue] = []
    for folder in folders:
        loaded, mistakes = _read_roadmap(folder)
        loaded_roadmaps.append(loaded)
        issues += mistakes
    return loaded_roadmaps, sorted_issues([*issues, *cross_roadmap_errors(loaded_roadmaps)])


def _roadmap_folders(directory: Path) -> list[Path]:
    """Find the roadmaps' folders; a folder of topics without its roadmap.yaml is one, too: one that lacks something."""
    inside = directory.iterdir() if directory.is_dir() else ()
    named = (path for path in inside if not path.name.startswith(LEFT_BEHIND))
    return sorted(path for path in named if (path / "roadmap.yaml").exists() or (path / "topics").is_dir())


def _read_roadmap(directory: Path) -> tuple[LoadedRoadmap, list[ContentIssue]]:
    folder, issues = read_folder(directory)
    return check_folder(folder, issues)


def check_folder(
    folder: RoadmapFolder, issues: list[ContentIssue], roadmap_checks: Sequence[RoadmapCheck] = ROADMAP_CHECKS
) -> tuple[LoadedRoadmap, list[ContentIssue]]:
    """Return the roadmap that a folder's files describe, None while it has mistakes, and `issues` with all of those."""
    topics: list[TopicModel] = []
    for _, source in folder.sources:
        topic, mistakes = validate(source, TopicModel)
        topics += [topic] if topic else []
        issues += [*mistakes, *checks.check_texts(source), *checks.check_choices(source)]
    for check in roadmap_checks:
        issues += check(folder)
    if folder.roadmap is None:
        return LoadedRoadmap(folder, None, is_default=False), issues
    model, mistakes = validate(folder.roadmap, RoadmapModel)
    issues += [*mistakes, *checks.check_texts(folder.roadmap)]
    roadmap = to_roadmap(model, topics) if model and not issues else None
    return LoadedRoadmap(folder, roadmap, is_default=bool(model and model.default)), issues


def validate(source: Source, model: type[AnyModel]) -> tuple[AnyModel | None, list[ContentIssue]]:
    """Return the value of `source` as `model`, None when it does not fit, and every reason why not."""
    empty = [
        source.issue((key,), "is empty: write a value or take the key out")
        for key, value in source.value.items()
        if value is None  # the model would take it for absent
    ]
    try:
        return model.model_validate(source.value), empty
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
    issues = [source.issue(error["loc"], explain(error, json_schema(model))) for error in errors]
    explained = {issue.path for issue in issues}
    return None, [*issues, *(issue for issue in empty if issue.path not in explained)]


def cross_roadmap_errors(loaded_roadmaps: list[LoadedRoadmap]) -> Iterator[ContentIssue]:
    """Find what roadmaps may not share: their id, and being the default."""
    defaults = [loaded.folder.roadmap for loaded in loaded_roadmaps if loaded.is_default and loaded.folder.roadmap]
    for roadmap in defaults[1:]:
        yield roadmap.issue(("default",), f"{defaults[0].file} says `default: true` already: one roadmap may")
    first_uses: dict[str, LoadedRoadmap] = {}
    for loaded in loaded_roadmaps:
        source = loaded.folder.roadmap
        name = source.value.get("id") if source else None
        if source and isinstance(name, str) and first_uses.setdefault(name, loaded) is not loaded:
            yield source.issue(("id",), f"`{name}` is the id of {first_uses[name].folder.directory} already")
