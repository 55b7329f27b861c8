"""A topic as members will see it, printed as text: its card, what is behind its buttons, its prompts, its questions."""

from collections.abc import Iterator
from pathlib import Path

import discord
from discord_sandbox.transcript import RenderContext, render

from bot.content.loader import load_library
from bot.core.errors import StartError
from bot.core.roadmap import Question, Roadmap, Topic
from bot.features.prompts import embeds as prompts
from bot.features.topics import embeds as topics
from bot.ui.card import card

WIDTH = 56
"""Columns: about what a phone shows in a line."""
LETTERS = "ABCD"


async def preview(content: Path, topic_id: str) -> str:
    """Return all of a topic as text; ContentError for broken content, StartError for a topic that is not there."""
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
    for number, asked in enumerate(topic.prompts, start=1):
        yield _message(f"Prompt {number}", prompts.prompt(roadmap, topic, asked))
    for number, question in enumerate(topic.quiz, start=1):
        yield _question(number, question)


def _message(heading: str, embed: discord.Embed | None, view: discord.ui.View | None = None) -> str:
    message = {"embeds": [embed.to_dict()] if embed else [], "components": view.to_components() if view else []}
    return f"── {heading} ──\n{render(message, RenderContext(width=WIDTH))}"


def _question(number: int, question: Question) -> str:
    choices = [
        f"{'✓' if place == question.answer else ' '} {LETTERS[place]}. {choice}"
        for place, choice in enumerate(question.choices)
    ]
    lines = [f"── Question {number} ({question.level}) ──", question.question.rstrip(), *choices, question.why.rstrip()]
    return "\n".join(lines)
