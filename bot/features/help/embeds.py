"""The words of `/help`, of a greeting and of thanks."""

import re

import discord

from bot.core.markdown import escape_markdown
from bot.core.roadmap import Roadmap, example_names
from bot.ui.theme import make_embed

TASKS = (
    ("Know it", "/placement: where do I stand?\n/quiz: practise\n/review: what is due today, before you forget it"),
    ("Learn", "/topic: look something up\n/search: find words\n/roadmap: the whole way\n/next: what to study now"),
    (
        "Keep track",
        (
            "/start, /done, /skip: mark topics\n/undo: take the last one back\n"
            "/progress: how far you are\n/map: the same as a picture"
        ),
    ),
    ("Points", "10 for done, 10 when your answers show it 🎓, 10 when mastered 🏅: each once, and never taken away"),
    ("Yours", "/me: your time zone, a reminder at your hour; your data to see, export or delete"),
    ("Together", "/race: all answer the same questions\n/leaderboard: who leads in this server"),
    ("For organisers", "/setup: channels, time, posts\n/schedule: plan more posts"),
)
JUST_WRITE = "Mention me, or send me a message:\n“quiz me on {first}”, “what is {second}?”, “done {first}”, “next”"


DELETING = r"delete|erase|remove|forget|reset|clear|wipe|start|scratch"

DELETE_IN_ME = (
    "I delete nothing because of a sentence in chat. /me → **My data** → **Delete** removes all that I keep about you; "
    "/undo takes back what you marked last, one step at a time."
)

NEAREST = (
    (DELETING, DELETE_IN_ME),
    (r"", "I cannot put it in other words. A topic's *Example* and *Pitfalls* show the same from another side."),
)
"""What a sentence asks for that cannot be done -> what is said instead; the last stands for the rest."""


def help_page(roadmap: Roadmap) -> discord.Embed:
    """Show what a member can do, by task."""
    first, second = map(escape_markdown, example_names(roadmap))
    just_write = ("Or just write", JUST_WRITE.format(first=first, second=second))
    return make_embed(
        "What Waymark can do",
        f"Your companion on **{roadmap.markdown_title}**, {len(roadmap)} topics.",
        fields=[*TASKS, just_write],
    )


def unable(sentence: str) -> str:
    """Say what Waymark cannot do of what a sentence asks for, and the nearest that it can."""
    return next(line for pattern, line in NEAREST if re.search(pattern, sentence, re.IGNORECASE))


def is_about_data(sentence: str) -> bool:
    """Tell whether a sentence asks to delete something."""
    return re.search(DELETING, sentence, re.IGNORECASE) is not None
