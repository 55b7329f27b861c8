"""Correcting when schedules run next: time zone data changes at short notice, and a clock may have been wrong."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.recurrence import ONE_DAY, next_run
from bot.store.post_tables import days_of, occurrences, schedules, time_of
from bot.store.sql import zone_of

MAX_CLAIM_AHEAD = timedelta(minutes=5)
"""More than runs are ever claimed ahead of their time."""
MIN_OFFSET = timedelta(hours=12)
"""How far local time may be behind UTC."""

_AHEAD = (schedules.c.paused_at.is_(None), schedules.c.next_run_at > bindparam("at"))
_TIMETABLES = (
    select(schedules.c.at_minute, schedules.c.days, schedules.c.zone, schedules.c.next_run_at, schedules.c.taken)
    .where(*_AHEAD)
    .distinct()
)
_MOVE = (
    update(schedules)
    .where(
        *_AHEAD,
        schedules.c.at_minute == bindparam("minute"),
        schedules.c.days == bindparam("mask"),
        schedules.c.zone == bindparam("key"),
        schedules.c.next_run_at == bindparam("before"),
        schedules.c.taken.is_not_distinct_from(bindparam("newest", type_=schedules.c.taken.type)),
    )
    .values(next_run_at=bindparam("after"))
)


_NEWEST = (
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
    .where(schedules.c.taken >= bindparam("day"), schedules.c.taken.is_distinct_from(_NEWEST))
    .values(taken=_NEWEST)
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
    earlier = next_run(now - ONE_DAY, zone, at, days, taken=row.taken)
    if earlier.at <= now and earlier.local_date == row.next_run_at.astimezone(zone).date():
        return earlier.at
    return next_run(now, zone, at, days, taken=row.taken).at
