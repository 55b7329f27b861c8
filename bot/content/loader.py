"""A folder of content -> the library, or every mistake of all its files at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from bot.content import checks
from bot.content.errors import ContentIssue, explain, format_issues, sorted_issues
from bot.content.folder import RoadmapFolder, read_folder
from bot.content.schema import (
    ExampleModel,
    Model,
    ProjectModel,
    QuestionModel,
    RoadmapModel,
    SectionModel,
    TopicModel,
    json_schema,
)
from bot.content.yaml_reader import Source
from bot.core.errors import ContentError
from bot.core.library import Library
from bot.core.roadmap import (
    Example,
    Group,
    NewsItem,
    Pitfall,
    Project,
    Prompt,
    Question,
    Resource,
    Retired,
    Roadmap,
    Section,
    Topic,
    fallback_question_id,
)

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


def to_topic(model: TopicModel) -> Topic:
    """Return the topic that a topic file describes."""
    return Topic(
        id=model.id,
        title=model.title,
        section=model.section,
        summary=model.summary,
        explanation=model.explanation,
        key_points=tuple(model.key_points),
        minutes=model.minutes,
        resources=tuple(Resource(entry.type, entry.title, entry.url) for entry in model.resources),
        aliases=tuple(model.aliases),
        prerequisites=tuple(model.prerequisites),
        renamed_from=tuple(model.renamed_from),
        example=_example(model.example) if model.example else None,
        pitfalls=tuple(Pitfall(entry.mistake, entry.cure) for entry in model.pitfalls),
        prompts=tuple(Prompt(entry.kind, entry.text, entry.answer) for entry in model.prompts),
        quiz=tuple(_question(entry) for entry in model.quiz),
        news=tuple(NewsItem(entry.version, entry.text) for entry in model.news),
        project=_project(model.project) if model.project else None,
    )


def _example(model: ExampleModel) -> Example:
    return Example(model.language, model.code.rstrip(), model.caption, model.output.rstrip())


def _project(model: ProjectModel) -> Project:
    return Project(model.brief, tuple(model.milestones), model.done_when, tuple(model.stretch))


def _question(model: QuestionModel) -> Question:
    return Question(
        id=model.id or fallback_question_id(model.question, model.choices),
        question=model.question,
        choices=tuple(model.choices),
        answer=model.answer,
        why=model.why,
        level=model.level,
        since=model.since,
    )


def to_roadmap(model: RoadmapModel, topics: Iterable[TopicModel]) -> Roadmap:
    """Return the roadmap that roadmap.yaml and its topic files describe."""
    return Roadmap(
        id=model.id,
        title=model.title,
        summary=model.summary,
        sections=tuple(_section(entry) for entry in model.sections),
        topics=MappingProxyType({entry.id: to_topic(entry) for entry in topics}),
        retired=MappingProxyType(
            {entry.id: Retired(entry.id, entry.title, entry.reason, entry.instead) for entry in model.retired}
        ),
        versions=MappingProxyType(model.versions),
    )


def _section(model: SectionModel) -> Section:
    groups = tuple(Group(entry.title, tuple(entry.topics)) for entry in model.groups)
    return Section(model.id, model.title, model.emoji, model.summary, groups)
