"""How a race is shown to its channel: a round that is open, one that is closed, and the end."""

import discord

from bot.core.asking import base36
from bot.core.message_draft import MessageDraft
from bot.core.race import TOP, AskedRound, Placed, Race, Round
from bot.ui.question import choice_buttons, question_embed, revealed_embed
from bot.ui.text import NOBODY, count, display_name, timestamp
from bot.ui.theme import Item, StatelessView, button, draft, make_embed, rows

MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
RULE = "Everybody answers: press a letter. You can change it once. What counts is how many you get right, not how fast."


def round_title(asked_round: AskedRound) -> str:
    """Return the title of a round: with the topic when the whole race is about it."""
    about = f" · {asked_round.topic.markdown_title}" if asked_round.topic else ""
    return f"Race{about} · {asked_round.round.number} of {asked_round.round.total}"


def open_round_embed(asked_round: AskedRound) -> discord.Embed:
    """Show a round that is open, when it closes, and how many have answered."""
    closes = f"⏱️ Closes {timestamp(asked_round.round.closes_at)}" if asked_round.round.closes_at else ""
    answers = f" · {count(asked_round.answers, 'answer')} so far" if asked_round.answers else ""
    rule = f"-# {RULE}" if asked_round.round.number == 1 else ""
    return question_embed(round_title(asked_round), asked_round.asking, *filter(None, [f"{closes}{answers}", rule]))


def open_round_view(asked_round: AskedRound) -> StatelessView | None:
    """Return a button for each choice, and below them the one that stops the race.

    The first carries the mark by which the message is found again after an accident.
    """
    round_ = asked_round.round
    parts = (base36(round_.id), round_.wording)
    choices: list[Item] = choice_buttons(len(asked_round.asking.order), "race", *parts, with_unknown=False)
    stop = button("Stop", "race-stop", base36(round_.race_id), round_.mark, emoji="⏹️")
    return rows(choices, [stop])


def open_round(asked_round: AskedRound) -> MessageDraft:
    """Make the message of a round that is open."""
    view = open_round_view(asked_round)
    return MessageDraft("", (open_round_embed(asked_round).to_dict(),), tuple(view.to_components()) if view else ())


def closed_round(asked_round: AskedRound, right: int, placed: tuple[Placed, ...]) -> MessageDraft:
    """Make the message of a round that is closed: what was right, how many had it, and who leads."""
    if asked_round.answers:
        had = f"{right} of {asked_round.answers} had it right."
        notes = [f"**{had}**", *([f"-# Ahead: {_line_of_names(placed)}"] if asked_round.round.number > 1 else [])]
    else:
        notes = ["Nobody answered in time."]
    topic = asked_round.asking.topic.markdown_title
    return draft("", revealed_embed(round_title(asked_round), asked_round.asking, [*notes, f"-# {topic}"]), [])


def void_round(round_: Round) -> MessageDraft:
    """Make the message of a round whose question was taken out or changed while it was asked."""
    text = "This question was taken out or changed meanwhile: it does not count."
    return draft("", make_embed(f"Race · {round_.number} of {round_.total}", text), [])


def end(race: Race, placed: tuple[Placed, ...], questions: int) -> MessageDraft:
    """Make the message that tells how a race ended: the first places, which those with as many right share."""
    if not placed:
        return draft("", make_embed("Race over", "Nobody answered this time. /race starts another one."), [])
    lines = [f"{_medal(row.place)} {_name(row)} · {row.runner.right} of {questions}" for row in _top(placed)]
    below = len(placed) - sum(1 for row in placed if row.place <= TOP)
    took_part = f"{count(len(placed), 'member')} took part."
    more = " If you are not listed, press to see your place." if below else ""
    text = "\n".join(lines) + f"\n\n{took_part}{more}\n-# What you missed comes back by itself in /review."
    buttons: list[Item] = [
        button("My place", "race-place", base36(race.id), style=discord.ButtonStyle.primary),
        button("What is due", "review"),
    ]
    return draft("", make_embed("🏁 Race over" + (" · stopped" if race.is_stopped else ""), text), buttons)


def _top(placed: tuple[Placed, ...]) -> list[Placed]:
    """Return who is listed: the first places, ties included up to a full message, and nobody who hides."""
    return [row for row in placed if row.place <= TOP and row.runner.name is not None][: 2 * TOP]


def _line_of_names(placed: tuple[Placed, ...]) -> str:
    return " · ".join(
        f"{_medal(placed_runner.place)} {_name(placed_runner)} {placed_runner.runner.right}"
        for placed_runner in _top(placed)[:TOP]
    )


def _medal(place: int) -> str:
    return MEDALS.get(place, f"{place}.")


def _name(placed: Placed) -> str:
    return display_name(placed.runner.name, 32) if placed.runner.name else NOBODY
