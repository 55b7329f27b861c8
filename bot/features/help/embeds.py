"""The words of `/help`, of a greeting and of thanks."""

import re
from collections.abc import Callable

import discord

from bot.core.roadmap import Roadmap, example_names
from bot.core.text_normalization import escape_markdown
from bot.ui.theme import make_embed

TASKS = (
    ("Know it", "/placement: where do I stand?\n/quiz: practise\n/review: what is due today, before you forget it"),
    ("Learn", "/topic: look something up\n/search: find words\n/roadmap: the whole way\n/next: what to study now"),
    (
        "Keep track",
        (
            "/start, /done, /skip: mark topics\n/undo: take the last one back\n"
            "/progress: how far you are, and when you arrive\n"
            "/map: the same as a picture\n/note: keep a note that only you see"
        ),
    ),
    ("Points", "10 for done, 10 when your answers show it 🎓, 10 when mastered 🏅: each once, and never taken away"),
    ("Yours", "/me: your time zone, goal, reminder and roadmap, who sees you, and your data to see, export or delete"),
    ("Together", "/race: all answer the same questions\n/leaderboard: who leads in this server"),
    (
        "For organisers",
        (
            "/setup: channels, time, posts, who is off the boards\n/schedule: plan prompts, questions, boards\n"
            "/insights: where the group gets stuck\n/library: bring your own roadmap"
        ),
    ),
)
JUST_WRITE = "Mention me, or send me a message:\n“what is {second}?”, “done {first}”, “next”"

ASK_ME = ", “quiz me”"

DELETING = r"delete|erase|remove|forget|reset|clear|wipe|start|scratch"

DELETE_IN_ME = (
    "I never delete anything because of a message in chat. /me → **My data** → **Delete** removes everything I keep "
    "about you; /undo takes back what you marked last, one step at a time."
)

NAME_THEM = (
    "I only mark what you name: list topics with commas between them, or name a whole section by its title. "
    "/placement finds out what you already know."
)

NEAREST = (
    (
        r"^who |^has ",
        "I don't tell who has done which topic. /leaderboard shows who leads, /progress what a member lets you see.",
    ),
    (
        r"prompt|post|channel|leaderboard|board|set .*up",
        "Posts are up to the organisers: /setup shows when the next ones come, and where.",
    ),
    (r"^stop|unsubscribe|^don'?t", "I only message people who asked for it: your reminder is in /me."),
    (
        r"question|answer|report|mistake",
        "After you answer a question, a button below it lets you tell its author what is wrong.",
    ),
    (
        r"roadmap",
        "/library lists the roadmaps; organisers choose there, or bring their own. In /me you follow another one.",
    ),
    (r"race", "/race starts one: everybody in the channel answers the same questions."),
    (r"\bmap$", "/map shows how far you have come, as a picture."),
    (
        r"book|tutorial|course|video|resource",
        "*More* on a topic's card has links to read and watch, free ones first.",
    ),
    (r"^undo|^revert", "/undo takes back one step at a time, the last one first: use it again for the step before."),
    (DELETING, DELETE_IN_ME),
    (r"everything|\ball\b.*(done|finish|complet)|(done|did|finish\w*|complet\w*).*\ball\b", NAME_THEM),
    (
        r"hide|private|public|invisible|hidden",
        "/me sets who sees you, in every server: everybody there, your rank without your name, or nobody.",
    ),
    (r"zone|goal|city|visibility|setting", "Your own settings are in /me."),
    (r"", "I can't rephrase it, but a topic's *Example* and *Pitfalls* show the same thing from another side."),
)
"""What a sentence asks for that cannot be done -> what is said instead; the last stands for the rest."""

SMALL_TALK = (
    (
        r"bye|(i'?m |i am )?(done|finished) for|(good ?)?night|gn|see|cya|later|tsch|adi|ciao",
        "See you soon! Your progress will be waiting.",
    ),
    (r"thanks$", "You are welcome. On to the next one?"),
    (r"", "🙂 Ready when you are."),
)
"""How a farewell, thanks or laughter (the last) begins -> the answer."""


def help_page(roadmap: Roadmap) -> discord.Embed:
    """Show what a member can do, by task."""
    first, second = map(escape_markdown, example_names(roadmap))
    just_write = (
        "Or just write",
        JUST_WRITE.format(first=first, second=second) + (ASK_ME if roadmap.questions else ""),
    )
    return make_embed(
        "What Waymark can do",
        f"Your companion on **{roadmap.markdown_title}**, {len(roadmap)} topics.",
        fields=[*TASKS, just_write],
    )


def unable(sentence: str) -> str:
    """Say what Waymark cannot do of what a sentence asks for, and the nearest that it can."""
    return _first_match(re.search, NEAREST, sentence)


def small_talk(words: str) -> str:
    """Answer thanks, a farewell or laughter."""
    return _first_match(re.match, SMALL_TALK, words or "thanks")


def _first_match(matching: Callable[..., re.Match[str] | None], table: tuple[tuple[str, str], ...], text: str) -> str:
    return next(line for pattern, line in table if matching(pattern, text, re.IGNORECASE))


def is_about_data(sentence: str) -> bool:
    """Tell whether a sentence asks to delete something."""
    return unable(sentence) == DELETE_IN_ME
