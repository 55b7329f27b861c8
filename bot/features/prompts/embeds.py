"""How a prompt is shown to a whole channel: what the topic is, what is asked, and a way to answer it."""

import discord

from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.ui.prompt import PROMPT_STYLES, prompt_text
from bot.ui.text import duration
from bot.ui.theme import make_embed


def headline(topic: Topic) -> str:
    """Return the line above the prompt, which is all that a notification shows."""
    return f"📌 Topic of the day: **{topic.markdown_title}**"


def prompt(roadmap: Roadmap, topic: Topic, asked: Prompt) -> discord.Embed:
    """Show a prompt; its answer, if it has one, is hidden until somebody taps on it."""
    parts = [topic.summary, prompt_text(asked), f"-# {PROMPT_STYLES[asked.kind].call}"]
    section = roadmap.section_of[topic.id]
    effort = f" · ⏱️ {duration(topic.minutes)}" if topic.minutes else ""
    footer = f"{section.emoji} {section.title}{effort}".strip()
    return make_embed(topic.markdown_title, "\n\n".join(filter(None, parts)), footer=footer)
