"""Claiming what is due: each run of a schedule is written down once, by one process, and the schedule moves on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.occurrence import Due, Verdict, due, next_run
from bot.core.post import OccurrenceState
from bot.store.schedules import schedule_of
from bot.store.tables import occurrences, schedules
from bot.store.upsert import upsert

MOST_MISSED = 31
"""Missed runs of a schedule that are written down, the newest ones; a year's outage says enough with a month's."""

REASONS = {
    Verdict.TOO_LATE: "Waymark was away, and by the time it was back this was too late to post.",
    Verdict.SUPERSEDED: "Waymark was away, and by the time it was back a newer run was due.",
}

_WAITING = (schedules.c.paused_at.is_(None), schedules.c.next_run_at <= bindparam("at"))
_ANY_DUE = select(select(schedules.c.id).where(*_WAITING).exists())
_DUE = (
    select(schedules)
    .where(*_WAITING)
    .order_by(schedules.c.next_run_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WRITE_DOWN = upsert(occurrences, lambda _: {}, key=(occurrences.c.schedule_id, occurrences.c.local_date))
_MOVE_ON = (
    update(schedules)
    .where(schedules.c.id == bindparam("which"))
    .values(next_run_at=bindparam("next"), taken=bindparam("newest"))
)


async def any_due(connection: AsyncConnection, now: datetime) -> bool:
    """Tell whether there is a schedule to claim."""
    return bool((await connection.execute(_ANY_DUE, {"at": now})).scalar())


async def claim(connection: AsyncConnection, now: datetime, most: int) -> int:
    """Write down the runs of up to `most` schedules that are due at `now` (aware); give how many schedules there were.

    Of several missed runs the newest is left to be posted if it is not too late for it; the others are skipped.
    """
    found = (await connection.execute(_DUE, {"at": now, "most": most})).all()
    if not found:
        return 0
    claims = [_claim(row, now) for row in found]
    written = [run for runs, _ in claims for run in runs]
    if written:
        await connection.execute(_WRITE_DOWN.on(connection), written)
    await connection.execute(_MOVE_ON, [move for _, move in claims])
    return len(found)


def _claim(row: Row[Any], now: datetime) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    schedule = schedule_of(row)
    missed = due(schedule, now, taken=row.taken)
    newest = missed[-1].run.local_date if missed else row.taken
    following = next_run(now, schedule.zone, schedule.at, schedule.days, taken=newest)
    move = {"which": schedule.id, "next": following.at, "newest": newest}
    return [_row(schedule.id, one, now) for one in missed[-MOST_MISSED:]], move


def _row(schedule_id: int, one: Due, now: datetime) -> dict[str, Any]:
    skipped = one.verdict in REASONS
    state = OccurrenceState.SKIPPED if skipped else OccurrenceState.CLAIMED
    return {
        "schedule_id": schedule_id,
        "local_date": one.run.local_date,
        "run_at": one.run.at,
        "state": state.value,
        "reason": REASONS.get(one.verdict, ""),
        "finished_at": now if skipped else None,
    }
