"""What was sought and not found, and questions said to be wrong: words for whoever writes the content."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.member import LearnerKey, RequestContext
from bot.store.database import Database
from bot.store.learning_tables import question_flags
from bot.store.sql import upsert
from bot.store.tables import lookup_misses

MAX_KEPT = 2_000
"""Failed searches that are kept of a roadmap: the most frequent, and of those the newest."""
MAX_PENDING = 1_000
"""Failed searches that are kept in mind while they cannot be recorded."""

_COUNT = upsert(lookup_misses, lambda new: {"count": lookup_misses.c.count + 1, "last_at": new.last_at})
_MOST_FREQUENT = (
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


_RANKED = (
    select(lookup_misses.c.query)
    .where(lookup_misses.c.roadmap_id == bindparam("of_roadmap"))
    .order_by(lookup_misses.c["count"].desc(), lookup_misses.c.last_at.desc(), lookup_misses.c.query)
)
_PRUNE_SEARCHES = delete(lookup_misses).where(
    lookup_misses.c.roadmap_id == bindparam("of_roadmap"),
    lookup_misses.c.query.in_(_RANKED.limit(bindparam("most")).offset(bindparam("kept"))),
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
    rows = await connection.execute(_MOST_FREQUENT, {"roadmap_id": roadmap_id, "most": limit})
    return tuple(FailedSearch(row.query, row.times, row.first_at, row.last_at) for row in rows)


async def prune_failed_searches(connection: AsyncConnection, roadmap_id: str, most: int = MAX_KEPT) -> int:
    """Forget all failed searches of a roadmap but the `most` most frequent; return how many went."""
    names = {"of_roadmap": roadmap_id, "kept": most, "most": 1_000_000}
    return (await connection.execute(_PRUNE_SEARCHES, names)).rowcount


class FailedSearches:
    """Keeps failed searches in mind until `record` writes them, which no answer waits for."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._pending: deque[tuple[str, str, datetime]] = deque(maxlen=MAX_PENDING)

    @property
    def are_pending(self) -> bool:
        """Whether there is anything to record."""
        return bool(self._pending)

    def add(self, roadmap_id: str, query: str) -> None:
        """Keep in mind that `query` found nothing."""
        if query:
            self._pending.append((roadmap_id, query.casefold(), self._clock()))

    async def record(self) -> None:
        """Record what is pending; what cannot be recorded now is kept for the next time."""
        while pending := tuple(self._pending):
            async with self._database.writing() as connection:
                for roadmap_id, query, at in pending:
                    await count_failed_search(connection, roadmap_id, query, at)
                for roadmap_id in {roadmap_id for roadmap_id, _, _ in pending}:
                    await prune_failed_searches(connection, roadmap_id)
            for _ in pending:
                self._pending.popleft()


_PUT = upsert(question_flags, lambda new: {"note": new.note, "local_date": new.local_date, "at": new.at})
_TODAY = select(func.count()).where(
    question_flags.c.user_id == bindparam("user_id"),
    question_flags.c.local_date == bindparam("day"),
    question_flags.c.question_id != bindparam("question_id"),
)
_MOST_FLAGGED = (
    select(question_flags.c.question_id, question_flags.c.topic_id, func.count().label("times"))
    .where(question_flags.c.roadmap_id == bindparam("roadmap_id"))
    .group_by(question_flags.c.question_id, question_flags.c.topic_id)
    .order_by(func.count().desc(), question_flags.c.question_id)
    .limit(bindparam("most"))
)
_FLAGS_OF = select(func.count(), func.max(question_flags.c.topic_id)).where(
    question_flags.c.roadmap_id == bindparam("roadmap_id"), question_flags.c.question_id == bindparam("question_id")
)
_NOTES = (
    select(question_flags.c.note)
    .where(
        question_flags.c.roadmap_id == bindparam("roadmap_id"),
        question_flags.c.question_id == bindparam("question_id"),
        question_flags.c.note != "",
    )
    .order_by(question_flags.c.at.desc())
    .limit(3)
)


@dataclass(frozen=True, slots=True)
class FlaggedQuestion:
    """A question, how many members found something wrong with it, and the newest of their words."""

    question_id: str
    topic_id: str
    times: int
    notes: tuple[str, ...]


async def flags_today(connection: AsyncConnection, user_id: int, day: date, question_id: str) -> int:
    """Return how many other questions somebody flagged on a local date."""
    params = {"user_id": user_id, "day": day, "question_id": question_id}
    return int((await connection.execute(_TODAY, params)).scalar_one())


async def flag_question(
    connection: AsyncConnection,
    request: RequestContext,
    learner: LearnerKey,
    *,
    topic_id: str,
    question_id: str,
    note: str,
    day: date,
) -> None:
    """Note that a learner found something wrong with a question; their later words replace the earlier ones."""
    row = {
        "user_id": learner.user_id,
        "roadmap_id": learner.roadmap_id,
        "question_id": question_id,
        "topic_id": topic_id,
        "note": note,
        "local_date": day,
        "at": request.at,
    }
    await connection.execute(_PUT.on(connection), row)


async def flags_of(connection: AsyncConnection, roadmap_id: str, question_id: str) -> FlaggedQuestion | None:
    """Return what members found wrong with one question; None when nobody did."""
    params = {"roadmap_id": roadmap_id, "question_id": question_id}
    times, topic_id = (await connection.execute(_FLAGS_OF, params)).one()
    if not times:
        return None
    return FlaggedQuestion(question_id, topic_id, times, tuple((await connection.execute(_NOTES, params)).scalars()))


async def settle_flags(connection: AsyncConnection, roadmap_id: str, question_id: str) -> None:
    """Forget what was said against a question; whoever finds it wrong still may say so again."""
    await connection.execute(
        delete(question_flags).where(
            question_flags.c.roadmap_id == roadmap_id, question_flags.c.question_id == question_id
        )
    )


async def most_flagged(connection: AsyncConnection, roadmap_id: str, limit: int = 20) -> tuple[FlaggedQuestion, ...]:
    """Return the questions that most members flagged, with up to three of their notes."""
    rows = (await connection.execute(_MOST_FLAGGED, {"roadmap_id": roadmap_id, "most": limit})).all()
    flagged = []
    for row in rows:
        params = {"roadmap_id": roadmap_id, "question_id": row.question_id}
        notes = tuple((await connection.execute(_NOTES, params)).scalars())
        flagged.append(FlaggedQuestion(row.question_id, row.topic_id, row.times, notes))
    return tuple(flagged)
