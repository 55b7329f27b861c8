"""Days and weeks as somebody somewhere lives them: local dates, and the windows that boards are counted over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class WindowKind(StrEnum):
    """The spans a leaderboard can cover."""

    WEEK = "week"
    LAST_WEEK = "last-week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time [start, end), in aware UTC; `start` is None when it reaches back to the beginning."""

    kind: WindowKind
    start: datetime | None
    end: datetime


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the calendar date that `at` (aware) falls on in `zone`."""
    return at.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which `day` begins in `zone`; where a clock change skips it, the next one."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def week_start(day: date, first_weekday: int) -> date:
    """Return the first day of the week that `day` is in; `first_weekday` is 0 for Monday to 6 for Sunday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def window(kind: WindowKind, now: datetime, zone: ZoneInfo, first_weekday: int) -> Window:
    """Return the span that `kind` means at `now`, for a server in `zone` whose weeks begin on `first_weekday`."""
    today = local_date(now, zone)
    monday = week_start(today, first_weekday)
    match kind:
        case WindowKind.WEEK:
            first, after = monday, monday + timedelta(days=7)
        case WindowKind.LAST_WEEK:
            first, after = monday - timedelta(days=7), monday
        case WindowKind.MONTH:
            first = today.replace(day=1)
            after = (first + timedelta(days=32)).replace(day=1)
        case WindowKind.ALL:
            return Window(kind, None, now + timedelta(days=1))
    return Window(kind, midnight(first, zone), midnight(after, zone))
