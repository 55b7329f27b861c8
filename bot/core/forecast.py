"""How fast somebody gets on, how that compares with their goal, and when they arrive at that pace."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bot.core.calendar import week_start
from bot.core.errors import StudyError

MAX_GOAL = 50
"""Topics a week that can be a goal, from 1 on."""
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
GOAL = re.compile(r"(?P<number>\S+)( topics?)?( (a|per|each|every) week| weekly)?")
PACE_DAYS, MIN_PACE_DAYS = 28, 7
"""Days, today included, over which a pace is measured: at most, and at least for somebody who has just begun."""
FAR = timedelta(days=5 * 365)
"""Beyond this a date says nothing."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How somebody gets on who has so many topics `left`; a topic they skipped is not left.

    `pace` is in topics a week, 0.0 when nothing was finished lately. `this_week` counts what was finished since the
    server's week began. The dates are local: when they arrive at their pace, and at their `goal` (topics a week); None
    without one, and for what lies far away.
    """

    left: int
    pace: float
    this_week: int
    arrives_on: date | None
    goal: int | None = None
    goal_arrives_on: date | None = None


def forecast(left: int, finished: Mapping[date, int], today: date, first_weekday: int, goal: int | None) -> Forecast:
    """Return the forecast of `today` (a local date) for somebody with so many topics left.

    `finished` is how many topics they have done on each local date; what they took over as known says nothing of pace.
    """
    done_on = {day: number for day, number in finished.items() if number and day <= today}
    span = min(max((today - min(done_on, default=today)).days + 1, MIN_PACE_DAYS), PACE_DAYS)
    pace = 7 * sum(number for day, number in done_on.items() if day > today - timedelta(days=span)) / span
    monday = week_start(today, first_weekday)
    this_week = sum(number for day, number in done_on.items() if day >= monday)
    arrivals = _arrival(left, pace, today), _arrival(left, goal or 0, today)
    return Forecast(left, pace, this_week, arrivals[0], goal, arrivals[1])


def _arrival(left: int, pace: float, today: date) -> date | None:
    """Return the date on which so many topics are done at a pace in topics a week, counted from tomorrow."""
    if not left or not pace or (days := ceil(7 * left / pace)) > FAR.days:
        return None
    return today + timedelta(days=days)


def read_goal(typed: str) -> int | None:
    """Return the topics a week that somebody typed, "4", "four" or "4 topics a week"; None for nothing: no goal.

    StudyError for what is no whole number from 1 to MAX_GOAL.
    """
    if not (plain := " ".join(typed.casefold().split())):
        return None
    match = GOAL.fullmatch(plain)
    number = match["number"] if match else ""
    goal = NUMBER_WORDS.index(number) + 1 if number in NUMBER_WORDS else _whole(number)
    if not 1 <= goal <= MAX_GOAL:
        raise StudyError(f"A goal is a whole number of topics a week, from 1 to {MAX_GOAL}, such as 4.")
    return goal


def _whole(number: str) -> int:
    """Return a short whole number in digits of any script; 0 for anything else."""
    return int(number) if number.isdecimal() and len(number) <= 3 else 0
