"""Entries of Markdown lists and tables -> topics, in sections by headings or by the outermost entries."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.content.importers.links import is_outside, links_of
from bot.content.importers.markdown_blocks import SUMMARY_LEVEL, Bullet, Inline
from bot.content.importers.markdown_parts import RESOURCES, TO_LEARN, Part, is_label
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import (
    MAX_TITLE,
    NUMBERING,
    SEPARATOR,
    TICK,
    bare_title,
    has_letters,
    plain_title,
    shortened,
    split_name,
    without_emoji,
)
from bot.content.yaml_reader import read_yaml_text
from bot.core.outline import OutlineSection, OutlineTopic, Remark

MOSTLY_LINK = 0.6
"""The part of an entry's characters that are names of links, from which on it is mostly a link."""
MANY_NESTED = 0.5
"""The part of the outermost entries that have entries below them, from which on they are sections."""
MANY_GROUPS = 0.6
"""The part of a list's entries that have lists of names below them, from which on they are groups."""
MAX_NAME = 50
NO_NAMES = frozenset({"etc", "...", "…", "and more", "others", "other", "tbd", "todo", "и др", "и т.д", "等", "等等"})
FEW = 4
"""So many headings that were left out are named."""
FILE_NAME = re.compile(
    r"(?:\W{0,3}\s)?`[\w.*/<>-]+(?:/|\.(?:md|ipynb|txt|pdf|py|js|ts|go|rs|java|sh|ya?ml|json|toml))`"
)
"""A folder or file in code signs at an entry's beginning: the entry speaks of the repository."""


def is_mostly_link(inline: Inline) -> bool:
    """Tell whether an entry is a link to elsewhere rather than a name."""
    return inline.linked >= MOSTLY_LINK * max(len(TICK.sub("", inline.text)), 1)


def all_bullets(bullets: Iterable[Bullet]) -> Iterator[Bullet]:
    """Walk entries and all that is nested in them, in the order of the file."""
    for bullet in bullets:
        yield bullet
        yield from all_bullets(bullet.children)


def by_bullets(parts: list[Part], title: str) -> tuple[list[OutlineSection], list[Remark]]:
    """Return sections whose topics are the entries, and what was left out.

    Headings are sections, or the outermost entries where hardly a heading is.
    """
    holding = [part for part in parts if part.bullets]
    if len([part for part in holding if part.level]) < 2 and holding:
        return [section for part in holding for section in _nested_sections(part, title) if section.topics], []
    parts_of_sections = _heading_sections(parts)
    numbered = _are_numbered([section[0] for section in parts_of_sections if any(part.bullets for part in section)])
    sections, without = [], []
    for place, section in enumerate(parts_of_sections):
        head = section[0]
        below = parts_of_sections[place + 1][0].level if place + 1 < len(parts_of_sections) else 0
        if any(part.bullets for part in section):
            sections.append(_heading_section(section, title))
        elif numbered and NUMBERING.match(without_emoji(head.title)[0]):
            sections.append(section_of(head.title, [_topic_of_heading(head)]))
        elif head.level > 0 and below <= head.level:
            without.append(head)
    return [section for section in sections if section.topics], _without_lists(without)


def _are_numbered(heads: list[Part]) -> bool:
    """Tell whether all headings with lists are numbered: a numbered one without a list stands in line with them."""
    return len(heads) > 1 and all(NUMBERING.match(without_emoji(head.title)[0]) for head in heads)


def _without_lists(parts: list[Part]) -> list[Remark]:
    names = [f"“{shortened(plain_title(part.title), 40)}”" for part in parts]
    if not names:
        return []
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return [Remark(parts[0].line, f"left out, as no list stands there: {', '.join(names[:FEW])}{more}")]


def _topic_of_heading(part: Part) -> OutlineTopic:
    links = links_of(pair for inline in part.prose for pair in inline.links)
    return OutlineTopic(plain_title(part.title), part.text, links=links, line=part.line, id=part.id)


def _nested_sections(part: Part, title: str) -> Iterator[OutlineSection]:
    nested = sum(bool(bullet.children) and not bullet.inline.id for bullet in part.bullets)
    if nested < max(MANY_NESTED * len(part.bullets), 1) or nested < 2:
        yield section_of(bare_title(part.title) or title, _topics(part.bullets, ""))
        return
    for bullet in part.bullets:
        named = split_name(bullet.inline.text, bullet.inline.lead)
        below = bullet.children or [bullet]
        yield section_of(named.title, _topics(below, ""), named.text if bullet.children else "")


def _heading_sections(parts: list[Part]) -> list[list[Part]]:
    level = _section_level(parts)
    sections: list[list[Part]] = []
    for part in parts:
        if part.level <= level or not sections:
            sections.append([])
        sections[-1].append(part)
    return sections


def _heading_section(parts: list[Part], title: str) -> OutlineSection:
    """Return a heading's section; headings below it are groups, and links under `Resources` are all its topics'."""
    head = parts[0]
    topics: list[OutlineTopic] = []
    group = Part(0, "", 0)
    for place, part in enumerate(parts):
        is_own = bool(part.id) or not (is_label(part.title, TO_LEARN) or is_label(part.title, RESOURCES))
        is_name = part is not head and is_own
        if is_name or part.level <= group.level:
            group = part if is_name else Part(0, "", 0)
        topics += _topics(part.bullets, bare_title(group.title))
        following = parts[place + 1].level if place + 1 < len(parts) else 0
        nothing_below = following <= part.level and not (part.bullets or part.resources or part.prose)
        if (
            is_name
            and nothing_below
            and has_letters(part.title)
            and len(part.title) <= MAX_TITLE
            and part.level < SUMMARY_LEVEL
        ):
            topics.append(_topic_of_heading(part))  # among headings with lists, a topic itself
    resources = [bullet for part in parts for bullet in all_bullets(part.resources)]
    links = links_of(pair for bullet in resources for pair in bullet.inline.links)
    topics = [replace(topic, links=topic.links or links) for topic in topics]
    section = section_of(head.title if head.level else title, topics, head.text if head.level else "")
    return replace(section, id=head.id)


def _section_level(parts: list[Part]) -> int:
    """Return the level of the headings that are sections: the highest of which several have entries under them."""
    above: dict[int, int] = {}
    counts: Counter[int] = Counter()
    counted: set[int] = set()
    for place, part in enumerate(parts):
        above = {level: upper for level, upper in above.items() if level < part.level} | {part.level: place}
        if part.bullets:
            for level, upper in above.items():
                if level and upper not in counted:
                    counted.add(upper)
                    counts[level] += 1
    several = [level for level, count in counts.items() if count > 1]
    return min(several or counts or [1])


def _topics(bullets: Iterable[Bullet], group: str) -> list[OutlineTopic]:
    """Return the topics of a list; an entry that only heads others, such as `Basics:`, is their group."""
    bullets = list(bullets)
    topics: list[OutlineTopic] = []
    nested = not group and _are_groups(bullets)
    for bullet in bullets:
        if not bullet.inline.id and (_is_group(bullet) or (nested and len(bullet.children) > 1)):
            topics += _topics(bullet.children, group or plain_title(bullet.inline.text))
        elif topic := _topic(bullet, group, alone=len(bullets) == 1):
            topics.append(topic)
    return topics


def _are_groups(bullets: list[Bullet]) -> bool:
    """Tell whether most entries of a list are names over lists of names."""
    parents = [bullet for bullet in bullets if len(bullet.children) > 1]
    below = [child for bullet in parents for child in bullet.children]
    names = sum(len(child.inline.text) <= MAX_NAME and not is_mostly_link(child.inline) for child in below)
    return len(parents) > 1 and len(parents) >= MANY_GROUPS * len(bullets) and names >= MANY_GROUPS * len(below)


def _is_group(bullet: Bullet) -> bool:
    """Tell whether an entry is a name over topics with texts of their own."""
    if len(bullet.children) < 2 or bullet.notes:
        return False
    described = sum(_is_described(child) for child in bullet.children)
    return described > len(bullet.children) / 2 and not _is_described(bullet)


def _is_described(bullet: Bullet) -> bool:
    match = SEPARATOR.search(bullet.inline.text)
    return bool(match and match.end() < len(bullet.inline.text))


def _topic(bullet: Bullet, group: str, *, alone: bool) -> OutlineTopic | None:
    named = split_name(bullet.inline.text, bullet.inline.lead)
    title, text = plain_title(named.title), named.text
    if alone and group and len(bare_title(bullet.inline.text)) > MAX_TITLE and not _is_described(bullet):
        title, text = group, bullet.inline.text  # a sentence alone under a heading: the heading is its name
    is_no_name = title.casefold().rstrip(".") in NO_NAMES or FILE_NAME.match(bullet.inline.text)
    if not has_letters(title) or (is_no_name and not bullet.inline.id):
        return None
    below = list(all_bullets(bullet.children))
    inlines = [bullet.inline, *bullet.notes, *(part for child in below for part in (child.inline, *child.notes))]
    more = [note.text for note in bullet.notes if note.text]
    said = [child for child in below if child.inline.text and not (bullet.inline.id and is_mostly_link(child.inline))]
    points = [f"- {TICK.sub('', child.inline.text)}" for child in said]
    text = "\n\n".join(filter(None, [text, *more, "\n".join(points)]))
    links = links_of(pair for inline in inlines for pair in inline.links if is_outside(pair[1]))
    block = _fields_of(bullet)
    title = str(block.get("title", title))
    return OutlineTopic(title, text, links=links, group=group, line=bullet.line, id=bullet.inline.id, block=block)


def _fields_of(bullet: Bullet) -> Mapping[str, object]:
    """Return what the YAML under an entry says. Raises UnreadableFileError, with the line, where it is not sound."""
    if not bullet.block:
        return {}
    source, issues = read_yaml_text("the YAML", bullet.block)
    if source is None or issues:
        where = f"under the topic in line {bullet.line}"
        raise UnreadableFileError(f"The YAML {where} cannot be read: {issues[0].text if issues else 'it has no keys'}")
    return source.value


def section_of(name: str, topics: list[OutlineTopic], text: str = "") -> OutlineSection:
    """Return a section of a name as it is written, with numbering and emoji."""
    title, emoji = without_emoji(name)
    return OutlineSection(bare_title(title), tuple(topics), text, emoji)
