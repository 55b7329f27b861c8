"""Who is on a server's board and with what score, and who studied in the week of a weekly post."""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.calendar import Window
from bot.core.leaderboard import Score
from bot.core.progress import Award, TopicState
from bot.core.streak import ANSWERS_A_DAY, MAX_FREEZES
from bot.core.user import Visibility
from bot.core.weekly_summary import Studied
from bot.store.learning_tables import answers, rule_news
from bot.store.post_tables import occurrences, schedules
from bot.store.sql import any_of
from bot.store.tables import EARNS_POINTS, learner_totals, members, study_events, users

# Hidden by the person everywhere; or, by an older process beside this one, in this server.
_IS_VISIBLE = members.c.hidden.is_(False) & ~exists().where(
    users.c.user_id == members.c.user_id, users.c.visibility == Visibility.NOBODY.value
)
SHOWN = (
    members.c.guild_id == bindparam("guild_id"),
    members.c.left_at.is_(None),
    _IS_VISIBLE,
    members.c.excluded.is_(False),
)
"""The members of the server `guild_id` who are there, do not hide, and are not excluded."""
_SHOWS_RANK_ALONE = exists().where(users.c.user_id == members.c.user_id, users.c.visibility == Visibility.RANK.value)
# Asked of each row of a board alone, not of what is summed for it.
_NAME = case((_SHOWS_RANK_ALONE, ""), else_=members.c.display_name).label("name")
_THOSE = any_of(members.c.user_id, "user_ids")
_earned = study_events.c
_total = learner_totals.c


# Asked of each member: a server has few of all who study, and the index has each one's events side by side.
def _in_window(*whose: Any) -> Select[Any]:
    return (
        select(
            members.c.user_id,
            _NAME,
            func.sum(_earned.points).label("points"),
            func.count().filter(_earned.kind == Award.SOLID.value).label("topics"),
            func.max(_earned.at).label("reached"),
        )
        .join(study_events, _earned.user_id == members.c.user_id)
        .where(
            *SHOWN,
            *whose,
            _earned.roadmap_id == bindparam("roadmap_id"),
            text(EARNS_POINTS),
            _earned.at >= bindparam("start"),
            _earned.at < bindparam("end"),
        )
        .group_by(members.c.user_id, members.c.display_name)
        .having(func.sum(_earned.points) > 0)
        .order_by(func.sum(_earned.points).desc(), func.max(_earned.at), members.c.user_id)
    )


def _ever(*whose: Any) -> Select[Any]:
    return (
        select(members.c.user_id, _NAME, _total.points, _total.topics, _total.last_done_at)
        .join(learner_totals, _total.user_id == members.c.user_id)
        .where(*SHOWN, *whose, _total.roadmap_id == bindparam("roadmap_id"), _total.points > 0)
        .order_by(_total.points.desc(), _total.last_done_at, _total.user_id)
    )


_QUESTIONS = {
    (is_window, is_some): ask(_THOSE if is_some else true())
    for is_window, ask in ((True, _in_window), (False, _ever))
    for is_some in (True, False)
}


BATCH = 250
"""Scores read at a time: making objects of ten thousand rows at once would make every other member wait for it."""


async def scores(
    connection: AsyncConnection,
    guild_id: int,
    roadmap_id: str,
    window: Window,
    user_ids: Collection[int] | None = None,
) -> list[Score]:
    """Return the scores of the members of a server who are not hidden, have not left and have points in `window`.

    Whoever shows their rank alone has an empty name. Points count wherever they were earned. With `user_ids`, only
    those of them.
    """
    batches = score_batches(connection, guild_id, roadmap_id, window, user_ids)
    return [score async for batch in batches for score in batch]


async def score_batches(
    connection: AsyncConnection,
    guild_id: int,
    roadmap_id: str,
    window: Window,
    user_ids: Collection[int] | None = None,
) -> AsyncIterator[list[Score]]:
    """Yield what `scores` returns in the order of ranks, a batch at a time, with everybody else's turn in between."""
    params: dict[str, Any] = {"guild_id": guild_id, "roadmap_id": roadmap_id}
    if window.start is not None:
        params |= {"start": window.start, "end": window.end}
    if user_ids is not None:
        params["user_ids"] = user_ids
    question = _QUESTIONS[window.start is not None, user_ids is not None]
    for batch in (await connection.execute(question, params)).partitions(BATCH):
        yield [Score(*row) for row in batch]
        await asyncio.sleep(0)


_Conditions = tuple[ColumnElement[bool], ...]


def _in_force(event: FromClause) -> _Conditions:
    return (event.c.roadmap_id == bindparam("roadmap_id"), event.c.voided_at.is_(None))


def _earns(event: FromClause) -> _Conditions:
    return (*_in_force(event), event.c.points > 0)


def _studied(event: FromClause) -> _Conditions:
    return (*_in_force(event), event.c.kind.in_([TopicState.STARTED.value, TopicState.DONE.value]))


_ON_BOARD = (
    members.c.guild_id == bindparam("guild_id"),
    members.c.left_at.is_(None),
    _IS_VISIBLE,
    members.c.excluded.is_(False),
    # Asked of each member: a server has few of all who study, and of each some dozen events.
    exists().where(
        study_events.c.user_id == members.c.user_id,
        *_earns(study_events),
        study_events.c.at >= bindparam("start"),
        study_events.c.at < bindparam("end"),
    ),
)
_event = study_events.alias("event")
_first = func.min(_event.c.at)
_PEOPLE = (
    select(members.c.user_id, _NAME, _first.label("first_done_at"))
    .join(_event, _event.c.user_id == members.c.user_id)
    .where(*_ON_BOARD, *_earns(_event))
    .group_by(members.c.user_id, members.c.display_name)
    .order_by(_first, members.c.user_id)
)
_ends = study_events.alias("ends")
_recent = answers.alias("recent")
_FIRST_DAY: BindParameter[date] = bindparam("first_day")
_LAST_DAY: BindParameter[date] = bindparam("last_day")
_DAYS = (
    select(_event.c.user_id, _event.c.local_date)
    .distinct()
    .join(members, members.c.user_id == _event.c.user_id)
    .where(
        *_ON_BOARD,
        *_studied(_event),
        # A streak that stands reaches one of the last days: of everybody else no day is read.
        or_(
            exists().where(
                _ends.c.user_id == members.c.user_id,
                *_studied(_ends),
                _ends.c.local_date.between(_FIRST_DAY, _LAST_DAY),
            ),
            exists().where(
                _recent.c.user_id == members.c.user_id,
                _recent.c.roadmap_id == bindparam("roadmap_id"),
                _recent.c.local_date.between(_FIRST_DAY, _LAST_DAY),
            ),
        ),
    )
)
_PRACTICE_DAYS = (
    select(answers.c.user_id, answers.c.local_date)
    .join(members, members.c.user_id == answers.c.user_id)
    .where(*_ON_BOARD, answers.c.roadmap_id == bindparam("roadmap_id"))
    .group_by(answers.c.user_id, answers.c.local_date)
    .having(func.count() >= ANSWERS_A_DAY)
)


async def members_who_studied(
    connection: AsyncConnection, guild_id: int, roadmap_id: str, week: Window, last_day: date
) -> tuple[Studied, ...]:
    """Return everybody on a server's board of `week`, whoever has studied longest first.

    `last_day` is the week's last date. The days are only of those whose streak may have stood then.
    """
    params = {"guild_id": guild_id, "roadmap_id": roadmap_id, "start": week.start, "end": week.end}
    people = (await connection.execute(_PEOPLE, params)).all()
    ends = {"last_day": last_day, "first_day": last_day - timedelta(days=MAX_FREEZES + 1)}
    days: dict[int, set[date]] = {}
    for query in (_DAYS, _PRACTICE_DAYS):
        for user_id, day in await connection.execute(query, params | ends):
            days.setdefault(user_id, set()).add(day)
    return tuple(
        Studied(user_id, name, first_done_at, frozenset(days.get(user_id, ())))
        for user_id, name, first_done_at in people
    )


_TOLD = exists().where(
    schedules.c.guild_id == rule_news.c.guild_id,
    schedules.c.kind == "leaderboard",
    occurrences.c.schedule_id == schedules.c.id,
    occurrences.c.id != bindparam("occurrence_id"),
    occurrences.c.state == "sent",
    occurrences.c.run_at >= rule_news.c.since,
)
_DUE = select(rule_news.c.guild_id).where(rule_news.c.guild_id == bindparam("guild_id"), ~_TOLD)


async def rules_are_news(connection: AsyncConnection, guild_id: int, occurrence_id: int) -> bool:
    """Return whether a server knew older rules and no board but this occurrence's was sent since they changed."""
    params = {"guild_id": guild_id, "occurrence_id": occurrence_id}
    return (await connection.execute(_DUE, params)).first() is not None
