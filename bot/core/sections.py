"""Reads the sections that organisers name for their prompts."""

from bot.core.errors import StudyError
from bot.core.roadmap import Roadmap, Section
from bot.core.spelling import clean

ALL = "all"
"""What stands for every section."""


def parse_sections(roadmap: Roadmap, text: str) -> tuple[str, ...]:
    """Read sections separated by commas, each an id, a number or words of a title, as ids in roadmap order.

    Empty for all of them. StudyError for what names none, with the sections that there are.
    """
    parts = [part for part in (clean(part).casefold() for part in text.split(",")) if part]
    if not parts or ALL in parts:
        return ()
    wanted = {_section(roadmap, part).id for part in parts}
    return tuple(section.id for section in roadmap.sections if section.id in wanted)


def _section(roadmap: Roadmap, asked: str) -> Section:
    numbered = list(enumerate(roadmap.sections, start=1))
    for number, section in numbered:
        if asked in (section.id, section.title.casefold(), str(number)):
            return section
    found = [section for _, section in numbered if f" {asked}" in f" {section.title.casefold()}"]
    if len(found) == 1:
        return found[0]
    names = "\n".join(f"{number}. {section.title}" for number, section in numbered)
    raise StudyError(f"Name sections by title or number, separated by commas, or write {ALL}:\n{names}")
