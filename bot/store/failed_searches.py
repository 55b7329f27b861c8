"""What members looked for and nobody found: counted for the author of the roadmap."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import lookup_misses
from bot.store.upsert import upsert

_COUNT = upsert(lookup_misses, lambda new: {"count": lookup_misses.c.count + 1, "last_at": new.last_at})
_MOST = (
    select(
        lookup_misses.c.query,
        lookup_misses.c["count"].label("times"),
        lookup_misses.c.first_at,
        lookup_misses.c.last_at,
    )
    .where(lookup_misses.c.roadmap_id == bindparam("roadmap_id"))
    .order_by(lookup_misses.c["count"].desc(), lookup_misses.c.last_at.desc(), lookup_misses.c.query)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class FailedSearch:
    """Words that found no topic: how often, and when first and last (aware UTC)."""

    query: str
    times: int
    first_at: datetime
    last_at: datetime


async def count_failed_search(connection: AsyncConnection, roadmap_id: str, query: str, at: datetime) -> None:
    """Count that `query` (cut to 100 characters) found nothing at `at` (aware UTC)."""
    row = {"roadmap_id": roadmap_id, "query": query, "count": 1, "first_at": at, "last_at": at}
    await connection.execute(_COUNT.on(connection), row)


async def most_frequent(connection: AsyncConnection, roadmap_id: str, limit: int = 20) -> tuple[FailedSearch, ...]:
    """Return what was missed most often, the most frequent and then the newest first."""
    found = await connection.execute(_MOST, {"roadmap_id": roadmap_id, "most": limit})
    return tuple(FailedSearch(row.query, row.times, row.first_at, row.last_at) for row in found)
