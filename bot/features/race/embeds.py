"""What somebody in a race reads alone: which answer counts, and where they stand."""

import discord

from bot.core.race import Placed, Verdict
from bot.features.race.service import MyPlace, Taken
from bot.ui.question import LETTERS
from bot.ui.text import count
from bot.ui.theme import make_embed

ORDINALS = {1: "st", 2: "nd", 3: "rd"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def taken(shown: Taken) -> discord.Embed:
    """Say what became of a press."""
    letter = "" if shown.place is None else LETTERS[shown.place]
    texts = {
        Verdict.TAKEN: f"**{letter}** is your answer. You can change it once while the question is open.",
        Verdict.CHANGED: f"Changed: **{letter}** is your final answer.",
        Verdict.SAME: f"**{letter}** is your answer already.",
        Verdict.ONLY_ONCE: f"You can change an answer only once, and you have: **{letter}** counts.",
        Verdict.CLOSED: f"This question is closed: **{letter}** counts." if letter else "This question is closed.",
    }
    return make_embed("Race", "\n\n".join(filter(None, [texts[shown.verdict], _standing(shown)])))


def stopped() -> discord.Embed:
    """Say that a race was stopped."""
    return make_embed("Race", "Stopped. The places follow in a moment.")


def my_place(shown: MyPlace) -> discord.Embed:
    """Tell somebody where they came."""
    if shown.placed is None:
        text = (
            "You have no place in this race: you did not answer, or a role of yours is on no board here. "
            "Join the next one: anybody may start it."
        )
        return make_embed("Your place", text)
    placed = shown.placed
    text = (
        f"**{ordinal(placed.place)}** of {count(shown.runners, 'member')}, "
        f"with {placed.runner.right} of {shown.questions} right."
    )
    return make_embed("Your place", f"{text}\n\nWhat you missed comes back by itself in /review.")


def _standing(shown: Taken) -> str:
    """Return where somebody stood before this question, and how far that was up; a fall is nothing to tell."""
    if shown.placed is None:
        return ""
    up = shown.before.place - shown.placed.place if shown.before else 0
    risen = f", {number_word(up)} {'place' if up == 1 else 'places'} up" if up > 0 else ""
    return f"-# So far you are {ordinal(shown.placed.place)}{risen}: {_right(shown.placed)}."


def _right(placed: Placed) -> str:
    return f"{placed.runner.right} right"


def ordinal(number: int) -> str:
    """Say a place: 1st, 2nd, 11th, 23rd."""
    ending = "th" if number % 100 in (11, 12, 13) else ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"


def number_word(number: int) -> str:
    """Say a small number in a word."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
