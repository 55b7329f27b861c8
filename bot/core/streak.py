"""Streaks: how many days in a row somebody studied, with freezes for the days that were missed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

ANSWERS_A_DAY = 5
"""Answers that make a day count as a finished topic does."""
FREEZE_AFTER = 7
"""Active days that earn a freeze."""
MAX_FREEZES = 2
MILESTONES = (7, 30, 100)
"""Days in a row that are worth a word."""

RULE = (
    "A day counts when you start or finish a topic, or answer five questions. Seven such days earn a freeze (two at "
    "most), which saves a missed day by itself. Today never breaks a streak."
)
"""The rule in a member's words."""

_DAY = timedelta(days=1)
_MAX_CREDIT = FREEZE_AFTER * MAX_FREEZES + FREEZE_AFTER - 1


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row: the run that is alive today, and the longest ever; missed days that a freeze saved do not count.

    `freezes` are left to use; `frozen` are the dates that were saved.
    """

    current: int
    longest: int
    freezes: int = 0
    frozen: frozenset[date] = field(default=frozenset())


def streak(days: Iterable[date], today: date) -> Streak:
    """Return the streak of somebody who was active on `days` (local dates, any order, repeats allowed).

    One fold over all dates: freezes are used only where they save the run, so no run is shorter than without them.
    """
    current = longest = run = credit = freezes = 0
    frozen: set[date] = set()
    previous: date | None = None
    for day in sorted(set(days)):
        missed = _missed(previous or day, day)
        if missed <= credit // FREEZE_AFTER:
            frozen.update(_after(previous or day, missed))
            credit -= missed * FREEZE_AFTER
        else:
            run = 0
        run += 1
        credit = min(credit + 1, _MAX_CREDIT)
        longest = max(longest, run)
        freezes = credit // FREEZE_AFTER
        if _missed(day, today) <= freezes:
            current = max(current, run)
        previous = day
    if previous and (missed := _missed(previous, today)) <= freezes:
        frozen.update(_after(previous, missed))
        freezes -= missed
    return Streak(current, longest, freezes, frozenset(frozen))


def _missed(first: date, last: date) -> int:
    """Return how many dates lie between two."""
    return max((last - first).days - 1, 0)


def _after(day: date, count: int) -> list[date]:
    """Return the `count` dates after `day`."""
    return [day + _DAY * step for step in range(1, count + 1)]
