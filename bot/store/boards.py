"""Who leads: the ranks of a server's members over a window, with the viewer's own row and its neighbours."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Row,
    Select,
    bindparam,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.calendar import Window, WindowKind
from bot.core.ranking import Board, Rank
from bot.store.tables import learner_totals, members, study_events

# One statement, because summing a window's events costs more than all the rest. It ranks with plain scans over the
# members with points, at most some thousands; window functions over all of them take two to three times as long.


def _scores_in_window() -> FromClause:
    done = study_events.c
    return (
        select(
            done.user_id,
            func.sum(done.points).label("points"),
            func.count().label("topics"),
            func.max(done.at).label("reached"),
        )
        .where(
            done.roadmap_id == bindparam("roadmap_id"),
            done.kind == "done",
            done.voided_at.is_(None),
            done.at >= bindparam("start"),
            done.at < bindparam("end"),
        )
        .group_by(done.user_id)
        .subquery("scores")
    )


def _scores_ever() -> FromClause:
    total = learner_totals.c
    return (
        select(total.user_id, total.points, total.topics, total.last_done_at.label("reached"))
        .where(total.roadmap_id == bindparam("roadmap_id"))
        .subquery("scores")
    )


def _shown(scores: FromClause) -> CTE:
    """Everybody who is on the board, in no order."""
    return (
        select(scores.c.user_id, scores.c.points, scores.c.topics, scores.c.reached)
        .join(members, members.c.user_id == scores.c.user_id)
        .where(
            members.c.guild_id == bindparam("guild_id"),
            members.c.hidden.is_(False),
            members.c.left_at.is_(None),
            scores.c.points > 0,
        )
        .cte("shown")
    )


def _place(one: FromClause) -> ColumnElement[Any]:
    """The order of the board, as a value that rises down the rows: within a tie, who got there first."""
    return tuple_(-one.c.points, one.c.reached, one.c.user_id)


def _rows(shown: CTE) -> CTE:
    """The page, then the viewer between the neighbours."""
    down = (shown.c.points.desc(), shown.c.reached, shown.c.user_id)
    up = (shown.c.points, shown.c.reached.desc(), shown.c.user_id.desc())
    viewer = select(shown).where(shown.c.user_id == bindparam("viewer_id")).cte("viewer")
    parts = (
        select(shown).order_by(*down).limit(bindparam("limit")).offset(bindparam("offset")).subquery("page"),
        select(shown).join(viewer, _place(shown) < _place(viewer)).order_by(*up).limit(1).subquery("above"),
        viewer,
        select(shown).join(viewer, _place(shown) > _place(viewer)).order_by(*down).limit(1).subquery("below"),
    )
    return union_all(*(select(literal(number).label("part"), part) for number, part in enumerate(parts))).cte("rows")


def _board_over(scores: FromClause) -> Select[Any]:
    shown = _shown(scores)
    rows = _rows(shown)
    tiers = (
        select(shown.c.points, func.count().label("members"), func.sum(shown.c.topics).label("topics"))
        .group_by(shown.c.points)
        .cte("tiers")
    )
    sums = select(
        func.sum(tiers.c.members).label("all_members"),
        func.sum(tiers.c.topics).label("all_topics"),
        func.sum(tiers.c.points * tiers.c.members).label("all_points"),
    ).subquery("sums")
    ahead = select(func.coalesce(func.sum(tiers.c.members), 0)).where(tiers.c.points > rows.c.points).scalar_subquery()
    named = (members.c.guild_id == bindparam("guild_id")) & (members.c.user_id == rows.c.user_id)
    return (
        select(sums, rows, members.c.display_name, (ahead + 1).label("rank"))
        .select_from(sums.outerjoin(rows, true()).outerjoin(members, named))  # the sums, even if the page is empty
        .order_by(rows.c.part, rows.c.points.desc(), rows.c.reached, rows.c.user_id)
    )


_WINDOW = _board_over(_scores_in_window())
_EVER = _board_over(_scores_ever())


async def board(
    connection: AsyncConnection,
    guild_id: int,
    roadmap_id: str,
    window: Window,
    *,
    viewer_id: int,
    offset: int,
    limit: int = 10,
) -> Board:
    """Rank the members of a server who are not hidden, have not left and have points in `window`.

    Points count wherever they were earned. Gives `limit` rows from `offset` (from 0) on.
    """
    asked = {
        "guild_id": guild_id,
        "roadmap_id": roadmap_id,
        "viewer_id": viewer_id,
        "limit": limit,
        "offset": offset,
    }
    if window.kind is WindowKind.ALL:
        found = await connection.execute(_EVER, asked)
    else:
        found = await connection.execute(_WINDOW, asked | {"start": window.start, "end": window.end})
    return _board(found.all(), viewer_id)


def _board(found: Sequence[Row[Any]], viewer_id: int) -> Board:
    sums = found[0]
    ranked = [
        (row.part, Rank(int(row.rank), row.user_id, row.display_name, row.points, row.topics))
        for row in found
        if row.part is not None
    ]
    page = tuple(rank for part, rank in ranked if part == 0)
    around = tuple(rank for part, rank in ranked if part != 0)
    return Board(
        rows=page,
        around=() if any(rank.user_id == viewer_id for rank in page) else around,
        viewer=next((rank for rank in around if rank.user_id == viewer_id), None),
        members=int(sums.all_members or 0),
        topics=int(sums.all_topics or 0),
        points=int(sums.all_points or 0),
    )
