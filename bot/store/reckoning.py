"""Reckoning anew when schedules run: countries change their clocks at short notice, and time zone data follows."""

from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.recurrence import next_run
from bot.store.post_tables import schedules
from bot.store.schedules import days_of, time_of
from bot.store.zones import zone_of

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


async def recompute_next_runs(connection: AsyncConnection, now: datetime) -> int:
    """Correct the next runs of schedules that are not due at `now` (aware), by the time zone data of this machine.

    Gives how many were wrong.
    """
    moved = 0
    for row in (await connection.execute(_TIMETABLES, {"at": now})).all():
        right = next_run(now, zone_of(row.zone), time_of(row.at_minute), days_of(row.days), taken=row.taken).at
        if right != row.next_run_at:
            wrong = {"minute": row.at_minute, "mask": row.days, "key": row.zone, "newest": row.taken}
            instants = {"at": now, "before": row.next_run_at, "after": right}
            moved += (await connection.execute(_MOVE, wrong | instants)).rowcount
    return moved
