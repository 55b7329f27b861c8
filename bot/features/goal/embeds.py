"""How a goal and a look ahead are shown."""

import discord

from bot.core.simulation import MARKS
from bot.features.goal.service import Outlook, WhatIf
from bot.ui.forecast import forecast_lines
from bot.ui.text import count
from bot.ui.theme import make_embed

HOW = (
    "-# A simulation with what /review reckons with: what is due comes first, then up to two new topics a day; an "
    "answer is right as often as your memory predicts, on a new topic half of the time. It stays so for today."
)


def goal(shown: Outlook) -> discord.Embed:
    """Show a person's goal and where it leads."""
    forecast = shown.forecast
    if forecast.goal is None:
        head = "You have no goal. A number of topics a week gives you a date to look forward to."
    else:
        head = f"**{count(forecast.goal, 'topic')} a week** on {shown.roadmap.markdown_title}."
    return make_embed("Your goal", "\n".join([head, *forecast_lines(forecast)]))


def what_if(shown: WhatIf) -> discord.Embed:
    """Show what becomes of what somebody remembers, with a few answers a day and without."""
    result = shown.prospect
    lines = [f"🧠 Remembered today: **{_topics(result.now)}** of {count(result.topics, 'topic')}"]
    lines += [
        f"📅 In {mark} days: **{_topics(answered)}**, without any {_topics(left_alone)}"
        for mark, answered, left_alone in zip(MARKS, result.with_answers, result.without, strict=True)
    ]
    lines.append(f"By then you will have been asked about {_topics(result.asked[-1])} of them.")
    return make_embed("Three answers a day", "\n".join([*lines, "", HOW]))


def _topics(number: float) -> str:
    return f"{number:.0f}"
