"""What the command line does with content: check it, import it, write missing ids and its schema for editors."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bot.content.errors import ContentIssue, format_issues, sorted_issues
from bot.content.ids import add_question_ids
from bot.content.lint import lint_library, lint_roadmap
from bot.content.loader import LoadedRoadmap, read_roadmaps
from bot.content.new import new_roadmap, new_topic
from bot.content.quiz_lint import measure_quizzes
from bot.content.schema import schema_files
from bot.core.errors import StartError

MessageCheck = Callable[[LoadedRoadmap], Iterable[ContentIssue]]


def check(directory: Path, refused_messages: MessageCheck = lambda _: ()) -> int:
    """Print every mistake in `directory`, or else what could be better, and a summary. Return the exit code, 0 or 1.

    `refused_messages` finds what Discord would refuse of the messages that a sound roadmap leads to: this room does
    not know how messages look.
    """
    loaded_roadmaps, issues = read_roadmaps(directory)
    issues += sorted_issues(issue for loaded in loaded_roadmaps for issue in refused_messages(loaded))
    if issues:
        _print([*format_issues(issues), _count_issues(issues)])
        return 1
    warnings = [warning for loaded in loaded_roadmaps for warning in lint_roadmap(loaded)]
    warnings += lint_library(loaded_roadmaps)
    _print(f"warning: {warning}" for warning in warnings)
    _print(_measures(loaded_roadmaps))
    _print([_count_topics(loaded_roadmaps, len(warnings))])
    return 0


def write_ids(directory: Path) -> int:
    """Write an id into each question in `directory` that lacks one. Return the exit code: 1 for broken content."""
    loaded_roadmaps, issues = read_roadmaps(directory)
    if issues:
        _print([*format_issues(issues), _count_issues(issues)])
        return 1
    for loaded in loaded_roadmaps:
        topics = list(loaded.roadmap or ())
        used_ids = {question.id for topic in topics for question in topic.quiz}
        for topic in topics:
            path = loaded.folder.directory / "topics" / f"{topic.id}.yaml"
            if count := add_question_ids(path, topic, used_ids):
                _print([f"{path}: {_count(count, 'id')}"])
    return 0


def write_new_roadmap(directory: Path, title: str) -> None:
    """Write a roadmap called `title` with one section and one topic into a folder of `directory`."""
    _print(f"wrote {path}" for path in new_roadmap(directory, title))
    _print(["write what says TODO, then: python -m bot check"])


def write_new_topic(directory: Path, title: str, roadmap_id: str, section_id: str) -> None:
    """Write a topic called `title`, and list it in its roadmap."""
    _print(f"wrote {path}" for path in new_topic(directory, title, roadmap_id, section_id))
    _print(["write what says TODO, then: python -m bot check"])


def import_file(path: Path, directory: Path, topics_are: str, columns: Sequence[str]) -> None:
    """Read somebody's file and write its roadmap into a folder of `directory`; print what was understood and guessed.

    `topics_are` and `columns` are what somebody switched (see `Choices`). Raises StartError, in one line, where the
    file cannot be read or the folder is there already.
    """
    # The readers of other formats take a while to load, and nobody else needs them.
    from bot.content.importers.build import build  # noqa: PLC0415
    from bot.content.importers.registry import Choices, UnreadableFileError, read_file  # noqa: PLC0415
    from bot.content.importers.source import MAX_FILE  # noqa: PLC0415
    from bot.content.importers.write import write_folder  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        reading = read_file(path.name, data, Choices(topics_are, tuple(columns)))
        content, remarks = build(reading)
        content.as_roadmap()
    except OSError as error:
        raise StartError(f"{path} cannot be read: {error.strerror}") from error
    except UnreadableFileError as error:
        raise StartError(f"{path.name}: {error}") from error
    folder = write_folder(directory, content)
    sections = len(reading.outline.sections)
    _print([f"read as {reading.format}: {_count(len(content.topics), 'topic')} in {_count(sections, 'section')}"])
    _print(f"  {remark}" for remark in remarks)
    _print([f"wrote {folder}", f"next: python -m bot check {directory}"])


def write_schema(content: Path) -> None:
    """Write the JSON Schemas of the content format into `content`/schema."""
    for path, text in schema_files(content):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        _print([f"wrote {path}"])


def _count_issues(issues: list[ContentIssue]) -> str:
    files = len({issue.file for issue in issues})
    return f"{_count(len(issues), 'mistake')} in {_count(files, 'file')}"


def _count_topics(loaded_roadmaps: list[LoadedRoadmap], warnings: int) -> str:
    roadmaps = [loaded.roadmap for loaded in loaded_roadmaps if loaded.roadmap]
    topics = sum(len(roadmap) for roadmap in roadmaps)
    sections = sum(len(roadmap.sections) for roadmap in roadmaps)
    summary = f"{_count(topics, 'topic')} in {_count(sections, 'section')}, no mistakes"
    return f"{summary}, {_count(warnings, 'warning')}" if warnings else summary


def _measures(loaded_roadmaps: list[LoadedRoadmap]) -> Iterator[str]:
    """Walk what is measured over the questions of each roadmap that has any."""
    for loaded in loaded_roadmaps:
        if loaded.roadmap and (measure := measure_quizzes(loaded.roadmap)).questions:
            yield f"{loaded.roadmap.id}: {measure}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
