"""When a schedule runs: once on every local date it wants, whatever the clocks do, and what becomes of a missed run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.core.schedule import Schedule

PUNCTUAL = timedelta(minutes=5)
"""Posts of a busy minute are spread over a while; a delay up to this is not worth an apology."""

ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """One run of a schedule: the local date is its identity, `at` (aware UTC) the instant it is due."""

    local_date: date
    at: datetime


class Verdict(Enum):
    """Whether a run that is due may be posted now, and if not, why."""

    ON_TIME = "on time"
    LATE = "late"
    TOO_LATE = "too late"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run that is due, and what becomes of it."""

    run: ScheduledRun
    verdict: Verdict


def next_run(
    after: datetime, zone: ZoneInfo, at: time, days: frozenset[int], *, last_date: date | None = None
) -> ScheduledRun:
    """Return the first run later than `after` (aware), at local time `at` in `zone` on one of `days` (0 is Monday).

    `last_date` is the newest local date that has had its run, None when none had: whatever the zone and the time are
    changed to, only later dates run. A time that a clock change skips runs at the first instant after the gap, a time
    that comes twice runs the first time, and a date that a zone leaves out has no run. ValueError without any day.
    """
    return next(_runs(after, zone, at, days, last_date))


def runs(
    after: datetime, count: int, zone: ZoneInfo, at: time, days: frozenset[int], *, last_date: date | None = None
) -> tuple[ScheduledRun, ...]:
    """Return the first `count` runs later than `after`; the rest is as for `next_run`."""
    return tuple(islice(_runs(after, zone, at, days, last_date), count))


def due(
    schedule: Schedule, now: datetime, *, ahead: timedelta = timedelta(0), last_date: date | None = None
) -> tuple[DueRun, ...]:
    """Return the runs from the schedule's `next_run_at` until `ahead` after `now`, oldest first, each with its verdict.

    Only the newest may be posted. `last_date` is as for `next_run`, which after `now` gives what follows, the newest of
    these taken.
    """
    if schedule.next_run_at is None:
        return ()
    following = _runs(schedule.next_run_at - NO_TIME, schedule.zone, schedule.at, schedule.days, last_date)
    runs_due = tuple(takewhile(lambda run: run.at <= now + ahead, following))
    missed = tuple(DueRun(run, Verdict.SUPERSEDED) for run in runs_due[:-1])
    return missed + tuple(DueRun(run, classify(run.at, now, schedule.late)) for run in runs_due[-1:])


def classify(run_at: datetime, now: datetime, late: timedelta) -> Verdict:
    """Judge a run due at `run_at` that would be posted at `now` and may be so up to `late` after its instant."""
    delay = now - run_at
    if delay > late:
        return Verdict.TOO_LATE
    return Verdict.LATE if delay > PUNCTUAL else Verdict.ON_TIME


def _runs(
    after: datetime, zone: ZoneInfo, at: time, days: frozenset[int], last_date: date | None
) -> Iterator[ScheduledRun]:
    if not days:
        raise ValueError("a schedule runs on one weekday at least")
    day = after.astimezone(zone).date()
    if last_date is not None:
        day = max(day, last_date + ONE_DAY)
    while True:
        if day.weekday() in days:
            instant = _instant(day, at, zone)
            if instant is not None and instant > after:
                yield ScheduledRun(day, instant)
        day += ONE_DAY


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    wall = datetime.combine(day, at)
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if _shown(first, zone) == wall:
        return first
    if _shown(_end_of_gap(datetime.combine(day, time()), zone), zone).date() != day:
        return None  # the zone has no such date: Samoa went from 29 to 31 December 2011
    return _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) at which the clocks in `zone` show `wall` (naive) or more."""
    # In a gap fold=0 reads a time by the old offset, which gives an instant after the change, and fold=1 by the new
    # offset, which gives one before it. Between the two lies the change, at a whole second. Elsewhere `after` stands.
    after = wall.replace(tzinfo=zone).astimezone(UTC)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _shown(before + timedelta(seconds=middle), zone) < wall:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
