"""How a prompt is shown to a whole channel: what the topic is, what is asked, and a way to answer it."""

from dataclasses import dataclass

import discord

from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.ui.text import duration
from bot.ui.theme import make_embed

SPOILER = "||"
SPLIT_BAR = "|\u200b|"
"""Two bars in code would end the spoiler; with nothing visible between them they do not."""


@dataclass(frozen=True, slots=True)
class PromptStyle:
    """How one kind of prompt speaks: what it asks for, how to join in, and what stands over the hidden answer."""

    emoji: str
    title: str
    call: str
    answer: str


PROMPT_STYLES = {
    "discuss": PromptStyle("💬", "Talk about it", "Answer here in a sentence or two.", "One way to see it"),
    "exercise": PromptStyle("🛠️", "Try it", "Post what you made, or where you got stuck.", "One solution"),
    "predict": PromptStyle("🔮", "Guess first", "Write down your guess before you look.", "What happens"),
}


def headline(topic: Topic) -> str:
    """Return the line above the prompt, which is all that a notification shows."""
    return f"📌 Topic of the day: **{topic.markdown_title}**"


def prompt(roadmap: Roadmap, topic: Topic, asked: Prompt) -> discord.Embed:
    """Show a prompt; its answer, if it has one, is hidden until somebody taps on it."""
    manner = PROMPT_STYLES[asked.kind]
    parts = [topic.summary, f"{manner.emoji} **{manner.title}**\n{asked.text.rstrip()}"]
    if asked.answer:
        parts.append(f"**{manner.answer}** (tap to see)\n{spoiler(asked.answer)}")
    parts.append(f"-# {manner.call}")
    section = roadmap.section_of[topic.id]
    footer = f"{section.emoji} {section.title} · ⏱️ {duration(topic.minutes)}"
    return make_embed(topic.markdown_title, "\n\n".join(parts), footer=footer)


def spoiler(answer: str) -> str:
    """Return text that shows only when somebody taps on it."""
    return f"{SPOILER}{answer.strip().replace(SPOILER, SPLIT_BAR)}{SPOILER}"
