"""Writes ids into questions that lack them, without touching anything else of their files."""

import re
from collections.abc import Container
from pathlib import Path

import yaml

from bot.content.quiz_lint import SMALL
from bot.content.yaml_reader import LOADER
from bot.core.roadmap import Topic
from bot.core.text_normalization import fold_word

MAX_LENGTH = 24
"""A `custom_id` carries the id of a question, and has 100 characters for all that it carries."""

CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
WORD = re.compile(r"[a-z0-9]+")
SAY_LITTLE = SMALL | {"why", "did", "give", "s", "t", "now", "after", "before", "here", "happen", "been", "were", "wa"}


def new_question_id(topic: Topic, question: str, taken: Container[str]) -> str:
    """Return an id made of the words of `question` that say most, which is not yet `taken` in its roadmap."""
    prose = CODE_BLOCK.sub(" ", question) if CODE_BLOCK.sub("", question).strip() else question
    words = [word for word in WORD.findall(prose.casefold()) if fold_word(word) not in SAY_LITTLE]
    if len(words) < 2:
        words += topic.id.split("-")
    base = _joined(words, MAX_LENGTH)
    stem = _joined(words, MAX_LENGTH - 3)
    numbered = (f"{stem}-{number}" for number in range(2, 100))
    return next(found for found in (base, *numbered) if found not in taken)


def _joined(words: list[str], limit: int) -> str:
    """Return as many whole words as fit into `limit`; at least a part of the first."""
    joined = words[0][:limit]
    for word in words[1:]:
        if len(joined) + 1 + len(word) > limit:
            break
        joined += f"-{word}"
    return joined


def add_question_ids(path: Path, topic: Topic, taken: set[str]) -> int:
    """Write an id into each question of the topic file at `path` that has none; return how many were written.

    Comments, order and style of the file stay as they are. New ids are added to `taken`.
    """
    text = path.read_bytes().decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    newline = "\r\n" if "\r\n" in text else "\n"
    insertions: list[tuple[int, str]] = []
    for question, node in zip(topic.quiz, _quiz_nodes(text), strict=True):
        if any(key.value == "id" for key, _ in node.value):
            continue
        found = new_question_id(topic, question.question, taken)
        taken.add(found)
        insertions.append(_insertion(node, found, newline))
    for at, addition in reversed(insertions):
        text = text[:at] + addition + text[at:]
    if insertions:
        path.write_bytes((mark + text).encode())
    return len(insertions)


def _quiz_nodes(text: str) -> list[yaml.MappingNode]:
    root = yaml.compose(text, LOADER)
    assert isinstance(root, yaml.MappingNode)
    return next((list(held.value) for key, held in root.value if key.value == "quiz"), [])


def _insertion(node: yaml.MappingNode, question_id: str, newline: str) -> tuple[int, str]:
    """Return where and what to insert so that `id` becomes the first key of `node`."""
    if node.flow_style:
        return node.start_mark.index + 1, f"id: {question_id}, "
    return node.start_mark.index, f"id: {question_id}{newline}{' ' * node.start_mark.column}"
