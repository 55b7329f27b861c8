"""How a placement asks, and the map in words that it ends with."""

from collections.abc import Sequence

import discord

from bot.core.placement import MAX_QUESTIONS
from bot.core.progress import tally
from bot.core.roadmap import Roadmap
from bot.features.placement.service import NextQuestion, Result, TakenOver
from bot.ui.question import question_embed
from bot.ui.text import bar, count
from bot.ui.theme import SUCCESS, make_embed

MAX_NAMES = 15
"""Topics that a part of the map names before it counts the rest."""


def question(shown: NextQuestion) -> discord.Embed:
    """Show the next question of a placement."""
    footer = f"{MAX_QUESTIONS} at most, often fewer. You see what was right at the end; “?” is a perfectly good answer."
    return question_embed(f"Where do you stand? · {shown.number}", shown.asking, footer=footer)


def result(shown: Result) -> discord.Embed:
    """Show the map: what is known, what is ready to be learned, and what has to wait."""
    states, total = shown.map, len(shown.roadmap)
    head = f"{bar(len(states.known), total)} You know **{len(states.known)}** of {count(total, 'topic')}."
    parts = (
        ("🧭 Known", states.known),
        ("🌱 Ready to learn", states.ready),
        ("🔒 Not yet", states.later),
    )
    fields = [(f"{title} · {len(ids)}", _names(shown.roadmap, ids)) for title, ids in parts if ids]
    note = f"-# {count(shown.questions, 'question')}. What you take over counts, but earns no points; you can undo it."
    return make_embed("Where you stand", f"{head}\n{note}", fields=fields)


def taken_over(shown: TakenOver) -> discord.Embed:
    """Show what was taken over."""
    sums = tally(shown.roadmap.order, shown.states)
    text = f"🧭 {count(len(shown.titles), 'topic')} taken over as known.\n\n{bar(sums.covered, sums.total)}"
    return make_embed("Taken over", f"{text} **{sums.covered}** of {sums.total} · {sums.percent} %", colour=SUCCESS)


def _names(roadmap: Roadmap, topic_ids: Sequence[str]) -> str:
    names = [roadmap.topics[topic_id].markdown_title for topic_id in topic_ids[:MAX_NAMES]]
    more = len(topic_ids) - len(names)
    return " · ".join([*names, f"and {more} more"] if more else names)
