"""Streaks: how many days in a row somebody studied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

RULE = "A day counts when you start or finish a topic. Today never breaks a streak, a missed yesterday does."
"""The rule in a member's words."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row: the run that reaches today or yesterday, and the longest ever."""

    current: int
    longest: int


def streak(days: Iterable[date], today: date) -> Streak:
    """Compute the streak of somebody who studied on `days` (local dates, any order, repeats allowed)."""
    current = longest = run = 0
    previous: date | None = None
    for day in sorted(set(days)):
        run = run + 1 if previous and day - previous == timedelta(days=1) else 1
        longest = max(longest, run)
        if day >= today - timedelta(days=1):
            current = max(current, run)
        previous = day
    return Streak(current, longest)
