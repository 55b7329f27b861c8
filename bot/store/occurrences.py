"""Runs on their way to a channel: leased, tried, ended, and looked at afterwards.

Whoever works on a run holds a lease, whose end is also what the holder is known by: no two leases of one run end at the
same instant, because the second begins when the first has ended.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.guild import GuildSettings
from bot.core.message_draft import MessageDraft, Occurrence, OccurrenceState, PastRun
from bot.core.recurrence import ScheduledRun
from bot.core.schedule import Schedule
from bot.store.guilds import SETTINGS, settings_of
from bot.store.post_tables import IS_OPEN, occurrences, schedules
from bot.store.schedules import schedule_of
from bot.store.sql import force_index_scan
from bot.store.tables import guilds

log = logging.getLogger(__name__)

MAX_LEASE = timedelta(minutes=30)
"""Longer than any lease or pause is: one that ends later was given by a clock that was ahead, and holds nobody off."""

_OPEN = text(IS_OPEN)
_FREE = or_(
    occurrences.c.lease_until.is_(None),
    occurrences.c.lease_until <= bindparam("at"),
    occurrences.c.lease_until > bindparam("latest"),
)
_SENDABLE = (_OPEN, occurrences.c.run_at <= bindparam("at"), _FREE)
# With all that is asked of them, as they are once locked: joined by their ids they would be as they were before.
_FIRST = (
    select(
        occurrences.c.id.label("occurrence_id"),
        occurrences.c.schedule_id,
        occurrences.c.local_date,
        occurrences.c.run_at,
        occurrences.c.attempts,
        occurrences.c.first_try_at,
        occurrences.c.lease_until,
        occurrences.c.payload,
        occurrences.c.channel_id.label("sent_to"),
    )
    .where(*_SENDABLE)
    .order_by(occurrences.c.run_at, occurrences.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, key_share=True)
    .cte("first")
)
_READY = (
    select(schedules, *SETTINGS, *(column for column in _FIRST.c if column.name != "schedule_id"))
    .join_from(_FIRST, schedules, _FIRST.c.schedule_id == schedules.c.id)
    .outerjoin(guilds, guilds.c.guild_id == schedules.c.guild_id)
    .order_by(_FIRST.c.run_at, _FIRST.c.occurrence_id)
)
_ANY_READY = select(select(occurrences.c.id).where(*_SENDABLE).exists())
_LEASE = (
    update(occurrences)
    .where(occurrences.c.id.in_(bindparam("ids", expanding=True)))
    .values(lease_until=bindparam("until"))
)
_HELD = (occurrences.c.id == bindparam("which"), occurrences.c.lease_until == bindparam("held"), _OPEN)
_START_ATTEMPT = (
    update(occurrences)
    .where(*_HELD)
    .values(
        state=OccurrenceState.SENDING.value,
        attempts=occurrences.c.attempts + 1,
        first_try_at=bindparam("first"),
        payload=bindparam("post"),
        topic_id=bindparam("topic"),
        channel_id=bindparam("channel"),
        lease_until=bindparam("until"),
    )
)
_RESCHEDULE = (
    update(occurrences)
    .where(*_HELD)
    .values(lease_until=bindparam("until"), first_try_at=bindparam("first"), attempts=bindparam("tries"))
)
_FINISH = (
    update(occurrences)
    .where(occurrences.c.id == bindparam("which"), occurrences.c.state != OccurrenceState.SENT.value)
    .values(
        state=bindparam("end"),
        reason=bindparam("why"),
        message_id=bindparam("message"),
        finished_at=bindparam("at"),
        payload=None,
        lease_until=None,
    )
)


@dataclass(frozen=True, slots=True)
class LeasedRun:
    """A run that this process works on until `lease_until` (aware UTC, as all instants here).

    `settings` are those of its server. `post` is None as long as it was not made. `channel_id` is where it goes.
    `attempts` counts the tries to make and send it; `first_try_at` is when the first of those whose outcome is not
    known began: since then, and until `last_lease` at the latest, it may have come into the channel.
    """

    occurrence: Occurrence
    schedule: Schedule
    settings: GuildSettings
    post: MessageDraft | None
    channel_id: int
    attempts: int
    first_try_at: datetime | None
    last_lease: datetime | None
    lease_until: datetime


async def any_ready(connection: AsyncConnection, now: datetime) -> bool:
    """Tell whether there is a run that is due and nobody works on, without taking it."""
    return bool((await connection.execute(_ANY_READY, {"at": now, "latest": now + MAX_LEASE})).scalar())


async def lease_runs(connection: AsyncConnection, now: datetime, until: datetime, most: int) -> tuple[LeasedRun, ...]:
    """Take up to `most` runs that are due and nobody works on, the oldest first, with a lease from `now` to `until`."""
    await force_index_scan(connection)
    rows = (await connection.execute(_READY, {"at": now, "latest": now + MAX_LEASE, "most": most})).all()
    if rows:
        await connection.execute(_LEASE, {"ids": [row.occurrence_id for row in rows], "until": until})
    return tuple(_leased_run(row, until) for row in rows)


async def start_attempt(
    connection: AsyncConnection, leased_run: LeasedRun, post: MessageDraft, first_try_at: datetime, until: datetime
) -> LeasedRun | None:
    """Freeze the post and note that it is about to be sent, with a new lease; None when another has taken the run."""
    row = {"post": post.to_json(), "topic": post.topic_id, "channel": leased_run.channel_id, "first": first_try_at}
    if not (await connection.execute(_START_ATTEMPT, _held(leased_run) | row | {"until": until})).rowcount:
        return None
    return replace(
        leased_run, post=post, attempts=leased_run.attempts + 1, first_try_at=first_try_at, lease_until=until
    )


async def reschedule(connection: AsyncConnection, leased_run: LeasedRun, until: datetime) -> None:
    """Leave a run, with its tries, to whoever comes after `until`; do nothing when another process has leased it."""
    row = _held(leased_run) | {"until": until, "first": leased_run.first_try_at, "tries": leased_run.attempts}
    await connection.execute(_RESCHEDULE, row)


async def finish(
    connection: AsyncConnection,
    occurrence_id: int,
    state: OccurrenceState,
    now: datetime,
    *,
    reason: str = "",
    message_id: int | None = None,
) -> None:
    """Write down how a run ended, whoever holds it: what was sent stays sent, and is known to be from now on."""
    row = {"which": occurrence_id, "end": state.value, "why": reason, "message": message_id, "at": now}
    await connection.execute(_FINISH, row)


def _held(leased_run: LeasedRun) -> dict[str, Any]:
    return {"which": leased_run.occurrence.id, "held": leased_run.lease_until}


def _leased_run(row: Row[Any], until: datetime) -> LeasedRun:
    # Where it may be already is where it is looked for, and sent again; else it goes where the schedule says today.
    channel_id = row.channel_id if row.first_try_at is None else row.sent_to
    return LeasedRun(
        occurrence=Occurrence(row.occurrence_id, ScheduledRun(row.local_date, row.run_at)),
        schedule=schedule_of(row),
        settings=settings_of(row.guild_id, row),
        post=_post(row),
        channel_id=channel_id,
        attempts=row.attempts,
        first_try_at=row.first_try_at,
        last_lease=row.lease_until,
        lease_until=until,
    )


def _post(row: Row[Any]) -> MessageDraft | None:
    if row.payload is None:
        return None
    try:
        return MessageDraft.from_json(row.payload)
    except (TypeError, ValueError):
        log.exception("a kept post cannot be read, it is made anew", extra={"occurrence": row.occurrence_id})
        return None


_RUNS = (
    select(occurrences)
    .where(occurrences.c.schedule_id == bindparam("schedule"), occurrences.c.run_at <= bindparam("at"))
    .order_by(occurrences.c.local_date.desc())
    .limit(bindparam("most"))
)
_DUE = select(func.count()).where(schedules.c.paused_at.is_(None), schedules.c.next_run_at <= bindparam("at"))
_BACKLOG = select(func.count(), func.min(occurrences.c.run_at)).where(
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
    rows = await connection.execute(_RUNS, {"schedule": schedule_id, "at": now, "most": most})
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
        for row in rows
    )


async def backlog(connection: AsyncConnection, now: datetime) -> Backlog:
    """Tell how much is to be done at `now` (aware)."""
    waiting = (await connection.execute(_DUE, {"at": now})).scalar_one()
    count, oldest = (await connection.execute(_BACKLOG, {"at": now})).one()
    return Backlog(waiting, count, oldest)


_PRUNE = delete(occurrences).where(occurrences.c.finished_at.is_not(None), occurrences.c.run_at < bindparam("before"))


async def prune_runs(connection: AsyncConnection, before: datetime) -> int:
    """Delete ended runs that were due before an instant (aware); return how many there were."""
    return (await connection.execute(_PRUNE, {"before": before})).rowcount
