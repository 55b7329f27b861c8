"""Short numbers for roadmaps: a button has room for four signs, and an id may have sixty."""

from collections.abc import Iterable

from sqlalchemy import func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import roadmap_numbers

DEFAULT_NUMBER = 1
"""The number of the roadmap that was the default when numbers were first given; buttons without one mean it too."""

_LOCK = select(
    func.pg_advisory_xact_lock(literal(-0x4E_75_6D))
)  # no user id is negative, so it never meets a learner's
_ALL = select(roadmap_numbers.c.roadmap_id, roadmap_numbers.c.number)


async def roadmap_numbers_of(connection: AsyncConnection) -> dict[str, int]:
    """Return the number of every roadmap that was ever given one, by roadmap id."""
    rows = (await connection.execute(_ALL)).all()
    return {row.roadmap_id: row.number for row in rows}


async def number_roadmaps(connection: AsyncConnection, roadmap_ids: Iterable[str]) -> dict[str, int]:
    """Give each roadmap that has none the next number, in the order given; return the numbers of all, by roadmap id.

    A number is never changed nor given again. The default roadmap comes first: the first of all gets `DEFAULT_NUMBER`.
    """
    wanted = list(dict.fromkeys(roadmap_ids))
    numbers = await roadmap_numbers_of(connection)
    if all(roadmap_id in numbers for roadmap_id in wanted):
        return numbers
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK)
        numbers = await roadmap_numbers_of(connection)
    following = max(numbers.values(), default=DEFAULT_NUMBER - 1) + 1
    missing = [roadmap_id for roadmap_id in wanted if roadmap_id not in numbers]
    given = {roadmap_id: following + place for place, roadmap_id in enumerate(missing)}
    if given:
        rows = [{"roadmap_id": roadmap_id, "number": number} for roadmap_id, number in given.items()]
        await connection.execute(insert(roadmap_numbers), rows)
    return numbers | given
