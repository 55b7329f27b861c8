"""Who leads: the ranks of a server's members over a window, with the viewer's own row and its neighbours."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.calendar import Window, WindowKind
from bot.core.ranking import Board, Rank
from bot.store.tables import learner_totals, members, study_events


def _scores_in_window() -> CTE:
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
        .cte("scores")
    )


def _scores_ever() -> CTE:
    total = learner_totals.c
    return (
        select(total.user_id, total.points, total.topics, total.last_done_at.label("reached"))
        .where(total.roadmap_id == bindparam("roadmap_id"))
        .cte("scores")
    )


def _ranked(scores: CTE) -> CTE:
    best = scores.c.points.desc()
    return (
        select(
            scores.c.user_id,
            members.c.display_name,
            scores.c.points,
            scores.c.topics,
            func.rank().over(order_by=best).label("rank"),
            # Within a tie: who got there first.
            func.row_number().over(order_by=(best, scores.c.reached, scores.c.user_id)).label("position"),
            func.count().over().label("all_members"),
            func.sum(scores.c.topics).over().label("all_topics"),
            func.sum(scores.c.points).over().label("all_points"),
        )
        .join(members, members.c.user_id == scores.c.user_id)
        .where(
            members.c.guild_id == bindparam("guild_id"),
            members.c.hidden.is_(False),
            members.c.left_at.is_(None),
            scores.c.points > 0,
        )
        .cte("ranked")
    )


def _shown(scores: CTE) -> Select[Any]:
    ranked = _ranked(scores)
    mine = select(ranked.c.position).where(ranked.c.user_id == bindparam("viewer_id")).scalar_subquery()
    return (
        select(ranked)
        .where(
            or_(
                ranked.c.position.between(bindparam("first"), bindparam("last")),
                ranked.c.position.between(mine - 1, mine + 1),
                ranked.c.position == 1,  # it carries the sums when the page is past the end
            )
        )
        .order_by(ranked.c.position)
    )


_WINDOW = _shown(_scores_in_window())
_EVER = _shown(_scores_ever())


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
    names = {"guild_id": guild_id, "roadmap_id": roadmap_id, "viewer_id": viewer_id}
    page = {"first": offset + 1, "last": offset + limit}
    if window.kind is WindowKind.ALL:
        found = await connection.execute(_EVER, names | page)
    else:
        found = await connection.execute(_WINDOW, names | page | {"start": window.start, "end": window.end})
    return _board(found.all(), viewer_id, range(offset + 1, offset + limit + 1))


def _board(found: Sequence[Row[Any]], viewer_id: int, page: range) -> Board:
    if not found:
        return Board((), (), None, 0, 0, 0)
    places = {row.position: Rank(row.rank, row.user_id, row.display_name, row.points, row.topics) for row in found}
    mine = next((position for position, place in places.items() if place.user_id == viewer_id), None)
    around: tuple[Rank, ...] = ()
    if mine is not None and mine not in page:
        around = tuple(places[position] for position in range(mine - 1, mine + 2) if position in places)
    return Board(
        rows=tuple(places[position] for position in page if position in places),
        around=around,
        viewer=places[mine] if mine is not None else None,
        members=found[0].all_members,
        topics=found[0].all_topics,
        points=found[0].all_points,
    )
