"""How reminders are shown to whoever asked for them, and what comes when one is due."""

import discord

from bot.core.reminder import MAX_UNANSWERED
from bot.core.roadmap import Topic
from bot.core.schedule import Schedule
from bot.core.schedule_form import time_text
from bot.features.reminders.service import Due, Reminders, Saved
from bot.ui.text import count, timestamp
from bot.ui.theme import make_embed

MAX_NAMES = 3
"""Topics that a reminder names before it counts the rest."""
HOW = (
    "It comes by direct message when something is due, at most once a day, and stops after "
    f"{MAX_UNANSWERED} that you did not answer."
)


def panel(shown: Reminders) -> discord.Embed:
    """Show somebody's reminders."""
    daily = shown.daily
    if daily is None:
        text = "I only remind you if you ask."
    elif daily.paused:
        text = f"⏰ Every day at **{time_text(daily.at)}**: turned off, because Discord would not let me message you."
    else:
        text = f"⏰ Every day at **{time_text(daily.at)}** ({daily.zone.key})"
    lines = [f"`{number}` {_once(reminder, shown)}" for number, reminder in enumerate(shown.once, start=1)]
    note = "-# In a direct message to me, “remind me about csrf on Friday at 18:00” does it once."
    return make_embed("My reminders", "\n\n".join(filter(None, [text, "\n".join(lines), HOW, note])))


def saved(shown: Saved) -> discord.Embed:
    """Show a reminder that was just asked for in words."""
    reminder = shown.reminder
    if reminder.once_on is None:
        return make_embed(
            "I will remind you", f"⏰ Every day at **{time_text(reminder.at)}** ({reminder.zone.key}).\n\n{HOW}"
        )
    about = f"about **{shown.topic.markdown_title}** " if shown.topic else ""
    return make_embed("I will remind you", f"⏰ {about}{_when(reminder)}, by direct message.".strip())


def headline(shown: Due) -> str:
    """Return the line above a reminder, which is all that a notification shows."""
    if shown.topic:
        return f"⏰ You wanted to be reminded about **{shown.topic.markdown_title}**."
    if shown.topics:
        verb = "is" if len(shown.topics) == 1 else "are"
        return f"⏰ {count(len(shown.topics), 'topic')} {verb} due: a few minutes, and you keep them."
    return "⏰ You wanted to be reminded. Nothing is due: practice is always open."


def reminder(shown: Due) -> discord.Embed:
    """Show what is due."""
    names = [f"- {topic.markdown_title}" for topic in shown.topics[:MAX_NAMES]]
    more = len(shown.topics) - len(names)
    text = "\n".join([*names, f"- and {more} more"] if more > 0 else names)
    if shown.topic:
        text = shown.topic.summary
    last = "-# This is the last one until you answer a question again." if shown.is_last else ""
    return make_embed(
        "Your reminder", "\n\n".join(filter(None, [text, last])) or "/quiz asks about what you have started."
    )


def _once(reminder: Schedule, shown: Reminders) -> str:
    topic: Topic | None = shown.topics.get(reminder.topic_id or "")
    return f"{_when(reminder)}{f': {topic.markdown_title}' if topic else ''}"


def _when(reminder: Schedule) -> str:
    if reminder.once_on is None or reminder.next_run_at is None:
        return f"every day at **{time_text(reminder.at)}**"
    day = f"{reminder.once_on:%A} {reminder.once_on.day} {reminder.once_on:%B}"
    return f"on **{day} at {time_text(reminder.at)}** ({timestamp(reminder.next_run_at)})"
