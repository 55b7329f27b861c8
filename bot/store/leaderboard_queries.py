"""Who is on a server's board of a window, and with what score."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.calendar import Window
from bot.core.leaderboard import Score
from bot.core.progress import TopicState
from bot.store.sql import any_of
from bot.store.tables import learner_totals, members, study_events

_SHOWN = (
    members.c.guild_id == bindparam("guild_id"),
    members.c.hidden.is_(False),
    members.c.left_at.is_(None),
)
_THOSE = any_of(members.c.user_id, "user_ids")
_done = study_events.c
_total = learner_totals.c


# Asked of each member: a server has few of all who study, and the index has each one's events side by side.
def _in_window(*whose: Any) -> Select[Any]:
    return (
        select(
            members.c.user_id,
            members.c.display_name,
            func.sum(_done.points).label("points"),
            func.count().label("topics"),
            func.max(_done.at).label("reached"),
        )
        .join(study_events, _done.user_id == members.c.user_id)
        .where(
            *_SHOWN,
            *whose,
            _done.roadmap_id == bindparam("roadmap_id"),
            _done.kind == TopicState.DONE.value,
            _done.voided_at.is_(None),
            _done.at >= bindparam("start"),
            _done.at < bindparam("end"),
        )
        .group_by(members.c.user_id, members.c.display_name)
        .having(func.sum(_done.points) > 0)
    )


def _ever(*whose: Any) -> Select[Any]:
    return (
        select(members.c.user_id, members.c.display_name, _total.points, _total.topics, _total.last_done_at)
        .join(learner_totals, _total.user_id == members.c.user_id)
        .where(*_SHOWN, *whose, _total.roadmap_id == bindparam("roadmap_id"), _total.points > 0)
    )


_QUESTIONS = {
    (is_window, is_some): ask(_THOSE if is_some else true())
    for is_window, ask in ((True, _in_window), (False, _ever))
    for is_some in (True, False)
}


async def scores(
    connection: AsyncConnection,
    guild_id: int,
    roadmap_id: str,
    window: Window,
    user_ids: Collection[int] | None = None,
) -> list[Score]:
    """Return the scores of the members of a server who are not hidden, have not left and have points in `window`.

    Points count wherever they were earned. With `user_ids`, only those of them.
    """
    asked: dict[str, Any] = {"guild_id": guild_id, "roadmap_id": roadmap_id}
    if window.start is not None:
        asked |= {"start": window.start, "end": window.end}
    if user_ids is not None:
        asked["user_ids"] = user_ids
    question = _QUESTIONS[window.start is not None, user_ids is not None]
    return [Score(*row) for row in (await connection.execute(question, asked)).all()]
