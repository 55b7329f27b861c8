"""Reads what organisers type about a schedule (times, days, lateness), says it back, offers it, and applies it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar

from bot.core.errors import ErrorCollector, StudyError
from bot.core.post_kinds import EVERY_DAY, PostKind, ScheduleOption
from bot.core.roadmap import Roadmap, Section
from bot.core.schedule import Plan, QuietWeek, TopicOrder
from bot.core.text_normalization import sanitize
from bot.core.zones import parse_zone

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

LOOSE_CLOCK = re.compile(r"([0-9]{1,2})(?:\s*[:.h]?\s*([0-9]{2}))?\s*(?:(a|p)\.?m\.?|h|uhr|o'?clock)?", re.IGNORECASE)
"""Times as people write them: 09:30, 9.30, 0930, 9am, 9:30 pm; and 9, which may be either of two."""

NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}

AMOUNT = re.compile(r"([0-9]{1,5})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?)", re.IGNORECASE)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def parse_time(text: str) -> time:
    """Read a local time: 09:30, 8.30, 0830, 8:30 am, 7pm, 18h or noon; StudyError for what leaves a doubt.

    A bare hour up to 12 is refused: whoever types 7 may mean either of two.
    """
    said = sanitize(text)
    if (named := NAMED_TIMES.get(said.casefold())) is not None:
        return named
    match = LOOSE_CLOCK.fullmatch(said)
    if match and not (said.isdecimal() and 1 <= int(said) <= 12) and (meant := _meant(match)):
        return meant
    raise StudyError(_right_time(said))


def parse_days(text: str) -> frozenset[int]:
    """Read weekdays, as 0 for Monday to 6 for Sunday: daily, weekdays, mon,wed,fri or mon-fri.

    StudyError for anything else, with what would be right.
    """
    said = re.sub(r"\s*[-–—]\s*", "-", sanitize(text).casefold())
    if said in DAY_SETS:
        return DAY_SETS[said]
    parts = [part for part in re.split(r"[\s,;/&+]+|\band\b", said) if part]
    if not parts:
        raise StudyError("Which days? Write daily, weekdays, or names like mon,wed,fri.")
    return frozenset().union(*map(_days, parts))


def parse_late(text: str) -> timedelta:
    """Read how late a post may be: 90m, 6h or 2d. StudyError for anything else, with what would be right."""
    match = AMOUNT.fullmatch(sanitize(text))
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


def _meant(match: re.Match[str]) -> time | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half == "a":
        return None  # 17 am is neither
    return _time(hour, minute)


def _right_time(said: str) -> str:
    match = LOOSE_CLOCK.fullmatch(said)
    if match is None:
        return "Write the time of day like 09:30, 18:00 or 6pm."
    if (int(match[1]), int(match[2] or 0)) == (24, 0):
        return "A day runs from 00:00 to 23:59: midnight is 00:00."
    meant = _meant(match)
    if meant is None:
        return "There is no such time: a day runs from 00:00 to 23:59. Write it like 09:30, 18:00 or 6pm."
    return f"Say which {match[1]} it is: write {time_text(meant)}, or {match[1]}pm."


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


AnyPlan = TypeVar("AnyPlan", bound=Plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChanges:
    """What was asked for; None for what was left out. `no_role` takes away the role that is mentioned."""

    channel_id: int | None = None
    time: str | None = None
    days: str | None = None
    zone: str | None = None
    late: str | None = None
    role_id: int | None = None
    no_role: bool = False
    silent: bool | None = None
    sections: str | None = None
    order: TopicOrder | None = None
    quiet_week: QuietWeek | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == ScheduleChanges()


def apply_changes(plan: AnyPlan, changes: ScheduleChanges, roadmap: Roadmap, now: datetime) -> AnyPlan:
    """Return `plan` with what was wished for at `now` changed; StudyError with all that is wrong with the wish."""
    errors = ErrorCollector()
    _check_kind(plan.kind, changes, errors)
    role_id = plan.role_id if changes.role_id is None else changes.role_id
    changed = replace(
        plan,
        channel_id=plan.channel_id if changes.channel_id is None else changes.channel_id,
        at=errors.of(changes.time, parse_time, plan.at),
        days=errors.of(changes.days, parse_days, plan.days),
        zone=errors.of(changes.zone, partial(parse_zone, now=now), plan.zone),
        late=errors.of(changes.late, parse_late, plan.late),
        role_id=None if changes.no_role else role_id,
        silent=plan.silent if changes.silent is None else changes.silent,
        sections=errors.of(changes.sections, partial(parse_sections, roadmap), plan.sections),
        order=changes.order or plan.order,
        quiet_week=changes.quiet_week or plan.quiet_week,
    )
    errors.check()
    return changed


def _check_kind(kind: PostKind, changes: ScheduleChanges, errors: ErrorCollector) -> None:
    given = (
        (ScheduleOption.SECTIONS, changes.sections),
        (ScheduleOption.ORDER, changes.order),
        (ScheduleOption.QUIET_WEEK, changes.quiet_week),
    )
    unfit = [option for option, value in given if value is not None and option not in kind.options]
    if unfit:
        names = " and ".join(OPTION_NAMES[option] for option in unfit)
        verb, them = (
            ("do not go", "them") if len(unfit) > 1 or unfit[0] is ScheduleOption.SECTIONS else ("does not go", "it")
        )
        errors.add(f"{names.capitalize()} {verb} with a {kind.name.lower()}: leave {them} out.")


OPTION_NAMES = {
    ScheduleOption.SECTIONS: "sections",
    ScheduleOption.ORDER: "an order",
    ScheduleOption.QUIET_WEEK: "a quiet week",
}

MAX_CHOICES = 25
"""Choices that Discord shows."""

HOURS = (9, 8, 7, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5)
"""The hours of a day, first those at which people post."""
QUARTERS = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 15, 30, 45))
DAYS = ("daily", "weekdays", "weekends", "mon,wed,fri", "tue,thu", *DAY_NAMES)
LATENESSES = ("30m", "1h", "2h", "3h", "6h", "12h", "1d", "2d", "7d")


def times_like(text: str) -> list[str]:
    """Return times that begin as `text` does; for nothing typed, the full hours."""
    said = sanitize(text)
    if not said:
        return [f"{hour:02}:00" for hour in HOURS]
    try:
        return [time_text(parse_time(said))]
    except StudyError:
        return [time for time in QUARTERS if time.startswith((said, f"0{said}"))][:MAX_CHOICES]


def days_like(text: str) -> list[str]:
    """Return ways to say days that have `text` in them, or `text` itself if it says some."""
    said = sanitize(text).casefold()
    matching = [days for days in DAYS if said in days]
    try:
        parse_days(said)
    except StudyError:
        return matching
    return list(dict.fromkeys([*matching, sanitize(text)]))


def latenesses_like(text: str) -> list[str]:
    """Return latenesses that begin as `text` does, or `text` itself if it is one."""
    said = sanitize(text).casefold()
    matching = [late for late in LATENESSES if late.startswith(said)]
    try:
        parse_late(said)
    except StudyError:
        return matching
    return list(dict.fromkeys([*matching, said]))


ALL_SECTIONS = "all"
"""What stands for every section."""


def parse_sections(roadmap: Roadmap, text: str) -> tuple[str, ...]:
    """Read sections separated by commas, each an id, a number or words of a title, as ids in roadmap order.

    Empty for all of them. StudyError for what names none, with the sections that there are.
    """
    parts = [part for part in (sanitize(part).casefold() for part in text.split(",")) if part]
    if not parts or ALL_SECTIONS in parts:
        return ()
    wanted = {_section(roadmap, part).id for part in parts}
    return tuple(section.id for section in roadmap.sections if section.id in wanted)


def _section(roadmap: Roadmap, text: str) -> Section:
    if section := roadmap.find_section(text):
        return section
    names = "\n".join(f"{number}. {section.markdown_title}" for number, section in enumerate(roadmap.sections, start=1))
    raise StudyError(f"Name sections by title or number, separated by commas, or write {ALL_SECTIONS}:\n{names}")
