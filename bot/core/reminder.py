"""Reminders of one's own: what somebody writes to be reminded of something, and when it is due by that."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import StudyError
from bot.core.schedule_form import NAMED_TIMES, parse_time

MAX_ONCE = 10
"""Reminders that come once, at most at a time."""
MAX_UNANSWERED = 3
"""Reminders in a row that nobody answered: it is quiet after as many."""
LATE = timedelta(hours=3)
"""How long after its time a reminder still helps."""
MAX_AHEAD = timedelta(days=366)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(month_name[1:])
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "half an": 0.5}
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

DAILY = re.compile(r"\b(?:every ?day|daily|each day)\b", re.IGNORECASE)
AFTER = re.compile(
    r"\bin (half an|an?|one|two|three|four|five|ten|\d{1,5}) ?(m|h|d|w)(?:in(?:ute)?s?|(?:ou)?rs?|ays?|eeks?)?\b",
    re.IGNORECASE,
)
NAMED_DAY = re.compile(
    r"\b(the day after tomorrow|today|tonight|tomorrow|next week|later|again)(?: (morning|afternoon|evening|night))?\b",
    re.IGNORECASE,
)
WEEKDAY = re.compile(
    r"\b(?:on |this |next )*(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|r|nes)?\b"
    r"(?: (morning|afternoon|evening|night))?",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"\b(?:on )?(\d{4})-(\d{2})-(\d{2})\b")
_MONTH = "(" + "|".join(month[:3] for month in MONTHS) + ")[a-z]*"
DAY_AND_MONTH = re.compile(rf"\b(?:on )?(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b", re.IGNORECASE)
MONTH_AND_DAY = re.compile(rf"\b(?:on )?{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b", re.IGNORECASE)
CLOCK = re.compile(
    r"\bat (noon|midday|midnight)\b"
    r"|\bat (\d{1,2}(?:[:.h]?\d{2})?(?: ?[ap]\.?m\b\.?| ?o'?clock| ?h\b)?)"
    r"|\b(\d{1,2}(?:[:.]\d{2})? ?[ap]\.?m\b\.?|\d{1,2}:\d{2})",
    re.IGNORECASE,
)
PART_OF_DAY = {"morning": time(9), "afternoon": time(15), "evening": time(18), "night": time(20)}
ABOUT = re.compile(
    r"^(?:(?:to|about|of|that|for|i|should|must|have|need|want|please|me|study|learn|do|read|review|revise|practi[cs]e|"
    r"look at|repeat|finish|quiz|questions?|at|on|in|the|a|my|it|this|again)\b[ ,]*)+"
    r"|[ ,]+(?:please|pls|to|on|at|for)?$",
    re.IGNORECASE,
)
"""Words around what a reminder is about that say nothing of it."""
WHEN = "Tell me when, in words like “tomorrow”, “on Friday at 18:00”, “in 2 hours” or “every day at 7pm”."


@dataclass(frozen=True, slots=True)
class ReminderWish:
    """What somebody wants to be reminded of: `about` as they wrote it, empty for whatever is due.

    `on` is a local date, None for every day; `at` is the local time, in whole minutes.
    """

    about: str
    on: date | None
    at: time


def parse_reminder(text: str, now: datetime, zone: ZoneInfo, usual: time | None = None) -> ReminderWish:
    """Return what is wanted with `text` by somebody whose local time is that of `now` (aware) in `zone`.

    A day without a time means the `usual` one, or the present time of day. StudyError when it says no time, or one that
    has passed or is too far away.
    """
    local = now.astimezone(zone).replace(tzinfo=None)
    left = _Words(text)
    if left.take(DAILY):
        at = _clock(left, None, local)
        return ReminderWish(left.about, None, at or usual or _minute(local).time())
    if match := left.take(AFTER):
        then = _in_so_long(match, now, zone)
        if match[2].lower() in "dw":
            then = datetime.combine(then.date(), _clock(left, then.date(), local) or usual or then.time())
        return _checked(ReminderWish(left.about, then.date(), then.time()), local)
    day, part = _day(left, local)
    at = _clock(left, day, local) or part
    if day is None and at is None:
        raise StudyError(WHEN)
    at = at or usual or _minute(local).time()
    if day is None:
        day = local.date() if at > local.time() else local.date() + timedelta(days=1)
    return _checked(ReminderWish(left.about, day, at), local)


class _Words:
    """What is left of a sentence while its times are taken out."""

    def __init__(self, text: str) -> None:
        self._text = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the first match and take it out; None when there is none."""
        if match := pattern.search(self._text):
            self._text = f"{self._text[: match.start()]} {self._text[match.end() :]}"
        return match

    @property
    def about(self) -> str:
        """What the rest is about."""
        return ABOUT.sub("", " ".join(self._text.split())).strip(" ,.:;")


def _in_so_long(match: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    number, unit = match[1].lower(), UNITS[match[2].lower()]
    amount = NUMBERS.get(number) or int(number if number.isdecimal() else 0)
    if unit < timedelta(days=1):
        return _minute((now + amount * unit).astimezone(zone).replace(tzinfo=None))
    return _minute(now.astimezone(zone).replace(tzinfo=None)) + amount * unit


def _day(left: _Words, local: datetime) -> tuple[date | None, time | None]:
    """Return the date that is said and the time that its part of the day suggests, each None where nothing is."""
    today = local.date()
    if match := left.take(NAMED_DAY):
        name, part = match[1].lower(), PART_OF_DAY.get((match[2] or "").lower())
        if name == "later":
            return None, None if local.hour >= 22 else (_minute(local) + timedelta(hours=2)).time()
        ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "again": 1, "the day after tomorrow": 2, "next week": 7}[name]
        return today + timedelta(days=ahead), _tonight(local) if name == "tonight" else part
    if match := left.take(WEEKDAY):
        wanted = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match[1].lower()))
        ahead = (wanted - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead), PART_OF_DAY.get((match[2] or "").lower())
    return _date(left, today), None


def _tonight(local: datetime) -> time:
    night = PART_OF_DAY["night"]
    return night if local.time() < night or local.hour == 23 else (_minute(local) + timedelta(hours=1)).time()


def _date(left: _Words, today: date) -> date | None:
    try:
        if match := left.take(ISO_DATE):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := left.take(DAY_AND_MONTH):
            number, month = int(match[1]), match[2]
        elif match := left.take(MONTH_AND_DAY):
            number, month = int(match[2]), match[1]
        else:
            return None
        place = next(place for place, name in enumerate(MONTHS, start=1) if name.lower().startswith(month.lower()))
        this_year = date(today.year, place, number)
        return this_year if this_year >= today else date(today.year + 1, place, number)
    except ValueError:
        raise StudyError("There is no such date.") from None


def _clock(left: _Words, day: date | None, local: datetime) -> time | None:
    """Return the time of day that is said, None when none is; of a bare hour the half of the day that makes sense."""
    match = left.take(CLOCK)
    if match is None:
        return None
    said = match[1] or match[2] or match[3]
    if said.lower() in NAMED_TIMES:
        return NAMED_TIMES[said.lower()]
    bare = re.sub(r" ?o'?clock", "", said, flags=re.IGNORECASE)
    if not (bare.isdecimal() and 1 <= int(bare) <= 12):
        return parse_time(said)
    first, second = time(int(bare) % 12), time(int(bare) % 12 + 12)
    if day == local.date():
        return first if first > local.time() else second
    return second if 1 <= int(bare) < 8 else time(int(bare))


def _checked(wish: ReminderWish, local: datetime) -> ReminderWish:
    if wish.on is not None and datetime.combine(wish.on, wish.at) <= local:
        raise StudyError("That time has passed already. " + WHEN)
    if wish.on is not None and wish.on - local.date() > MAX_AHEAD:
        raise StudyError("I can remember that for a year at most.")
    return wish


def _minute(at: datetime) -> datetime:
    """Return the whole minute that `at` is, or the next one."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)
