"""What is offered while an organiser types a time, days or a lateness: only what would be understood."""

from bot.core.errors import StudyError
from bot.core.schedule_input import DAY_NAMES, parse_days, parse_late, parse_time, time_text
from bot.core.spelling import clean

MOST = 25
"""Choices that Discord shows."""

HOURS = (9, 8, 7, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5)
"""The hours of a day, first those at which people post."""
QUARTERS = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 15, 30, 45))
DAYS = ("daily", "weekdays", "weekends", "mon,wed,fri", "tue,thu", *DAY_NAMES)
LATENESSES = ("30m", "1h", "2h", "3h", "6h", "12h", "1d", "2d", "7d")


def times_like(text: str) -> list[str]:
    """Return times that begin as `text` does; for nothing typed, the full hours."""
    said = clean(text)
    if not said:
        return [f"{hour:02}:00" for hour in HOURS]
    try:
        return [time_text(parse_time(said))]
    except StudyError:
        return [time for time in QUARTERS if time.startswith((said, f"0{said}"))][:MOST]


def days_like(text: str) -> list[str]:
    """Return ways to say days that have `text` in them, or `text` itself if it says some."""
    said = clean(text).casefold()
    found = [days for days in DAYS if said in days]
    try:
        parse_days(said)
    except StudyError:
        return found
    return list(dict.fromkeys([*found, clean(text)]))


def latenesses_like(text: str) -> list[str]:
    """Return latenesses that begin as `text` does, or `text` itself if it is one."""
    said = clean(text).casefold()
    found = [late for late in LATENESSES if late.startswith(said)]
    try:
        parse_late(said)
    except StudyError:
        return found
    return list(dict.fromkeys([*found, said]))
