"""What posts ask about a server's members as a group: who studied in a week, and since when."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, FromClause, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.calendar import Window
from bot.core.progress import TopicState
from bot.core.weekly_summary import Studied
from bot.store.tables import members, study_events

_Conditions = tuple[ColumnElement[bool], ...]


def _in_force(event: FromClause) -> _Conditions:
    return (event.c.roadmap_id == bindparam("roadmap_id"), event.c.voided_at.is_(None))


def _finished(event: FromClause) -> _Conditions:
    return (*_in_force(event), event.c.kind == TopicState.DONE.value)


def _studied(event: FromClause) -> _Conditions:
    return (*_in_force(event), event.c.kind != TopicState.SKIPPED.value)


_ON_BOARD = (
    members.c.guild_id == bindparam("guild_id"),
    members.c.hidden.is_(False),
    members.c.left_at.is_(None),
    # Asked of each member: a server has few of all who study, and of each some dozen events.
    exists().where(
        study_events.c.user_id == members.c.user_id,
        *_finished(study_events),
        study_events.c.at >= bindparam("start"),
        study_events.c.at < bindparam("end"),
    ),
)
_event = study_events.alias("event")
_first = func.min(_event.c.at)
_PEOPLE = (
    select(members.c.user_id, members.c.display_name, _first.label("first_done_at"))
    .join(_event, _event.c.user_id == members.c.user_id)
    .where(*_ON_BOARD, *_finished(_event))
    .group_by(members.c.user_id, members.c.display_name)
    .order_by(_first, members.c.user_id)
)
_ends = study_events.alias("ends")
_DAYS = (
    select(_event.c.user_id, _event.c.local_date)
    .distinct()
    .join(members, members.c.user_id == _event.c.user_id)
    .where(
        *_ON_BOARD,
        *_studied(_event),
        # A streak that stands reaches one of the last two days: of everybody else no day is read.
        exists().where(
            _ends.c.user_id == members.c.user_id,
            *_studied(_ends),
            _ends.c.local_date.in_([bindparam("last_day"), bindparam("day_before")]),
        ),
    )
)


async def members_who_studied(
    connection: AsyncConnection, guild_id: int, roadmap_id: str, week: Window, last_day: date
) -> tuple[Studied, ...]:
    """Return everybody on a server's board of `week`, whoever has studied longest first.

    `last_day` is the week's last date. The days are only of those whose streak may have stood then.
    """
    asked = {"guild_id": guild_id, "roadmap_id": roadmap_id, "start": week.start, "end": week.end}
    people = (await connection.execute(_PEOPLE, asked)).all()
    ends = {"last_day": last_day, "day_before": last_day - timedelta(days=1)}
    days: dict[int, set[date]] = {}
    for user_id, day in await connection.execute(_DAYS, asked | ends):
        days.setdefault(user_id, set()).add(day)
    return tuple(
        Studied(user_id, name, first_done_at, frozenset(days.get(user_id, ())))
        for user_id, name, first_done_at in people
    )
