"""Runs that were claimed ahead of their time: they are what comes next, and a change of plan takes them back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState
from bot.store.post_tables import occurrences, schedules

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
    found = (await connection.execute(_WITHDRAW, {"which": schedule_id, "at": now})).scalars().all()
    if found:
        await connection.execute(_GO_BACK, {"which": schedule_id, "then": min(found)})
    return bool(found)
