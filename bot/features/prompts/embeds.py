"""How a prompt is shown to a whole channel: what the topic is, what is asked, and a way to answer it."""

import re
from itertools import groupby

import discord

from bot.core.roadmap import Prompt, Roadmap, Topic
from bot.features.prompts.service import MAX_LENGTH, Deed
from bot.ui.prompt import PROMPT_STYLES, prompt_text
from bot.ui.text import display_name, duration, sanitize
from bot.ui.theme import make_embed

ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
"""What may be pressed in a shared line: an address that shows where it leads."""


def headline(topic: Topic) -> str:
    """Return the line above the prompt, which is all that a notification shows."""
    return f"📌 Topic of the day: **{topic.markdown_title}**"


def prompt(roadmap: Roadmap, topic: Topic, chosen: Prompt) -> discord.Embed:
    """Show a prompt; its answer, if it has one, is hidden until somebody taps on it."""
    parts = [topic.summary, prompt_text(chosen), f"-# {PROMPT_STYLES[chosen.kind].call}"]
    section = roadmap.section_of[topic.id]
    effort = f" · ⏱️ {duration(topic.minutes)}" if topic.minutes else ""
    footer = f"{section.emoji} {section.title}{effort}".strip()
    return make_embed(topic.markdown_title, "\n\n".join(filter(None, parts)), footer=footer)


def own(deed: Deed) -> discord.Embed:
    """Show somebody what they made of a prompt."""
    return make_embed(
        deed.topic.markdown_title, f"🙌 Saved, for you alone:\n> {_line(deed)}\n\n-# You will find it again in /me."
    )


def shared(deed: Deed, name: str) -> discord.Embed:
    """Show a channel what somebody made of a prompt."""
    return make_embed(deed.topic.markdown_title, f"🙌 **{display_name(name, 32)}** did it:\n> {_line(deed)}")


def _line(deed: Deed) -> str:
    """Return a member's line so that nothing in it is Markdown, and addresses can be pressed."""
    pieces = []
    for is_address, group in groupby(deed.text.split(), key=lambda word: bool(ADDRESS.fullmatch(word))):
        words = list(group)
        pieces += [f"<{word}>" for word in words] if is_address else [sanitize(" ".join(words), MAX_LENGTH)]
    return " ".join(pieces)
