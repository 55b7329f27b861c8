"""mdBook's SUMMARY.md -> an outline: parts or first chapters are sections, what lies below them topics."""

import re

from bot.content.importers.markdown_blocks import Bullet, Heading, Paragraph, blocks_of
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import bare_title, has_letters, split_name
from bot.core.outline import Outline, OutlineSection, OutlineTopic, Reading, Remark

CHAPTER = re.compile(r"^\s*[-*+]\s+\[[^\]]+\]\((?!https?:)[^)]*\)\s*$")


def looks_like_summary(text: str) -> bool:
    """Tell whether a text is the table of contents of an mdBook: `# Summary` over links to its own chapters."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or not re.fullmatch(r"#\s*(summary|table of contents)\s*", lines[0], re.IGNORECASE):
        return False
    entries = [line for line in lines if re.match(r"^\s*[-*+]\s", line)]
    return bool(entries) and sum(bool(CHAPTER.match(line)) for line in entries) >= 0.8 * len(entries)


def read_summary(text: str, fallback_title: str) -> Reading:
    """Return the outline of an mdBook. Raises UnreadableFileError where there are no chapters."""
    sections: list[tuple[str, list[OutlineTopic]]] = []
    part = ""
    for block in blocks_of(text)[1:]:
        if isinstance(block, Heading):
            part = bare_title(block.inline.text)
        elif isinstance(block, Bullet):
            name = part or (bare_title(block.inline.text) if block.children else fallback_title)
            topics = _topics([block] if part or not block.children else block.children, "")
            if sections and sections[-1][0] == name:
                sections[-1][1].extend(topics)
            else:
                sections.append((name, topics))
        elif isinstance(block, Paragraph):
            continue  # a chapter before or after the numbered ones: an introduction, the appendix
    made = tuple(OutlineSection(name, tuple(topics)) for name, topics in sections if topics)
    if not made:
        raise UnreadableFileError("This SUMMARY.md lists no chapters: `- [Title](file.md)`, one to a line.")
    return Reading("mdBook SUMMARY.md", Outline(fallback_title, made), (Remark(0, "chapters are taken for topics"),))


def _topics(bullets: list[Bullet], group: str) -> list[OutlineTopic]:
    topics: list[OutlineTopic] = []
    for bullet in bullets:
        named = split_name(bullet.inline.text, bullet.inline.lead)
        if has_letters(named.title):
            topics.append(OutlineTopic(named.title, named.text, group=group, line=bullet.line))
            topics += _topics(bullet.children, named.title)
    return topics
