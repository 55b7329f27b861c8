"""Ids for topics and questions, made of the words of their titles; missing ones are written into files."""

import re
from collections.abc import Container, Iterable
from pathlib import Path

import yaml
from anyascii import anyascii

from bot.content.quiz_lint import SMALL
from bot.content.yaml_reader import LOADER
from bot.core.roadmap import Topic
from bot.core.text_normalization import fold_word

MAX_LENGTH = 24
"""A `custom_id` carries ids, and has 100 characters for all that it carries."""

CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
APOSTROPHE = re.compile(r"['`’ʼ]")
WORD = re.compile(r"[a-z0-9]+")
SAY_LITTLE = SMALL | {"why", "did", "give", "s", "t", "now", "after", "before", "here", "happen", "been", "were", "wa"}


def new_topic_id(title: str, used: Container[str]) -> str:
    """Return an id for a topic, section or roadmap of any script and language that is not among `used`."""
    return _unused(_latin_words(title) or ["topic"], used)


def new_question_id(topic_id: str, question: str, used: Container[str]) -> str:
    """Return an id made of the words of `question` that say most, which is not yet `used` in its roadmap.

    Where that says little, it says as well which topic it is of.
    """
    prose = CODE_BLOCK.sub(" ", question) if CODE_BLOCK.sub("", question).strip() else question
    words = [word for word in _latin_words(prose) if fold_word(word) not in SAY_LITTLE]
    if len(words) < 2:
        words += topic_id.split("-")
    return _unused(words, used)


def _latin_words(text: str) -> list[str]:
    """Return the words of `text` in small Latin letters and digits: 消息队列 gives xiaoxiduilie."""
    return WORD.findall(APOSTROPHE.sub("", anyascii(text)).casefold())


def _unused(words: list[str], used: Container[str]) -> str:
    """Return an id of `words` not among `used` that is text to every reader of YAML (404 and yes are not)."""
    if not isinstance(yaml.safe_load(_joined(words, MAX_LENGTH)), str):
        words = ["topic", *words]
    stem = _joined(words, MAX_LENGTH - 4)
    numbered: Iterable[str] = (f"{stem}-{number}" for number in range(2, 1000))
    return next(candidate for candidate in (_joined(words, MAX_LENGTH), *numbered) if candidate not in used)


def _joined(words: list[str], limit: int) -> str:
    """Return as many whole words as fit into `limit`; at least a part of the first."""
    joined = words[0][:limit]
    for word in words[1:]:
        if len(joined) + 1 + len(word) > limit:
            break
        joined += f"-{word}"
    return joined


def add_question_ids(path: Path, topic: Topic, used: set[str]) -> int:
    """Write an id into each question of the topic file at `path` that has none; return how many were written.

    Comments, order and style of the file stay as they are. New ids are added to `used`.
    """
    text = path.read_bytes().decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    newline = "\r\n" if "\r\n" in text else "\n"
    insertions: list[tuple[int, str]] = []
    for question, node in zip(topic.quiz, _quiz_nodes(text), strict=True):
        if any(key.value == "id" for key, _ in node.value):
            continue
        question_id = new_question_id(topic.id, question.question, used)
        used.add(question_id)
        insertions.append(_insertion(node, question_id, newline))
    for position, addition in reversed(insertions):
        text = text[:position] + addition + text[position:]
    if insertions:
        path.write_bytes((mark + text).encode())
    return len(insertions)


def _quiz_nodes(text: str) -> list[yaml.MappingNode]:
    root = yaml.compose(text, LOADER)
    assert isinstance(root, yaml.MappingNode)
    return next((list(value.value) for key, value in root.value if key.value == "quiz"), [])


def _insertion(node: yaml.MappingNode, question_id: str, newline: str) -> tuple[int, str]:
    """Return where and what to insert so that `id` becomes the first key of `node`."""
    if node.flow_style:
        return node.start_mark.index + 1, f"id: {question_id}, "
    return node.start_mark.index, f"id: {question_id}{newline}{' ' * node.start_mark.column}"
