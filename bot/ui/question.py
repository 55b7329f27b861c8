"""A question: a message with its choices and buttons, what stays of it once it is answered, and one that was posted."""

import re
from collections.abc import Mapping, Sequence

import discord

from bot.core.asking import UNKNOWN_PLACE, Asking, base36
from bot.core.message_draft import MessageDraft
from bot.core.posted_question import PostedQuestion
from bot.core.progress import Award
from bot.core.roadmap import Topic
from bot.core.text_normalization import MENTION, escape_markdown
from bot.ui.text import count, timestamp
from bot.ui.theme import SUCCESS, WARNING, Item, button, make_embed, rows

LETTERS = "ABCDEFGH"
UNKNOWN = "?"
AWARD_WORDS = {Award.SOLID: "shown to be solid", Award.MASTERED: "mastered"}
CODE = re.compile(r"(`+[^`]+`+)")
"""Code in a choice, which Discord shows as it is."""
MARKS = re.compile(r"[*_~|\\`]")
"""What Discord may take for Markdown and not show."""


def question_buttons(asking: Asking, verb: str = "pick", *, with_unknown: bool = True) -> list[Item]:
    """Return a button for each choice, and one for "I don't know", which do `verb` with the asking and the place."""
    return choice_buttons(len(asking.order), verb, asking.ticket, with_unknown=with_unknown)


def choice_buttons(choices: int, verb: str, *parts: str | int, with_unknown: bool) -> list[Item]:
    """Return a button for each of so many choices, which does `verb` with `parts` and the 0-based place."""
    places: list[Item] = [
        button(LETTERS[place], verb, *parts, place, style=discord.ButtonStyle.primary) for place in range(choices)
    ]
    return [*places, button(UNKNOWN, verb, *parts, UNKNOWN_PLACE)] if with_unknown else places


def question_embed(title: str, asking: Asking, *notes: str, footer: str = "") -> discord.Embed:
    """Show a question with its choices, one to a line, and `notes` below."""
    parts = [asking.question.question.strip(), _choices(asking), *notes]
    return make_embed(title, "\n\n".join(parts), footer=footer)


def revealed_embed(title: str, asking: Asking, notes: Sequence[str], spread: Sequence[int] = ()) -> discord.Embed:
    """Show a whole channel which choice of a question was right, and why; `notes` stand in between.

    `spread` is how many chose what, in the author's order; nothing: that is not told.
    """
    question = asking.question
    letter = LETTERS[asking.order.index(question.answer)]
    parts = [question.question.strip(), _choices(asking, is_told=True, spread=spread), f"✅ **{letter}** it is."]
    return make_embed(title, "\n\n".join(filter(None, [*parts, question.why.strip(), *notes])), colour=SUCCESS)


def answered_embed(title: str, asking: Asking, chosen: int | None, notes: list[str]) -> discord.Embed:
    """Show an answered question: the choices, right or wrong, the right one, why, and `notes` below.

    `chosen` is the author's 0-based choice, None for "I don't know".
    """
    question = asking.question
    is_right = chosen == question.answer
    letter = LETTERS[asking.order.index(question.answer)]
    if is_right:
        verdict = f"✅ **Right!** {letter} it is."
    else:
        verdict = f"{'🤔 No guess, no harm.' if chosen is None else '❌ **Wrong.**'} The right choice is **{letter}**."
    parts = [question.question.strip(), _choices(asking, chosen, is_told=True), verdict, question.why.strip(), *notes]
    return make_embed(title, "\n\n".join(filter(None, parts)), colour=SUCCESS if is_right else WARNING)


def award_lines(topic: Topic, awards: Sequence[Award], points: int) -> list[str]:
    """Say what an answer has earned: `points` for all of `awards` together."""
    return [
        f"🎓 **{topic.markdown_title}** {AWARD_WORDS[award]} · **+{points // len(awards)}** points" for award in awards
    ]


def _choices(asking: Asking, chosen: int | None = None, *, is_told: bool = False, spread: Sequence[int] = ()) -> str:
    texts = _texts(asking.question.choices)
    lines = []
    for letter, place in zip(LETTERS, asking.order, strict=False):
        mark = ""
        if is_told and place == asking.question.answer:
            mark = " ✅"
        elif is_told and place == chosen:
            mark = " ❌"
        chosen_by = f" · **{spread[place]}**" if spread else ""
        lines.append(f"{letter}) {texts[place]}{mark}{chosen_by}")
    return "\n".join(lines)


def _texts(choices: Sequence[str]) -> list[str]:
    """Return choices in one line each, without mentions: as Markdown, or as they are where only signs differ."""
    lines = [MENTION.sub("@\u200b", " ".join(choice.split())) for choice in choices]
    if len({MARKS.sub("", line) for line in lines}) == len(lines):
        return lines
    return [
        "".join(part if CODE.fullmatch(part) else escape_markdown(part) for part in CODE.split(line)) for line in lines
    ]


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
