"""Reminders of people's own: kept as schedules of no server, so that they come as posts do, exactly once."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.message_draft import OccurrenceState
from bot.core.recurrence import next_run
from bot.core.reminder import MAX_ONCE
from bot.core.schedule import Plan, Schedule
from bot.store.learning_tables import answers
from bot.store.post_tables import occurrences, schedules
from bot.store.schedules import change, plan_row, resume, schedule_of

_OF_PERSON = (schedules.c.user_id == bindparam("of_user"),)
_ALL = select(schedules).where(*_OF_PERSON).order_by(schedules.c.once_on.is_not(None), schedules.c.next_run_at)
_ADD = insert(schedules).returning(schedules)
_REMOVE = delete(schedules).where(*_OF_PERSON, schedules.c.id == bindparam("which"))
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
    return tuple(schedule_of(row) for row in await connection.execute(_ALL, {"of_user": user_id}))


async def save_reminder(connection: AsyncConnection, plan: Plan, now: datetime) -> Schedule | None:
    """Keep a reminder as planned by a person at `now` (aware); None when they have as many that come once as they may.

    There is one daily reminder: another plan changes it, and it goes on where it was turned off.
    """
    held = await reminders_of(connection, plan.user_id or 0)
    if plan.once_on is not None:
        if sum(1 for reminder in held if reminder.once_on) >= MAX_ONCE:
            return None
        return await _add(connection, plan, now)
    daily = next((reminder for reminder in held if reminder.once_on is None), None)
    if daily is None:
        return await _add(connection, plan, now)
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
    return (await connection.execute(_REMOVE, {"of_user": user_id, "which": schedule_id})).rowcount > 0


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


async def _add(connection: AsyncConnection, plan: Plan, now: datetime) -> Schedule:
    # Dates before the one it is for count as had: it comes on no other, however the plan is computed anew.
    before = plan.once_on - timedelta(days=1) if plan.once_on else None
    first = next_run(now, plan.zone, plan.at, plan.days, taken=before)
    row = plan_row(plan) | {"next_run_at": first.at, "taken": before, "created_at": now}
    return schedule_of((await connection.execute(_ADD, row)).one())
