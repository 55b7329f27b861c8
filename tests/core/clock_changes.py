"""Every zone of the tz database, the days on which its clocks change, and what they show minute by minute."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.core.recurrence import ScheduledRun

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))


@cache
def every_zone() -> tuple[ZoneInfo, ...]:
    """All zones but `Factory`, which stands for a clock that nobody set, and the machine's own."""
    return tuple(ZoneInfo(name) for name in sorted(zoneinfo.available_timezones() - {"Factory", "localtime"}))


@cache
def changes(zone: ZoneInfo, year: int) -> tuple[date, ...]:
    """The UTC dates of `year` in which the offset of `zone` changes; the last of February where none does."""
    noons = [datetime(year, 1, 1, 12, tzinfo=UTC) + DAY * day for day in range(366)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    found = [noons[i].date() for i in range(1, 366) if offsets[i] != offsets[i - 1]]
    return tuple(found) or (date(year, 3, 1) - DAY,)


def dates_shown(zone: ZoneInfo, around: date, reach: int) -> list[date]:
    """The dates that calendars in `zone` show from `reach` days before `around` to `reach` days after."""
    noon = datetime.combine(around, time(12), UTC)
    quarters = (noon + timedelta(hours=6 * step) for step in range(-4 * reach, 4 * reach))
    return sorted({quarter.astimezone(zone).date() for quarter in quarters})


def first_showing(zone: ZoneInfo, around: date, reach: int) -> Iterator[tuple[datetime, datetime]]:
    """Walk through the minutes: each wall-clock time (naive) later than all before it, and its instant.

    What is skipped never comes; what comes twice comes once.
    """
    minute = datetime.combine(around - DAY * reach, time(), UTC)
    latest = datetime.min  # noqa: DTZ901 - a wall clock's time has no zone
    for _ in range(2 * reach * 24 * 60):
        shown = minute.astimezone(zone).replace(tzinfo=None)
        if shown > latest:
            latest = shown
            yield shown, minute
        minute += timedelta(minutes=1)


def assert_in_its_place(run: ScheduledRun, zone: ZoneInfo, at: time) -> None:
    """Assert that a run is at its local time, the first time that this comes, or right after a gap that has it."""
    shown = run.at.astimezone(zone)
    wanted = datetime.combine(run.local_date, at)
    if shown.replace(tzinfo=None) == wanted:
        assert shown.fold == 0, f"{zone}: {run} is the second time"
        return
    before = (run.at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < wanted < shown.replace(tzinfo=None), f"{zone}: {run} is not where {at} would be"
