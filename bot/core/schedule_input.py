"""Reads the time, the days and the lateness that organisers type for a schedule, and says them back the same way."""

import re
from datetime import time, timedelta

from bot.core.errors import StudyError
from bot.core.schedule import EVERY_DAY
from bot.core.spelling import clean

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

DAY_SETS = {
    "daily": EVERY_DAY,
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
    "all": EVERY_DAY,
    "weekdays": WORKING_DAYS,
    "weekday": WORKING_DAYS,
    "weekends": WEEKEND,
    "weekend": WEEKEND,
}
"""Names for several days at once; the first one of a set is what it is called back."""

LEAST_LATE = timedelta(minutes=5)
MOST_LATE = timedelta(days=7)

CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
LOOSE_CLOCK = re.compile(r"([0-9]{1,2})(?:\s*[:.h]?\s*([0-9]{2}))?\s*(?:(a|p)\.?m\.?|h|uhr|o'?clock)?", re.IGNORECASE)
"""Times that are not written as HH:MM but leave little doubt: 9, 9am, 9.30 pm, 0930."""

AMOUNT = re.compile(r"([0-9]{1,5})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)", re.IGNORECASE)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def parse_time(text: str) -> time:
    """Read a local time of the 24-hour clock, such as 09:30; StudyError for anything else, with what would be right."""
    said = clean(text)
    if (match := CLOCK.fullmatch(said)) and (found := _time(int(match[1]), int(match[2]))):
        return found
    raise StudyError(_right_time(said))


def parse_days(text: str) -> frozenset[int]:
    """Read weekdays, as 0 for Monday to 6 for Sunday: daily, weekdays, mon,wed,fri or mon-fri.

    StudyError for anything else, with what would be right.
    """
    said = re.sub(r"\s*[-–—]\s*", "-", clean(text).casefold())
    if said in DAY_SETS:
        return DAY_SETS[said]
    parts = [part for part in re.split(r"[\s,;/&+]+|\band\b", said) if part]
    if not parts:
        raise StudyError("Which days? Write daily, weekdays, or names like mon,wed,fri.")
    return frozenset().union(*map(_days, parts))


def parse_late(text: str) -> timedelta:
    """Read how late a post may be: 90m, 6h or 2d. StudyError for anything else, with what would be right."""
    match = AMOUNT.fullmatch(clean(text))
    if match is None:
        raise StudyError("Write how late a post may still come as minutes, hours or days: 90m, 6h or 2d.")
    late = int(match[1]) * UNITS[match[2][0].lower()]
    if late < LEAST_LATE:
        raise StudyError("Give a late post at least 5 minutes: 5m. Even a short restart takes one of them.")
    if late > MOST_LATE:
        raise StudyError("A post may come at most a week late: 7d.")
    return late


def time_text(at: time) -> str:
    """Say a time as `parse_time` reads it: 09:30."""
    return f"{at:%H:%M}"


def days_text(days: frozenset[int]) -> str:
    """Say weekdays as `parse_days` reads them: daily, weekdays, weekends or mon,wed,fri."""
    for name, meant in DAY_SETS.items():
        if meant == days:
            return name
    return ",".join(DAY_NAMES[day][:3] for day in sorted(days))


def late_text(late: timedelta) -> str:
    """Say a lateness (whole minutes) as `parse_late` reads it, in the largest unit that fits: 90m, 6h or 2d."""
    unit = next(unit for unit in "dhm" if not late % UNITS[unit])
    return f"{late // UNITS[unit]}{unit}"


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _right_time(said: str) -> str:
    match = LOOSE_CLOCK.fullmatch(said)
    if match is None:
        return "Write the time as HH:MM of the 24-hour clock, like 09:30 or 18:00."
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    if (hour, minute) == (24, 0):
        return "A day runs from 00:00 to 23:59: midnight is 00:00."
    meant = _time(hour, minute)
    if meant is None:
        return "There is no such time: a day runs from 00:00 to 23:59. Write it like 09:30 or 18:00."
    return f"Write the time as HH:MM of the 24-hour clock: {time_text(meant)}."


def _days(part: str) -> frozenset[int]:
    if part in DAY_SETS:
        return DAY_SETS[part]
    first, dash, last = part.partition("-")
    if not dash:
        return frozenset({_day(first)})
    start, end = _day(first), _day(last)
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def _day(name: str) -> int:
    if len(name) >= 2:
        for day, full in enumerate(DAY_NAMES):
            if full.startswith(name) or f"{full}s" == name or name == f"{full[:3]}s":
                return day
    # Only plain letters are said back: other signs may be Markdown or a mention.
    shown = f"“{name}” is no weekday here. " if name.isalpha() and len(name) <= 20 else ""
    raise StudyError(f"{shown}Write daily, weekdays, or names like mon,wed,fri or mon-fri.")
