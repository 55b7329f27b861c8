"""What the command line does with content: check it, write missing ids, and write its schema for editors."""

import sys
from pathlib import Path

from bot.content.errors import Mistake, told
from bot.content.lint import advise
from bot.content.loader import Shelf, read_shelves
from bot.content.question_ids import add_question_ids
from bot.content.schema import schema_files


def check(directory: Path) -> int:
    """Print every mistake in `directory`, or else what could be better, and a summary. Gives the exit code, 0 or 1."""
    shelves, mistakes = read_shelves(directory)
    if mistakes:
        _tell([*told(mistakes), _count_mistakes(mistakes)])
        return 1
    advice = [each for shelf in shelves for each in advise(shelf)]
    _tell([*(f"warning: {each}" for each in advice), _count_topics(shelves, len(advice))])
    return 0


def write_ids(directory: Path) -> int:
    """Write an id into each question in `directory` that lacks one. Return the exit code: 1 for broken content."""
    shelves, mistakes = read_shelves(directory)
    if mistakes:
        _tell([*told(mistakes), _count_mistakes(mistakes)])
        return 1
    for shelf in shelves:
        topics = list(shelf.roadmap or ())
        taken = {question.id for topic in topics for question in topic.quiz}
        for topic in topics:
            path = shelf.folder.directory / "topics" / f"{topic.id}.yaml"
            if count := add_question_ids(path, topic, taken):
                _tell([f"{path}: {_many(count, 'id')}"])
    return 0


def write_schema(content: Path) -> None:
    """Write the JSON Schemas of the content format into `content`/schema."""
    for path, text in schema_files(content):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        _tell([f"wrote {path}"])


def _count_mistakes(mistakes: list[Mistake]) -> str:
    files = len({mistake.file for mistake in mistakes})
    return f"{_many(len(mistakes), 'mistake')} in {_many(files, 'file')}"


def _count_topics(shelves: list[Shelf], warnings: int) -> str:
    roadmaps = [shelf.roadmap for shelf in shelves if shelf.roadmap]
    topics = sum(len(roadmap) for roadmap in roadmaps)
    sections = sum(len(roadmap.sections) for roadmap in roadmaps)
    told = f"{_many(topics, 'topic')} in {_many(sections, 'section')}, no mistakes"
    return f"{told}, {_many(warnings, 'warning')}" if warnings else told


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _tell(lines: list[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
