"""A topic as members will see it, printed as text: its card, what is behind its buttons, its prompts, its questions."""

from collections.abc import Iterator
from pathlib import Path

import discord

from bot.content.loader import load_library
from bot.core.errors import StartError
from bot.core.roadmap import Question, Roadmap, Topic
from bot.features.prompts import embeds as prompts
from bot.features.topics import embeds as topics
from bot.ui.card import card
from bot.ui.plain_text import WIDTH, message_text, prose_lines

LETTERS = "ABCD"


async def preview(content: Path, topic_id: str) -> str:
    """Return everything of a topic as text; ContentError for broken content, StartError for no such topic.

    It needs a running event loop, because discord.py's views do.
    """
    for roadmap in load_library(content).roadmaps.values():
        if topic_id in roadmap.topics:
            return "\n\n".join(_parts(roadmap, roadmap.topics[topic_id]))
    raise StartError(f"there is no topic {topic_id} in {content}: give the id, which is the name of its file")


def _parts(roadmap: Roadmap, topic: Topic) -> Iterator[str]:
    opened = card(roadmap, topic, {})
    yield _message("The card", opened.embed, opened.view)
    if topic.example:
        yield _message("Behind Example", topics.example(topic, topic.example))
    if topic.pitfalls:
        yield _message("Behind Pitfalls", topics.pitfalls(topic))
    if topic.project:
        yield _message("Behind Project", topics.project(topic, topic.project))
    for number, prompt in enumerate(topic.prompts, start=1):
        yield _message(f"Prompt {number}", prompts.prompt(roadmap, topic, prompt))
    for number, question in enumerate(topic.quiz, start=1):
        yield _question(number, question)


def _message(heading: str, embed: discord.Embed | None, view: discord.ui.View | None = None) -> str:
    return f"── {heading} ──\n{message_text(embed, view)}"


def _question(number: int, question: Question) -> str:
    choices = [
        f"{'✓' if position == question.answer else ' '} {LETTERS[position]}) {choice}"
        for position, choice in enumerate(question.choices)
    ]
    head = f"── Question {number} ({', '.join(filter(None, [question.level, question.since, question.id]))}) ──"
    return "\n".join([head, *prose_lines(question.question, WIDTH), *choices, *prose_lines(question.why, WIDTH)])
