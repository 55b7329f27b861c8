"""The content folder of a roadmap on roadmap.sh, as a zip: one Markdown file a topic, `slug@node.md`."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from bot.content.importers.links import link
from bot.content.importers.markdown_blocks import Bullet, Heading, Paragraph, blocks_of
from bot.content.importers.source import UnreadableFileError, text_of
from bot.content.importers.titles import bare_title, has_letters, shortened
from bot.core.outline import Outline, OutlineLink, OutlineSection, OutlineTopic, Reading, Remark

TOPIC_FILE = re.compile(r"(?P<slug>[^/@]+)@(?P<node>[\w-]+)\.md")
TYPE = re.compile(r"^@(\w+)@\s*")
KINDS = {
    "official": "official",
    "article": "article",
    "video": "video",
    "course": "course",
    "book": "book",
    "opensource": "tool",
    "feed": "article",
    "roadmap": "article",
    "podcast": "video",
    "website": "article",
}


def looks_like_roadmap_sh(files: Mapping[str, bytes]) -> bool:
    """Tell whether most files of an archive are named as roadmap.sh names its topics."""
    return sum(bool(TOPIC_FILE.fullmatch(PurePosixPath(name).name)) for name in files) > len(files) / 2


def read_roadmap_sh(files: Mapping[str, bytes], fallback_title: str) -> Reading:
    """Return the outline of a content folder: its folders are sections; without any there is one.

    The order is that of the files' names, because the folder holds no other. Raises UnreadableFileError for none.
    """
    sections: dict[str, list[OutlineTopic]] = {}
    for name in sorted(files):
        path = PurePosixPath(name)
        if not TOPIC_FILE.fullmatch(path.name):
            continue
        text, _ = text_of(files[name]) if files[name].strip() else ("", "")
        folder = re.sub(r"^\d+-|@.*$", "", path.parent.name).replace("-", " ").strip().capitalize()
        section = fallback_title if folder.casefold() in {"", "content"} or _all_in_one(files) else folder
        if topic := _topic(path, text):
            sections.setdefault(section, []).append(topic)
    if not sections:
        raise UnreadableFileError("The zip holds no topic with a title: pack the folder `content` of one roadmap.")
    made = tuple(OutlineSection(name, tuple(topics)) for name, topics in sections.items())
    remark = Remark(0, "topics stand in the order of their files' names: the folder says nothing of their order")
    return Reading("roadmap.sh", Outline(fallback_title, made), (remark,))


def _all_in_one(files: Mapping[str, bytes]) -> bool:
    return len({PurePosixPath(name).parent for name in files if TOPIC_FILE.search(name)}) == 1


def _topic(path: PurePosixPath, text: str) -> OutlineTopic | None:
    blocks = blocks_of(text)
    heading = next((block.inline.text for block in blocks if isinstance(block, Heading)), "")
    title = shortened(bare_title(heading or path.name.partition("@")[0].replace("-", " ").capitalize()))
    prose = [block.inline.text for block in blocks if isinstance(block, Paragraph)]
    prose = [line for line in prose if not line.lower().startswith("visit the following")]
    bullets = [block for block in blocks if isinstance(block, Bullet)]
    links = [made for bullet in bullets for name, url in bullet.inline.links if (made := _link(name, url))]
    points = "\n".join(f"- {bullet.inline.text}" for bullet in bullets if not bullet.inline.links)
    if not has_letters(title):
        return None
    return OutlineTopic(title, "\n\n".join(filter(None, [*prose, points])), links=tuple(links))


def _link(name: str, url: str) -> OutlineLink | None:
    kind = TYPE.match(name)
    return link(TYPE.sub("", name), url, KINDS.get(kind[1], "article") if kind else "")
