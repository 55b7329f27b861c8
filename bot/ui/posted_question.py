"""How the question of the day is shown to its channel: open, and once it is told how the answers were spread."""

from collections.abc import Mapping

import discord

from bot.core.asking import Asking, base36
from bot.core.message_draft import MessageDraft
from bot.core.posted_question import PostedQuestion
from bot.ui.question import choice_buttons, question_embed, revealed_embed
from bot.ui.text import count, timestamp
from bot.ui.theme import Item, button, rows

TITLE = "Question of the day"
Spread = Mapping[int | None, int]
"""How many chose what, by the author's 0-based choice, None for "I don't know"."""


def posted_message(posted: PostedQuestion, asking: Asking, spread: Spread) -> MessageDraft:
    """Make the message of a question, with what the channel may know of its answers."""
    topic = asking.topic.markdown_title
    embed = _revealed(asking, spread) if posted.revealed_at else _open(posted, asking, sum(spread.values()))
    return MessageDraft(
        f"❓ {TITLE}: **{topic}**", (embed.to_dict(),), _buttons(posted, asking), topic_id=asking.topic.id
    )


def _open(posted: PostedQuestion, asking: Asking, answers: int) -> discord.Embed:
    so_far = f"**{count(answers, 'answer')}** so far. " if answers else ""
    note = f"-# {so_far}Only you see your answer. It counts until {timestamp(posted.until, 'f')}."
    return question_embed(TITLE, asking, note)


def _revealed(asking: Asking, spread: Spread) -> discord.Embed:
    answers, unknown = sum(spread.values()), spread.get(None, 0)
    by_choice = [spread.get(place, 0) for place in range(len(asking.question.choices))]
    dont_know = f" · **{unknown}** did not know" if unknown else ""
    notes = [f"**{count(answers, 'answer')}**{dont_know}", "-# You can still press a letter: it is practice now."]
    return revealed_embed(TITLE, asking, notes, by_choice)


def _buttons(posted: PostedQuestion, asking: Asking) -> tuple[Mapping[str, object], ...]:
    choices = choice_buttons(len(asking.order), "daily", base36(posted.id), with_unknown=True)
    show: list[Item] = (
        [] if posted.revealed_at else [button("Show answers", "daily-show", base36(posted.id), emoji="📊")]
    )
    view = rows(choices, show)
    return tuple(view.to_components()) if view else ()
