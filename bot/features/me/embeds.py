"""How one's own settings and data are shown."""

import discord

from bot.core.user import Visibility
from bot.features.me.service import GRACE, Me, MyData
from bot.ui.text import count, timestamp
from bot.ui.theme import WARNING, make_embed

WORDS = {
    "answers": "answers to questions",
    "memories": "topics with how well you remember them",
    "study_events": "topics started, finished, skipped, taken over or shown",
    "topic_states": "topics that you marked",
    "learner_totals": "point totals",
    "members": "servers where I know your name",
    "placements": "placements",
    "race_answers": "answers in races",
    "deeds": "lines about what you did with a prompt",
    "notes": "notes of your own",
    "schedules": "reminders",
    "question_flags": "questions that you reported",
    "users": "settings of your own",
}
"""What a table keeps, for people; a table without words goes by its name."""


VISIBILITY = {
    Visibility.EVERYBODY: ("everybody here", "Boards show you by name, /progress how far you are"),
    Visibility.RANK: ("my rank without my name", "Boards and races say “someone”, /progress nothing"),
    Visibility.NOBODY: ("nobody", "You are on no board, and others see nothing of you"),
}
"""What each choice of who sees one's progress is called, and what it means."""


def panel(shown: Me) -> discord.Embed:
    """Show a person's own settings."""
    local = shown.now.astimezone(shown.zone)
    whose = "yours" if shown.settings.zone else "this server's"
    text = (
        f"🕑 **{shown.zone.key}** ({whose}) · it is {local:%H:%M} there, {local:%A}.\nA day of study begins at 04:00."
    )
    if goal := shown.settings.weekly_goal:
        text += f"\n🎯 **{count(goal, 'topic')}** a week"
    if shown.followed or len(shown.offered) > 1:
        text += f"\n🗺️ {_roadmap(shown)}"
    text += f"\n👁️ Who sees you: **{VISIBILITY[shown.settings.visibility][0]}**"
    if shown.settings.delete_after:
        text += f"\n\n🗑️ Your data will be deleted {timestamp(shown.settings.delete_after)}."
    return make_embed("Yours", text)


def _roadmap(shown: Me) -> str:
    if shown.followed is None:
        return f"**{shown.studied.markdown_title}** (this server's)"
    if shown.followed not in shown.offered:
        return f"**{shown.followed.markdown_title}** is not in this server: here, **{shown.studied.markdown_title}**"
    return f"**{shown.followed.markdown_title}** (yours; this server studies {shown.studied.markdown_title})"


def data(shown: MyData) -> discord.Embed:
    """Show what is kept of a person, in words."""
    lines = [f"- {WORDS.get(name, name)}: {number:,}" for name, number in shown.counts.items() if number]
    text = "This is everything I keep about you:\n" + "\n".join(lines) if lines else "I keep nothing about you."
    if shown.delete_after:
        note = f"🗑️ All of it will be deleted {timestamp(shown.delete_after)}, on {timestamp(shown.delete_after, 'D')}."
        return make_embed("My data", f"{text}\n\n{note} Until then you can keep it.", colour=WARNING)
    days = count(GRACE.days, "day")
    text += (
        f"\n\nExport it as JSON and CSV, or delete it: after {days} it is gone from every table, for good. "
        "Only a salted hash stays, so that no backup brings you back."
    )
    return make_embed("My data", text)
