"""Claiming what comes due: each run of a schedule is written down once, by one process, and the schedule moves on.

Most of what is due in a minute goes by the same time, days and zone: that is reckoned once, and written in one go. What
was claimed ahead of its time is still what comes next, and a change of plan takes it back.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, String, bindparam, cast, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import PROMPT
from bot.core.post_reasons import PostReason, encode
from bot.core.recurrence import ONE_DAY, DueRun, Verdict, due, next_run
from bot.core.schedule import Schedule
from bot.store.post_tables import days_of, late_of, occurrences, schedules, time_of
from bot.store.sql import FORCE_INDEX_SCAN, UTCDateTime, any_of, upsert, zone_of

MAX_MISSED_RUNS = 31
"""Missed runs of a schedule that are written down, the newest ones; a year's outage says enough with a month's."""

REASONS = {
    Verdict.TOO_LATE: encode(PostReason.AWAY_TOO_LATE),
    Verdict.SUPERSEDED: encode(PostReason.AWAY_SUPERSEDED),
}

# What a server forgets in a crash is claimed again: the schedule has not moved on then. And no run is sent before a
# later commit, which is waited for, and takes along what was committed before.
_NO_WAIT = func.set_config("synchronous_commit", "off", true())
_IN_BULK = select(FORCE_INDEX_SCAN, _NO_WAIT)
_WAITING = (schedules.c.paused_at.is_(None), schedules.c.next_run_at <= bindparam("until"))
# The first in the index, due or not: how many are due, PostgreSQL's statistics do not know right after a busy minute.
_NEXT = (
    select(schedules.c.next_run_at).where(schedules.c.paused_at.is_(None)).order_by(schedules.c.next_run_at).limit(1)
)
_due = (
    select(
        schedules.c.id,
        schedules.c.at_minute,
        schedules.c.days,
        schedules.c.zone,
        schedules.c.late_minutes,
        schedules.c.next_run_at,
        schedules.c.taken,
    )
    .where(*_WAITING)
    .order_by(schedules.c.next_run_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)  # a run that refers to it may be written meanwhile
    .cte("due")
)
_timetable = [column for column in _due.c if column.name != "id"]
_DUE = select(*_timetable, func.aggregate_strings(cast(_due.c.id, String), ",")).group_by(*_timetable)
_THESE = any_of(schedules.c.id, "ids")
_WRITE_DOWN = upsert(
    occurrences,
    lambda _: {},
    key=(occurrences.c.schedule_id, occurrences.c.local_date),
    rows=select(
        schedules.c.id.label("schedule_id"),
        bindparam("day", type_=Date()).label("local_date"),
        bindparam("run_at", type_=UTCDateTime()).label("run_at"),
        bindparam("state", type_=occurrences.c.state.type).label("state"),
        bindparam("reason", type_=occurrences.c.reason.type).label("reason"),
        bindparam("end", type_=UTCDateTime()).label("finished_at"),
    ).where(_THESE),
)
_MOVE_ON = update(schedules).where(_THESE).values(next_run_at=bindparam("next"), taken=bindparam("newest"))


class Timetable(NamedTuple):
    """What decides when a schedule runs, and what is due of it: the columns of that name."""

    at_minute: int
    days: int
    zone: str
    late_minutes: int
    next_run_at: datetime
    taken: date | None

    def schedule(self) -> Schedule:
        """Return a schedule that runs by this; whose it is and what it posts does not matter here."""
        return Schedule(
            id=0,
            guild_id=0,
            channel_id=0,
            kind=PROMPT,
            at=time_of(self.at_minute),
            days=days_of(self.days),
            zone=zone_of(self.zone),
            late=late_of(self.late_minutes),
            next_run_at=self.next_run_at,
        )


async def first_due(connection: AsyncConnection) -> datetime | None:
    """Return when the first of the schedules to claim is due, or was; None when all are paused."""
    first: datetime | None = (await connection.execute(_NEXT)).scalar()
    return first


async def claim(connection: AsyncConnection, now: datetime, most: int, ahead: timedelta = timedelta(0)) -> int:
    """Write down the runs of up to `most` schedules that are due `ahead` after `now` (aware); give how many these were.

    Of several runs the newest is left to be posted if it is not too late for it; the others were missed, and skipped.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_IN_BULK)
    claimed = 0
    for *columns, ids in (await connection.execute(_DUE, {"until": now + ahead, "most": most})).all():
        alike = [int(schedule_id) for schedule_id in ids.split(",")]
        await _claim(connection, Timetable(*columns), alike, now, ahead)
        claimed += len(alike)
    return claimed


async def _claim(
    connection: AsyncConnection, timetable: Timetable, ids: list[int], now: datetime, ahead: timedelta
) -> None:
    schedule = timetable.schedule()
    due_runs = due(schedule, now, ahead=ahead, last_date=timetable.taken)
    newest = due_runs[-1].run.local_date if due_runs else timetable.taken
    following = next_run(now, schedule.zone, schedule.at, schedule.days, last_date=newest)
    for due_run in due_runs[-MAX_MISSED_RUNS:]:
        await connection.execute(_WRITE_DOWN.on(connection), _row(due_run, now) | {"ids": ids})
    await connection.execute(_MOVE_ON, {"ids": ids, "next": following.at, "newest": newest})


def _row(due_run: DueRun, now: datetime) -> dict[str, object]:
    skipped = due_run.verdict in REASONS
    state = OccurrenceState.SKIPPED if skipped else OccurrenceState.CLAIMED
    return {
        "day": due_run.run.local_date,
        "run_at": due_run.run.at,
        "state": state.value,
        "reason": REASONS.get(due_run.verdict, ""),
        "end": now if skipped else None,
    }


_AHEAD = (
    occurrences.c.state == OccurrenceState.CLAIMED.value,
    occurrences.c.lease_until.is_(None),
    occurrences.c.run_at > bindparam("at"),
)
_FIRST = (
    select(func.min(occurrences.c.run_at))
    .where(occurrences.c.schedule_id == schedules.c.id, *_AHEAD)
    .correlate(schedules)
    .scalar_subquery()
)
PLANNED_SCHEDULES: Select[Any] = select(
    *(column for column in schedules.c if column.name != "next_run_at"),
    func.coalesce(_FIRST, schedules.c.next_run_at).label("next_run_at"),
)
"""All of a schedule, with the next run that is not due at the parameter `at`, whether it was claimed or not."""

_WITHDRAW = (
    delete(occurrences).where(occurrences.c.schedule_id == bindparam("which"), *_AHEAD).returning(occurrences.c.run_at)
)
_NEWEST = select(func.max(occurrences.c.local_date)).where(occurrences.c.schedule_id == bindparam("which"))
_GO_BACK = (
    update(schedules)
    .where(schedules.c.id == bindparam("which"))
    .values(next_run_at=bindparam("then"), taken=_NEWEST.scalar_subquery())
)


async def release_future_claims(connection: AsyncConnection, schedule_id: int, now: datetime) -> bool:
    """Leave a schedule, whose row this transaction has locked, as if what comes after `now` had not been claimed.

    False when nothing of it had.
    """
    withdrawn = (await connection.execute(_WITHDRAW, {"which": schedule_id, "at": now})).scalars().all()
    if withdrawn:
        await connection.execute(_GO_BACK, {"which": schedule_id, "then": min(withdrawn)})
    return bool(withdrawn)


MAX_CLAIM_AHEAD = timedelta(minutes=5)
"""More than runs are ever claimed ahead of their time."""
MIN_OFFSET = timedelta(hours=12)
"""How far local time may be behind UTC."""

_LATER = (schedules.c.paused_at.is_(None), schedules.c.next_run_at > bindparam("at"))
_TIMETABLES = (
    select(schedules.c.at_minute, schedules.c.days, schedules.c.zone, schedules.c.next_run_at, schedules.c.taken)
    .where(*_LATER)
    .distinct()
)
_MOVE = (
    update(schedules)
    .where(
        *_LATER,
        schedules.c.at_minute == bindparam("minute"),
        schedules.c.days == bindparam("mask"),
        schedules.c.zone == bindparam("key"),
        schedules.c.next_run_at == bindparam("before"),
        schedules.c.taken.is_not_distinct_from(bindparam("newest", type_=schedules.c.taken.type)),
    )
    .values(next_run_at=bindparam("after"))
)


_NEWEST_OF_EACH = (
    select(func.max(occurrences.c.local_date)).where(occurrences.c.schedule_id == schedules.c.id).scalar_subquery()
)
_SUSPECTS = select(schedules.c.id).where(schedules.c.taken >= bindparam("day"))
_FORGET_RUNS = delete(occurrences).where(
    occurrences.c.schedule_id.in_(_SUSPECTS),
    occurrences.c.local_date >= bindparam("day"),
    occurrences.c.run_at > bindparam("latest"),
)
_BELIEVE = (
    update(schedules)
    .where(schedules.c.taken >= bindparam("day"), schedules.c.taken.is_distinct_from(_NEWEST_OF_EACH))
    .values(taken=_NEWEST_OF_EACH)
)


async def recompute_next_runs(connection: AsyncConnection, now: datetime) -> int:
    """Correct the next runs of schedules that are not due at `now` (aware), by the time zone data of this machine.

    A run of today that new data moves to before `now` is due from now on, as after any absence. Returns how many next
    runs were wrong.
    """
    moved = 0
    for row in (await connection.execute(_TIMETABLES, {"at": now})).all():
        right = _next_run_at(row, now)
        if right != row.next_run_at:
            wrong = {"minute": row.at_minute, "mask": row.days, "key": row.zone, "newest": row.taken}
            instants = {"at": now, "before": row.next_run_at, "after": right}
            moved += (await connection.execute(_MOVE, wrong | instants)).rowcount
    return moved


async def forget_future_runs(connection: AsyncConnection, now: datetime) -> int:
    """Forget runs whose time has not come at `now` (aware): the clock was ahead when they were written down.

    Their dates get their runs when they come, once the next runs are recomputed. Returns how many schedules had any.
    """
    names = {"day": (now - MIN_OFFSET).date(), "latest": now + MAX_CLAIM_AHEAD}
    if not (await connection.execute(_FORGET_RUNS, names)).rowcount:
        return 0
    return (await connection.execute(_BELIEVE, {"day": names["day"]})).rowcount


def _next_run_at(row: Any, now: datetime) -> datetime:
    zone, at, days = zone_of(row.zone), time_of(row.at_minute), days_of(row.days)
    earlier = next_run(now - ONE_DAY, zone, at, days, last_date=row.taken)
    if earlier.at <= now and earlier.local_date == row.next_run_at.astimezone(zone).date():
        return earlier.at
    return next_run(now, zone, at, days, last_date=row.taken).at
