"""Markdown -> an outline: bullets are topics, or headings are where most bullets are links to elsewhere."""

import re
from collections import Counter
from dataclasses import replace

from bot.content.importers.links import links_of
from bot.content.importers.markdown_blocks import Block, Bullet, Heading, blocks_of
from bot.content.importers.markdown_bullets import all_bullets, by_bullets, is_mostly_link, section_of
from bot.content.importers.markdown_parts import (
    RESOURCES,
    TO_LEARN,
    Part,
    is_label,
    lists_in_code,
    parts_of,
    take_title,
    without_front_matter,
)
from bot.content.importers.source import UnreadableFileError
from bot.content.importers.titles import (
    MAX_TITLE,
    TICK,
    bare_title,
    has_letters,
    plain_title,
    split_name,
)
from bot.core.outline import MAX_SECTIONS, Outline, OutlineSection, OutlineTopic, Reading, Remark

HEADINGS, BULLETS = "headings", "bullets"
LINK_SHARE = 0.6
"""The part of all entries that are mostly links, from which on headings are the topics."""
MANY_LINKS = 20
"""More entries under a heading than these are names that happen to be links."""
ENTRY = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE)
MAX_ENTRIES = 5_000


def read_markdown(text: str, fallback_title: str, topics_are: str = "") -> Reading:
    """Return the outline of a Markdown text; `topics_are` is HEADINGS, BULLETS, or empty to find out.

    Raises UnreadableFileError where there are neither headings nor lists.
    """
    if (entries := len(ENTRY.findall(text))) > MAX_ENTRIES:
        raise UnreadableFileError(f"The file lists {entries:,} entries; at most {MAX_ENTRIES:,} are read: split it.")
    text, front_title = without_front_matter(text)
    blocks = blocks_of(text)
    parts, remarks = parts_of(blocks)
    title, summary, parts = take_title(parts, front_title or fallback_title)
    chosen = topics_are or _what_topics_are(parts)
    sections, left_out = (_by_headings(parts, title), []) if chosen == HEADINGS else by_bullets(parts, title)
    other = BULLETS if chosen == HEADINGS else HEADINGS
    if not sections:
        hint = f" Try with {other} as topics." if topics_are else ""
        raise UnreadableFileError(
            f"I find no topics in it: write headings with a list under each, a topic to a line (`- Name: text`).{hint}"
        )
    remarks += left_out
    remarks += lists_in_code(text, sum(len(section.topics) for section in sections))
    remarks.append(Remark(0, f"{chosen} are taken for topics (not right? --topics {other})"))
    outline = Outline(title, tuple(sections), summary, id=_own_id(blocks))
    return Reading("Markdown", outline, tuple(remarks), chosen)


def _own_id(blocks: list[Block]) -> str:
    """Return the id that the topmost heading gives the roadmap."""
    heading = next((block for block in blocks if isinstance(block, Heading)), None)
    return heading.inline.id if heading and heading.level == 1 else ""


def _what_topics_are(parts: list[Part]) -> str:
    parts = [part for part in parts if not is_label(part.title, RESOURCES)]
    bullets = [bullet for part in parts for bullet in all_bullets(part.bullets)]
    only_resources = sum(bool(part.level and part.resources and not part.bullets) for part in parts)
    if not bullets or only_resources > _topic_headings(parts):
        return HEADINGS
    headings = _topic_headings(parts)
    if any(bullet.inline.id for bullet in bullets):
        return BULLETS
    linked = sum(is_mostly_link(bullet.inline) and not bullet.is_row for bullet in bullets)
    are_links = linked >= LINK_SHARE * len(bullets) and len(bullets) <= MANY_LINKS * headings
    return HEADINGS if headings > 1 and (are_links or _are_labels(parts)) else BULLETS


def _are_labels(parts: list[Part]) -> bool:
    """Tell whether the entries under most headings have the same names: Goal, Tasks, Books."""
    names = [{split_name(bullet.inline.text[:MAX_TITLE]).title for bullet in part.bullets} for part in parts]
    names = [entry for entry in names if entry]
    often = Counter(name for entry in names for name in entry)
    shared = sum(times for times in often.values() if times > len(names) / 2)
    return len(names) > 2 and shared > sum(often.values()) / 2


def _topic_headings(parts: list[Part]) -> int:
    return sum(bool(part.level and part.bullets) for part in parts)


# Headings are topics


def _by_headings(parts: list[Part], title: str) -> list[OutlineSection]:
    """Make a topic of each deepest heading: of those with lists, or where there are no lists of all."""
    parts = _with_resources(parts)
    has_lists = any(part.bullets for part in parts)
    sections: list[tuple[str, list[OutlineTopic]]] = []
    above: dict[int, Part] = {}
    for place, part in enumerate(parts):
        above = {level: upper for level, upper in above.items() if level < part.level}
        following = parts[place + 1].level if place + 1 < len(parts) else 0
        is_topic = bool(part.bullets) if has_lists else following <= part.level
        if part.level and is_topic and has_letters(part.title):
            name = bare_title(above[min(above)].title) if above else ""
            if not above and following > part.level:
                name = bare_title(part.title)
            group = bare_title(above[max(above)].title) if len(above) > 1 else ""
            topic = _topic_of_part(part, group)
            if not name or not sections or sections[-1][0] != name:
                sections.append((name, []))
            sections[-1][1].append(topic)
        if part.level:
            above[part.level] = part
    return _grouped(sections, title)


def _grouped(sections: list[tuple[str, list[OutlineTopic]]], title: str) -> list[OutlineSection]:
    """Return the sections; where most topics have none of their own, one with all topics in order."""
    topics = [
        replace(topic, group=topic.group or name) for name, topics_of_section in sections for topic in topics_of_section
    ]
    if not topics:
        return []
    in_sections = sum(len(topics_of_section) for name, topics_of_section in sections if name)
    if in_sections > len(topics) / 2 and len(sections) <= MAX_SECTIONS:
        return [
            section_of(name or topics_of_section[0].title, topics_of_section) for name, topics_of_section in sections
        ]
    return [section_of(title, topics)]


def _with_resources(parts: list[Part]) -> list[Part]:
    """Return the parts with lists under `Resources` put under the heading above, where there is one."""
    parts_left: list[Part] = []
    for part in parts:
        above = next((upper for upper in reversed(parts_left) if 0 < upper.level < part.level), None)
        if above and (is_label(part.title, RESOURCES) or is_label(part.title, TO_LEARN)):
            above.bullets += [*part.bullets, *part.resources]
        else:
            part.bullets += part.resources
            parts_left.append(part)
    return parts_left


def _topic_of_part(part: Part, group: str) -> OutlineTopic:
    bullets = list(all_bullets(part.bullets))
    pairs = [pair for inline in part.prose for pair in inline.links]
    pairs += [pair for bullet in bullets for inline in (bullet.inline, *bullet.notes) for pair in inline.links]
    said = [
        f"- {TICK.sub('', bullet.inline.text)}" for bullet in bullets if bullet.inline.text and not _only_links(bullet)
    ]
    text = "\n\n".join(filter(None, [part.text, "\n".join(said)]))
    return OutlineTopic(plain_title(part.title), text, links=links_of(pairs), group=group, line=part.line, id=part.id)


def _only_links(bullet: Bullet) -> bool:
    """Tell whether an entry is a link, or a name over nothing but links."""
    below = [is_mostly_link(child.inline) for child in bullet.children]
    return is_mostly_link(bullet.inline) or (bool(below) and all(below))
