"""What asks before anything changes: up to five topics as buttons that do what was asked, or a whole section."""

from collections.abc import Sequence

import discord

from bot.core.roadmap import Section, Topic
from bot.ui.response import Response
from bot.ui.text import count, sanitize
from bot.ui.theme import WARNING, button, make_embed, rows

MAX_SUGGESTED = 5
"""Buttons that fit one row."""


def did_you_mean(typed: str, topics: Sequence[Topic], verb: str) -> Response:
    """Offer `topics` for what was asked; a press does `verb` with the topic."""
    text = "Several topics come" if len(topics) > 1 else "One topic comes"
    embed = make_embed("Did you mean …?", f"{text} close to “{sanitize(typed, 60)}”.", colour=WARNING)
    buttons = [
        button(topic.title, verb, topic.id, style=discord.ButtonStyle.primary) for topic in topics[:MAX_SUGGESTED]
    ]
    return Response(embed, rows(buttons), outcome="unclear", new_message=True)


def confirm_section(section: Section, topic_count: int, verb: str) -> Response:
    """Ask whether all of a section is meant; `topic_count` of its topics would change."""
    if not topic_count:
        return Response(
            make_embed(section.markdown_title, "Nothing is left to mark in this section."), outcome="nothing there"
        )
    what = f"{count(topic_count, 'topic')} of **{section.markdown_title}**"
    word = {"done": "done", "start": "started", "skip": "skipped"}[verb]
    embed = make_embed("The whole section?", f"This marks {what} as {word}, all at once.", colour=WARNING)
    label = f"Mark {count(topic_count, 'topic')} as {word}"
    buttons = [
        button(label, f"{verb}-section", section.id, style=discord.ButtonStyle.primary),
        button("Show the section", "section", section.id),
    ]
    return Response(embed, rows(buttons), outcome="unclear", new_message=True)
