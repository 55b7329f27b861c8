"""What is known of the runs of a schedule, and how much is still to do for all of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState, PastRun
from bot.core.recurrence import ScheduledRun
from bot.store.post_tables import IS_OPEN, occurrences, schedules

_RUNS = (
    select(occurrences)
    .where(occurrences.c.schedule_id == bindparam("schedule"), occurrences.c.run_at <= bindparam("at"))
    .order_by(occurrences.c.local_date.desc())
    .limit(bindparam("most"))
)
_DUE = select(func.count()).where(schedules.c.paused_at.is_(None), schedules.c.next_run_at <= bindparam("at"))
_OPEN = select(func.count(), func.min(occurrences.c.run_at)).where(
    text(IS_OPEN), occurrences.c.run_at <= bindparam("at")
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due: how many schedules are not claimed, how many runs have not ended, and since when."""

    due: int
    open: int
    oldest: datetime | None


async def past_runs(connection: AsyncConnection, schedule_id: int, now: datetime, most: int) -> tuple[PastRun, ...]:
    """Return the last runs of a schedule up to `now` (aware), the newest first, with those that are under way."""
    found = await connection.execute(_RUNS, {"schedule": schedule_id, "at": now, "most": most})
    return tuple(
        PastRun(
            ScheduledRun(row.local_date, row.run_at),
            OccurrenceState(row.state),
            row.reason,
            row.finished_at,
            row.channel_id,
            row.message_id,
            row.topic_id,
        )
        for row in found
    )


async def backlog(connection: AsyncConnection, now: datetime) -> Backlog:
    """Tell how much is to be done at `now` (aware)."""
    waiting = (await connection.execute(_DUE, {"at": now})).scalar_one()
    count, oldest = (await connection.execute(_OPEN, {"at": now})).one()
    return Backlog(waiting, count, oldest)
