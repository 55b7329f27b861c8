"""What somebody reads alone who answers the question of the day."""

import discord

from bot.core.mastery import climbed
from bot.features.daily.service import Judged
from bot.ui.question import LETTERS, answered_embed, award_lines
from bot.ui.theme import MASTERY_WORD, make_embed

TITLE = "Question of the day"


def judged(shown: Judged) -> discord.Embed:
    """Show what an answer was worth."""
    return answered_embed(TITLE, shown.asking, shown.answer.chosen, _notes(shown))


def shown_answers() -> discord.Embed:
    """Say that the channel will see the answers."""
    return make_embed(TITLE, "In a moment the channel will see how the answers are spread.")


def _notes(shown: Judged) -> list[str]:
    topic = shown.asking.topic.markdown_title
    if not shown.first:
        chosen = shown.answer.chosen
        given = "?" if chosen is None else LETTERS[shown.asking.order.index(chosen)]
        return [f"-# {topic} · You have already answered this: {given} counts."]
    if not shown.on_roadmap:
        return [f"-# {topic} is no longer on the roadmap, so this was practice."]
    if shown.practice:
        return [f"-# {topic} · Practice: its day is over, or you saw this answer today; it changes nothing."]
    notes = award_lines(shown.asking.topic, shown.awards, shown.points)
    memory = shown.learning.memory
    back = f" · comes back on {memory.due_on.day} {memory.due_on:%B}" if memory else ""
    return [*notes, f"-# {topic} · {MASTERY_WORD[climbed(shown.learning, shown.asking.topic)]}{back}"]
