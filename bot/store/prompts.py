"""Prompts: what their topics are chosen by, and what members made of them, in a line or a link of their own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, bindparam, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.core.message_draft import OccurrenceState
from bot.core.progress import TopicState
from bot.core.recall import rusty_after
from bot.core.topic_rotation import GroupStanding
from bot.store.group_tables import deeds
from bot.store.learning_tables import memories
from bot.store.post_tables import occurrences
from bot.store.sql import upsert
from bot.store.tables import members, topic_states

SAMPLE = 50
"""Members, the latest active ones, by whom it is judged what is next for most."""
SETTLED = (TopicState.DONE, TopicState.KNOWN, TopicState.SKIPPED)


class DaysBetween(FunctionElement[int]):
    """The whole days from one date to another."""

    inherit_cache = True
    type = Integer()


@compiles(DaysBetween, "postgresql")
def _on_postgresql(element: DaysBetween, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({later} - {earlier})"


@compiles(DaysBetween, "sqlite")
def _on_sqlite(element: DaysBetween, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(julianday({later}) - julianday({earlier}))"


# A run of which nobody knows whether it was posted counts: to repeat a topic is worse than to leave one out.
_POSTED = select(
    literal("posted").label("what"),
    occurrences.c.topic_id.label("text"),
    occurrences.c.local_date,
    literal(0).label("number"),
).where(
    occurrences.c.schedule_id == bindparam("schedule"),
    occurrences.c.topic_id.is_not(None),
    occurrences.c.state.in_((OccurrenceState.SENDING, OccurrenceState.SENT, OccurrenceState.UNKNOWN)),
)
_MARKED_LATELY = (
    members.c.guild_id == bindparam("guild"),
    members.c.left_at.is_(None),
    topic_states.c.roadmap_id == bindparam("roadmap"),
    topic_states.c.changed_at >= bindparam("since"),
)
_GROUP = (
    select(topic_states.c.user_id)
    .distinct()
    .join(members, members.c.user_id == topic_states.c.user_id)
    .where(*_MARKED_LATELY)
    .cte("active")
)
_DONE_BY_ALL = (
    select(literal("done"), topic_states.c.topic_id, null(), literal(0))
    .where(
        topic_states.c.roadmap_id == bindparam("roadmap"),
        topic_states.c.state == TopicState.DONE.value,
        topic_states.c.user_id.in_(select(_GROUP.c.user_id)),
    )
    .group_by(topic_states.c.topic_id)
    .having(func.count() == select(func.count()).select_from(_GROUP).scalar_subquery())
)
_LATEST = (
    select(members.c.user_id)
    .where(
        members.c.guild_id == bindparam("guild"),
        members.c.left_at.is_(None),
        members.c.last_seen_at >= bindparam("since"),
    )
    .order_by(members.c.last_seen_at.desc())
    .limit(SAMPLE)
    .subquery("latest")
)
_SETTLED = (
    select(
        literal("settled"),
        func.aggregate_strings(topic_states.c.topic_id, ","),
        null(),
        func.count(),
    )
    .where(
        topic_states.c.roadmap_id == bindparam("roadmap"),
        topic_states.c.state.in_([state.value for state in SETTLED]),
        topic_states.c.user_id.in_(select(_LATEST.c.user_id)),
    )
    .group_by(topic_states.c.user_id)
)
_RUSTY = (
    select(literal("rusty"), memories.c.topic_id, null(), func.count())
    .join(members, members.c.user_id == memories.c.user_id)
    .where(
        members.c.guild_id == bindparam("guild"),
        members.c.left_at.is_(None),
        memories.c.roadmap_id == bindparam("roadmap"),
        memories.c.last_on >= bindparam("since_day"),
        memories.c.right_days > 0,
        or_(
            memories.c.slipped,
            DaysBetween(memories.c.last_on, bindparam("today", type_=Date)) > memories.c.stability * rusty_after(),
        ),
    )
    .group_by(memories.c.topic_id)
)
# One question for all: each takes about a twelfth of what a post costs.
_WALK = union_all(_POSTED, _DONE_BY_ALL, _SETTLED, _RUSTY).order_by("local_date")


async def group_standing(
    connection: AsyncConnection, schedule_id: int, guild_id: int, roadmap_id: str, since: datetime, today: date
) -> GroupStanding:
    """Return what a schedule has posted, and where a server's members stand on a roadmap on a local date.

    `since` (aware) is what lately means: whoever has neither marked nor answered anything since does not count.
    """
    wanted = {
        "schedule": schedule_id,
        "guild": guild_id,
        "roadmap": roadmap_id,
        "since": since,
        "since_day": since.date(),
        "today": today,
    }
    rows = (await connection.execute(_WALK, wanted)).all()
    return GroupStanding(
        posted=tuple(row.text for row in rows if row.what == "posted"),
        done_by_all=frozenset(row.text for row in rows if row.what == "done"),
        rusty={row.text: row.number for row in rows if row.what == "rusty"},
        settled=tuple(frozenset(row.text.split(",")) for row in rows if row.what == "settled"),
    )


_SAVE_DEED = upsert(deeds, lambda new: {"text": new.text, "local_date": new.local_date, "at": new.at})
_DEED = select(deeds.c.topic_id, deeds.c.text).where(
    deeds.c.user_id == bindparam("user_id"), deeds.c.message_id == bindparam("message_id")
)


async def save_deed(connection: AsyncConnection, deed: Mapping[str, Any]) -> None:
    """Keep a line under its member and message; an earlier one there is replaced."""
    await connection.execute(_SAVE_DEED.on(connection), dict(deed))


async def deed_of(connection: AsyncConnection, user_id: int, message_id: int) -> tuple[str, str] | None:
    """Return the topic's id and the line that somebody left at a prompt; None when they have left none."""
    row = (await connection.execute(_DEED, {"user_id": user_id, "message_id": message_id})).first()
    return (row.topic_id, row.text) if row else None
