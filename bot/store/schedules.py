"""The recurring posts of servers and reminders of people's own: planning, changing, pausing and removing them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState
from bot.core.post_kinds import post_kind
from bot.core.recurrence import next_run
from bot.core.reminder import MAX_ONCE
from bot.core.schedule import MOST_SCHEDULES, Plan, QuietWeek, Schedule, TopicOrder
from bot.store.claims import PLANNED_SCHEDULES, release_future_claims
from bot.store.learning_tables import answers
from bot.store.post_tables import IS_UNNOTIFIED, days_of, late_of, occurrences, schedules, time_of
from bot.store.sql import any_of, zone_of

_ADD = insert(schedules).returning(schedules)
_COUNT = select(func.count(), func.max(schedules.c.number)).where(schedules.c.guild_id == bindparam("of_guild"))
_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(bindparam("of_guild")))
_OURS = (schedules.c.id == bindparam("which"), schedules.c.guild_id == bindparam("of_guild"))
_ONE = PLANNED_SCHEDULES.where(*_OURS)
_NUMBERED = PLANNED_SCHEDULES.where(
    schedules.c.guild_id == bindparam("of_guild"), schedules.c.number == bindparam("number")
)
_HELD = select(schedules).where(*_OURS).with_for_update(key_share=True)
_ALL = PLANNED_SCHEDULES.where(schedules.c.guild_id == bindparam("of_guild")).order_by(
    schedules.c.number, schedules.c.id
)
_REMOVE = delete(schedules).where(*_OURS)
_PAUSE = (
    update(schedules)
    .where(*_OURS, schedules.c.paused_at.is_(None))
    .values(paused_at=bindparam("since"), pause_reason=bindparam("why"), told_at=None)
)
_RESUME = (
    update(schedules)
    .where(*_OURS, schedules.c.paused_at.is_not(None))
    .values(paused_at=None, pause_reason="", told_at=None, next_run_at=bindparam("next"))
)
_UNNOTIFIED = (
    select(schedules)
    .where(text(IS_UNNOTIFIED), schedules.c.user_id.is_(None))
    .order_by(schedules.c.paused_at)
    .limit(bindparam("most"))
)
_MARK_NOTIFIED = (
    update(schedules)
    .where(schedules.c.guild_id == bindparam("of_guild"), text(IS_UNNOTIFIED))
    .values(told_at=bindparam("since"))
    .returning(schedules.c.id)
)
_MARK_THESE_NOTIFIED = _MARK_NOTIFIED.where(any_of(schedules.c.id, "ids"))


async def add(connection: AsyncConnection, plan: Plan, now: datetime) -> Schedule | None:
    """Keep a new schedule, first due after `now` (aware); None when its server has as many as it may."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ONE_AT_A_TIME, {"of_guild": plan.guild_id})
    count, newest = (await connection.execute(_COUNT, {"of_guild": plan.guild_id})).one()
    if count >= MOST_SCHEDULES:
        return None
    first = next_run(now, plan.zone, plan.at, plan.days)
    row = plan_row(plan) | {"next_run_at": first.at, "created_at": now, "number": (newest or 0) + 1}
    return schedule_of((await connection.execute(_ADD, row)).one())


async def get(connection: AsyncConnection, guild_id: int, schedule_id: int, now: datetime) -> Schedule | None:
    """Return a schedule of a server as it is at `now` (aware); None when the server has none of that id."""
    row = (await connection.execute(_ONE, _which(guild_id, schedule_id) | {"at": now})).first()
    return schedule_of(row) if row else None


async def get_by_number(connection: AsyncConnection, guild_id: int, number: int, now: datetime) -> Schedule | None:
    """Return the schedule that a server's people call by `number`, as `get` does."""
    row = (await connection.execute(_NUMBERED, {"of_guild": guild_id, "number": number, "at": now})).first()
    return schedule_of(row) if row else None


async def list_for_guild(connection: AsyncConnection, guild_id: int, now: datetime) -> tuple[Schedule, ...]:
    """Return the schedules of a server as they are at `now` (aware), the oldest first."""
    rows = await connection.execute(_ALL, {"of_guild": guild_id, "at": now})
    return tuple(schedule_of(row) for row in rows)


async def change(connection: AsyncConnection, wanted: Schedule, now: datetime) -> Schedule | None:
    """Make a schedule as planned in `wanted`, whose id and server say which; None when it is gone.

    When its time, days or zone change, it is next due after `now` (aware), but never again on a date that had its run.
    Whether it is paused stays as it is.
    """
    which = _which(wanted.guild_id, wanted.id)
    row = (await connection.execute(_HELD, which)).first()
    if row is None:
        return None
    if await release_future_claims(connection, wanted.id, now):
        row = (await connection.execute(_HELD, which)).one()
    before = schedule_of(row)
    changed = plan_row(wanted)
    if wanted.zone == before.zone:
        changed["zone"] = row.zone  # also one that is not known here
    if (before.at, before.days, before.zone) != (wanted.at, wanted.days, wanted.zone):
        changed["next_run_at"] = next_run(now, wanted.zone, wanted.at, wanted.days, last_date=row.taken).at
    statement = update(schedules).where(schedules.c.id == wanted.id).values(changed).returning(schedules)
    return schedule_of((await connection.execute(statement)).one())


async def pause(connection: AsyncConnection, guild_id: int, schedule_id: int, now: datetime, reason: str = "") -> bool:
    """Pause a schedule; `reason` when the bot itself does. False when it was paused already, or is gone."""
    row = _which(guild_id, schedule_id) | {"since": now, "why": reason}
    if not (await connection.execute(_PAUSE, row)).rowcount:
        return False
    await release_future_claims(connection, schedule_id, now)
    return True


async def resume(connection: AsyncConnection, guild_id: int, schedule_id: int, now: datetime) -> Schedule | None:
    """Let a paused schedule go on, next due after `now` (aware); None when it was not paused, or is gone."""
    row = (await connection.execute(_HELD, _which(guild_id, schedule_id))).first()
    if row is None or row.paused_at is None:
        return None
    held = schedule_of(row)
    ahead = next_run(now, held.zone, held.at, held.days, last_date=row.taken)
    await connection.execute(_RESUME, _which(guild_id, schedule_id) | {"next": ahead.at})
    return replace(held, paused=False, pause_reason="", next_run_at=ahead.at)


async def remove(connection: AsyncConnection, guild_id: int, schedule_id: int) -> bool:
    """Remove a schedule with its history; False when the server has none of that id."""
    return (await connection.execute(_REMOVE, _which(guild_id, schedule_id))).rowcount > 0


async def unnotified(connection: AsyncConnection, most: int) -> tuple[Schedule, ...]:
    """Return schedules that the bot itself paused and nobody was told of, the longest paused first."""
    rows = await connection.execute(_UNNOTIFIED, {"most": most})
    return tuple(schedule_of(row) for row in rows)


async def mark_notified(
    connection: AsyncConnection, guild_id: int, now: datetime, schedule_ids: Collection[int] | None = None
) -> frozenset[int]:
    """Note that a server's organisers know what the bot paused; return the ids of which they did not yet.

    With `schedule_ids`, only of those.
    """
    names: dict[str, Any] = {"of_guild": guild_id, "since": now}
    if schedule_ids is None:
        rows = await connection.execute(_MARK_NOTIFIED, names)
    else:
        rows = await connection.execute(_MARK_THESE_NOTIFIED, names | {"ids": schedule_ids})
    return frozenset(row.id for row in rows)


def schedule_of(row: Row[Any]) -> Schedule:
    """Return the schedule that a row with all columns of its table is."""
    zone = zone_of(row.zone)
    return Schedule(
        id=row.id,
        number=row.number or 0,
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        kind=post_kind(row.kind),
        at=time_of(row.at_minute),
        days=days_of(row.days),
        zone=zone,
        unknown_zone="" if zone.key == row.zone else row.zone,
        late=late_of(row.late_minutes),
        role_id=row.role_id,
        silent=row.silent,
        sections=tuple(row.sections),
        order=TopicOrder(row.topic_order),
        quiet_week=QuietWeek(row.quiet_week),
        user_id=row.user_id,
        once_on=row.once_on,
        topic_id=row.topic_id,
        paused=row.paused_at is not None,
        pause_reason=row.pause_reason,
        next_run_at=row.next_run_at,
    )


def plan_row(plan: Plan) -> dict[str, Any]:
    """Return a plan as the columns of its table."""
    return {
        "guild_id": plan.guild_id,
        "channel_id": plan.channel_id,
        "kind": plan.kind.id,
        "at_minute": plan.at.hour * 60 + plan.at.minute,
        "days": sum(1 << day for day in plan.days),
        "zone": plan.zone.key,
        "late_minutes": plan.late // timedelta(minutes=1),
        "role_id": plan.role_id,
        "silent": plan.silent,
        "sections": list(plan.sections),
        "topic_order": plan.order.value,
        "quiet_week": plan.quiet_week.value,
        "user_id": plan.user_id,
        "once_on": plan.once_on,
        "topic_id": plan.topic_id,
    }


def _which(guild_id: int, schedule_id: int) -> dict[str, Any]:
    return {"of_guild": guild_id, "which": schedule_id}


_OF_PERSON = (schedules.c.user_id == bindparam("of_user"),)
_REMINDERS = select(schedules).where(*_OF_PERSON).order_by(schedules.c.once_on.is_not(None), schedules.c.next_run_at)
_REMOVE_REMINDER = delete(schedules).where(*_OF_PERSON, schedules.c.id == bindparam("which"))
_LAST_ANSWER = select(func.max(answers.c.at)).where(answers.c.user_id == bindparam("of_user")).scalar_subquery()
_UNANSWERED = select(func.count()).where(
    occurrences.c.schedule_id == bindparam("which"),
    occurrences.c.state == OccurrenceState.SENT.value,
    or_(_LAST_ANSWER.is_(None), occurrences.c.finished_at > _LAST_ANSWER),
)
_HAD_ITS_DAY = (
    select(occurrences.c.id)
    .where(
        occurrences.c.schedule_id == schedules.c.id,
        occurrences.c.local_date >= schedules.c.once_on,
        occurrences.c.finished_at.is_not(None),
    )
    .exists()
)
_PAST = (schedules.c.once_on.is_not(None), _HAD_ITS_DAY)
_ANY_PAST = select(select(schedules.c.id).where(*_PAST).exists())
_FORGET = delete(schedules).where(*_PAST)


async def reminders_of(connection: AsyncConnection, user_id: int) -> tuple[Schedule, ...]:
    """Return somebody's reminders: the daily one first, then those that come once, the next one first."""
    return tuple(schedule_of(row) for row in await connection.execute(_REMINDERS, {"of_user": user_id}))


async def save_reminder(connection: AsyncConnection, plan: Plan, now: datetime) -> Schedule | None:
    """Keep a reminder as planned by a person at `now` (aware); None when they have as many that come once as they may.

    There is one daily reminder: another plan changes it, and it goes on where it was turned off.
    """
    held = await reminders_of(connection, plan.user_id or 0)
    if plan.once_on is not None:
        if sum(1 for reminder in held if reminder.once_on) >= MAX_ONCE:
            return None
        return await _add_reminder(connection, plan, now)
    daily = next((reminder for reminder in held if reminder.once_on is None), None)
    if daily is None:
        return await _add_reminder(connection, plan, now)
    wanted = replace(daily, at=plan.at, zone=plan.zone, channel_id=plan.channel_id)
    changed = await change(connection, wanted, now)
    return await resume(connection, daily.guild_id, daily.id, now) or changed


async def move_reminder(connection: AsyncConnection, user_id: int, zone: ZoneInfo, now: datetime) -> None:
    """Let somebody's daily reminder go by another zone from `now` (aware) on."""
    held = await reminders_of(connection, user_id)
    for daily in (reminder for reminder in held if reminder.once_on is None and reminder.zone != zone):
        await change(connection, replace(daily, zone=zone), now)


async def remove_reminder(connection: AsyncConnection, user_id: int, schedule_id: int) -> bool:
    """Remove a reminder of somebody's; False when they have none of that id."""
    return (await connection.execute(_REMOVE_REMINDER, {"of_user": user_id, "which": schedule_id})).rowcount > 0


async def unanswered(connection: AsyncConnection, user_id: int, schedule_id: int) -> int:
    """Return how many times a reminder came since its owner last answered a question."""
    names = {"of_user": user_id, "which": schedule_id}
    return int((await connection.execute(_UNANSWERED, names)).scalar_one())


async def any_past_reminder(connection: AsyncConnection) -> bool:
    """Tell whether there is something for `forget_past_reminders` to delete."""
    return bool((await connection.execute(_ANY_PAST)).scalar())


async def forget_past_reminders(connection: AsyncConnection) -> int:
    """Delete reminders, and posts of servers, that were to come once and had their day; return how many."""
    return (await connection.execute(_FORGET)).rowcount


async def _add_reminder(connection: AsyncConnection, plan: Plan, now: datetime) -> Schedule:
    # Dates before the one it is for count as had: it comes on no other, however the plan is computed anew.
    before = plan.once_on - timedelta(days=1) if plan.once_on else None
    first = next_run(now, plan.zone, plan.at, plan.days, last_date=before)
    row = plan_row(plan) | {"next_run_at": first.at, "taken": before, "created_at": now}
    return schedule_of((await connection.execute(_ADD, row)).one())
