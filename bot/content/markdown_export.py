"""A roadmap as Markdown that can be edited and brought again: lists of topics with their ids in comments.

What a line cannot say (questions with their explanations, texts, key points) stands under its topic as a block of YAML.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from bot.content.ids import new_topic_id
from bot.content.importers.build import Fields, build
from bot.content.importers.markdown import read_markdown
from bot.content.importers.markdown_blocks import FIELDS_INFO
from bot.content.importers.write import as_yaml
from bot.content.to_fields import content_of
from bot.core.roadmap import Roadmap, Topic

BACK_QUOTES = re.compile("`{3,}")


def as_markdown(roadmap: Roadmap) -> str:
    """Return everything that a roadmap's topics hold, as Markdown that is read back unchanged."""
    outline = "\n".join(_lines(roadmap))
    topics = _as_read(outline)
    blocks = {str(topic["id"]): _block_fields(topic, topics) for topic in content_of(roadmap).topics}
    return "\n".join(_lines(roadmap, blocks))


def as_checklist(roadmap: Roadmap, done: Collection[str]) -> str:
    """Return a roadmap as a task list in which the topics with the ids in `done` are ticked."""
    return "\n".join(_lines(roadmap, done=done))


def _as_read(outline: str) -> Mapping[str, Fields]:
    content, _ = build(read_markdown(outline, ""))
    return {str(topic["id"]): topic for topic in content.topics}


def _block_fields(topic: Fields, topics_as_read: Mapping[str, Fields]) -> Fields:
    """Return the keys of a topic that its line does not say, or that would be understood otherwise."""
    as_read = topics_as_read.get(str(topic["id"]), {})
    keys = [key for key in (*topic, *as_read) if key not in {"id", "section"}]
    return {key: topic.get(key, []) for key in dict.fromkeys(keys) if topic.get(key) != as_read.get(key)}


def _lines(
    roadmap: Roadmap, blocks: Mapping[str, Fields] | None = None, done: Collection[str] | None = None
) -> Iterator[str]:
    yield f"# {roadmap.markdown_title}{_id_comment(roadmap.id)}\n"
    if roadmap.summary:
        yield f"{roadmap.summary}\n"
    for section in roadmap.sections:
        yield f"## {section.emoji} {section.markdown_title}{_id_comment(section.id)}\n".replace("##  ", "## ")
        if section.summary:
            yield f"{section.summary}\n"
        for group in section.groups:
            if group.title != section.title:
                yield f"### {group.markdown_title}{_id_comment(new_topic_id(group.title, ()))}\n"
            for topic_id in group.topic_ids:
                tick = "" if done is None else "[x] " if topic_id in done else "[ ] "
                yield from _entry(roadmap.topics[topic_id], (blocks or {}).get(topic_id, {}), tick)
            yield ""


def _entry(topic: Topic, block: Fields, tick: str) -> Iterator[str]:
    summary = f": {topic.summary}" if topic.summary and "summary" not in block else ""
    yield f"- {tick}**{topic.markdown_title}**{summary}{_id_comment(topic.id)}"
    for link in topic.resources if "resources" not in block else ():
        yield f"  - [{link.markdown_title}]({link.url})"
    if block:
        text = as_yaml(block)
        fence = "`" * max([3, *(len(quotes) + 1 for quotes in BACK_QUOTES.findall(text))])
        yield ""
        for line in (f"{fence}{FIELDS_INFO}", *text.splitlines(), fence):
            yield f"  {line}".rstrip()
        yield ""


def _id_comment(an_id: str) -> str:
    return f" <!-- id: {an_id} -->"
