"""Markdown -> an outline: bullets are topics, or headings are where most bullets are links to elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.content.importers.links import is_outside, links_of
from bot.content.importers.markdown_blocks import Bullet, Inline, blocks_of
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
    SEPARATOR,
    TICK,
    bare_title,
    has_letters,
    plain_title,
    split_name,
    without_emoji,
)
from bot.core.outline import MAX_SECTIONS, Outline, OutlineSection, OutlineTopic, Reading, Remark

HEADINGS, BULLETS = "headings", "bullets"
MOSTLY_LINK = 0.6
"""The part of an entry's characters that are names of links, from which on it is mostly a link."""
LINK_SHARE = 0.6
"""The part of all entries that are mostly links, from which on headings are the topics."""
MANY_LINKS = 20
"""More entries under a heading than these are names that happen to be links."""
MANY_NESTED = 0.5
"""The part of the outermost entries that have entries below them, from which on they are sections."""
MANY_GROUPS = 0.6
"""The part of a list's entries that have lists of names below them, from which on they are groups."""
MAX_NAME = 50
NO_NAMES = frozenset({"etc", "...", "…", "and more", "others", "other", "tbd", "todo", "и др", "и т.д", "等", "等等"})
FILE_NAME = re.compile(
    r"(?:\W{0,3}\s)?`[\w.*/<>-]+(?:/|\.(?:md|ipynb|txt|pdf|py|js|ts|go|rs|java|sh|ya?ml|json|toml))`"
)
"""A folder or file in code signs at an entry's beginning: the entry speaks of the repository."""
ENTRY = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE)
MAX_ENTRIES = 5_000


def read_markdown(text: str, fallback_title: str, topics_are: str = "") -> Reading:
    """Return the outline of a Markdown text; `topics_are` is HEADINGS, BULLETS, or empty to find out.

    Raises UnreadableFileError where there are neither headings nor lists.
    """
    if (entries := len(ENTRY.findall(text))) > MAX_ENTRIES:
        raise UnreadableFileError(f"The file lists {entries:,} entries; at most {MAX_ENTRIES:,} are read: split it.")
    text, front_title = without_front_matter(text)
    parts, remarks = parts_of(blocks_of(text))
    title, summary, parts = take_title(parts, front_title or fallback_title)
    chosen = topics_are or _what_topics_are(parts)
    sections = _by_headings(parts, title) if chosen == HEADINGS else _by_bullets(parts, title)
    other = BULLETS if chosen == HEADINGS else HEADINGS
    if not sections:
        hint = f" Try with {other} as topics." if topics_are else ""
        raise UnreadableFileError(
            f"I find no topics in it: write headings with a list under each, a topic to a line (`- Name: text`).{hint}"
        )
    remarks += lists_in_code(text, sum(len(section.topics) for section in sections))
    remarks.append(Remark(0, f"{chosen} are taken for topics (not right? --topics {other})"))
    return Reading("Markdown", Outline(title, tuple(sections), summary), tuple(remarks), chosen)


def _what_topics_are(parts: list[Part]) -> str:
    parts = [part for part in parts if not is_label(part.title, RESOURCES)]
    bullets = [bullet for part in parts for bullet in _all_bullets(part.bullets)]
    only_resources = sum(bool(part.level and part.resources and not part.bullets) for part in parts)
    if not bullets or only_resources > _topic_headings(parts):
        return HEADINGS
    headings = _topic_headings(parts)
    linked = sum(is_mostly_link(bullet.inline) and not bullet.is_row for bullet in bullets)
    are_links = linked >= LINK_SHARE * len(bullets) and len(bullets) <= MANY_LINKS * headings
    return HEADINGS if headings > 1 and (are_links or _are_labels(parts)) else BULLETS


def _are_labels(parts: list[Part]) -> bool:
    """Tell whether the entries under most headings have the same names: Goal, Tasks, Books."""
    names = [{split_name(bullet.inline.text[:MAX_TITLE]).title for bullet in part.bullets} for part in parts]
    names = [found for found in names if found]
    often = Counter(name for found in names for name in found)
    shared = sum(times for times in often.values() if times > len(names) / 2)
    return len(names) > 2 and shared > sum(often.values()) / 2


def _topic_headings(parts: list[Part]) -> int:
    return sum(bool(part.level and part.bullets) for part in parts)


def is_mostly_link(inline: Inline) -> bool:
    """Tell whether an entry is a link to elsewhere rather than a name."""
    return inline.linked >= MOSTLY_LINK * max(len(TICK.sub("", inline.text)), 1)


def _all_bullets(bullets: Iterable[Bullet]) -> Iterator[Bullet]:
    for bullet in bullets:
        yield bullet
        yield from _all_bullets(bullet.children)


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
    topics = [replace(topic, group=topic.group or name) for name, found in sections for topic in found]
    if not topics:
        return []
    in_sections = sum(len(found) for name, found in sections if name)
    if in_sections > len(topics) / 2 and len(sections) <= MAX_SECTIONS:
        return [_section(name or found[0].title, found) for name, found in sections]
    return [_section(title, topics)]


def _with_resources(parts: list[Part]) -> list[Part]:
    """Return the parts with lists under `Resources` put under the heading above, where there is one."""
    kept: list[Part] = []
    for part in parts:
        above = next((upper for upper in reversed(kept) if 0 < upper.level < part.level), None)
        if above and (is_label(part.title, RESOURCES) or is_label(part.title, TO_LEARN)):
            above.bullets += [*part.bullets, *part.resources]
        else:
            part.bullets += part.resources
            kept.append(part)
    return kept


def _topic_of_part(part: Part, group: str) -> OutlineTopic:
    bullets = list(_all_bullets(part.bullets))
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


# Bullets are topics


def _by_bullets(parts: list[Part], title: str) -> list[OutlineSection]:
    """Make a topic of each entry; headings are sections, or outermost entries where hardly a heading is."""
    holding = [part for part in parts if part.bullets]
    if len([part for part in holding if part.level]) < 2 and holding:
        sections = [section for part in holding for section in _nested_sections(part, title)]
    else:
        sections = _heading_sections(parts, title)
    return [section for section in sections if section.topics]


def _nested_sections(part: Part, title: str) -> Iterator[OutlineSection]:
    nested = sum(bool(bullet.children) for bullet in part.bullets)
    if nested < max(MANY_NESTED * len(part.bullets), 1) or nested < 2:
        yield _section(bare_title(part.title) or title, _topics(part.bullets, ""))
        return
    for bullet in part.bullets:
        named = split_name(bullet.inline.text, bullet.inline.lead)
        below = bullet.children or [bullet]
        yield _section(named.title, _topics(below, ""), named.text if bullet.children else "")


def _heading_sections(parts: list[Part], title: str) -> list[OutlineSection]:
    level = _section_level(parts)
    sections: list[list[Part]] = []
    for part in parts:
        if part.level <= level or not sections:
            sections.append([])
        sections[-1].append(part)
    return [_heading_section(found, title) for found in sections]


def _heading_section(parts: list[Part], title: str) -> OutlineSection:
    """Return a heading's section; headings below it are groups, and links under `Resources` are all its topics'."""
    head = parts[0]
    topics: list[OutlineTopic] = []
    for place, part in enumerate(parts):
        is_name = part is not head and not is_label(part.title, TO_LEARN) and not is_label(part.title, RESOURCES)
        topics += _topics(part.bullets, bare_title(part.title) if is_name else "")
        following = parts[place + 1].level if place + 1 < len(parts) else 0
        nothing_below = following <= part.level and not (part.bullets or part.resources or part.prose)
        if is_name and nothing_below and has_letters(part.title):  # among headings with lists, a topic itself
            topics.append(OutlineTopic(plain_title(part.title), line=part.line, id=part.id))
    resources = [bullet for part in parts for bullet in _all_bullets(part.resources)]
    links = links_of(pair for bullet in resources for pair in bullet.inline.links)
    topics = [replace(topic, links=topic.links or links) for topic in topics]
    return _section(head.title if head.level else title, topics, head.text if head.level else "")


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
        if _is_group(bullet) or (nested and len(bullet.children) > 1):
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
    if not has_letters(title) or title.casefold().rstrip(".") in NO_NAMES or FILE_NAME.match(bullet.inline.text):
        return None
    below = list(_all_bullets(bullet.children))
    inlines = [bullet.inline, *bullet.notes, *(part for child in below for part in (child.inline, *child.notes))]
    more = [note.text for note in bullet.notes if note.text]
    points = [f"- {TICK.sub('', child.inline.text)}" for child in below if child.inline.text]
    text = "\n\n".join(filter(None, [text, *more, "\n".join(points)]))
    links = links_of(pair for inline in inlines for pair in inline.links if is_outside(pair[1]))
    return OutlineTopic(title, text, links=links, group=group, line=bullet.line, id=bullet.inline.id)


def _section(name: str, topics: list[OutlineTopic], text: str = "") -> OutlineSection:
    title, emoji = without_emoji(name)
    return OutlineSection(bare_title(title), tuple(topics), text, emoji)
