"""What a host asks of a database at a glance: who is there, what is due and what failed, and how big it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select, text, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import StartError
from bot.core.recurrence import PUNCTUAL
from bot.store import migrate
from bot.store.database import Database
from bot.store.learning_tables import answers
from bot.store.maintenance import copies
from bot.store.occurrences import Backlog, backlog
from bot.store.post_tables import IS_OPEN, occurrences, schedules
from bot.store.tables import members, study_events
from bot.store.url import parse_database_url, sqlite_file

WEEK = timedelta(days=7)

_SIZES = {
    "sqlite": text(
        "SELECT master.tbl_name, sum(pages.pgsize) FROM dbstat AS pages JOIN sqlite_master AS master"
        " ON master.name = pages.name GROUP BY master.tbl_name ORDER BY 2 DESC, 1"
    ),
    "postgresql": text(
        "SELECT relname, pg_total_relation_size(relid) FROM pg_catalog.pg_statio_user_tables"
        " WHERE schemaname = current_schema() ORDER BY 2 DESC, 1"
    ),
}
"""Bytes of each table with its indexes, the largest first."""


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What is so at one instant; all instants are aware UTC.

    `active` counts members who studied or answered in the last seven days; `failed` are the reasons why runs of these
    days ended without a post, as they are kept, with how many each; `paused` the same of schedules that are paused now.
    `oldest_lease` is when the lease that ends first ends. `sizes` are bytes by table, empty where the SQLite library
    cannot tell; `last_copy` is when a SQLite file was last copied before a migration.
    """

    revision: str
    servers: int
    members: int
    active: int
    posts: Backlog
    late: int
    failed: Sequence[tuple[str, int]]
    paused: Sequence[tuple[str, int]]
    oldest_lease: datetime | None
    sizes: Sequence[tuple[str, int]]
    last_copy: Path | None


async def host_status(database_url: str, now: datetime) -> HostStatus:
    """Return the status of a database as of `now` (aware); a bot may be at work on it.

    StartError where there is none of Waymark's, or one of another version.
    """
    file = sqlite_file(parse_database_url(database_url))
    if file is not None and not file.is_file():
        raise StartError(f"there is no database at {file}")
    revision = migrate.current(database_url)
    if revision is None:
        raise StartError("the database holds none of Waymark's tables: is DATABASE_URL right?")
    if revision != migrate.latest():
        raise StartError(
            f"the database is at revision {revision}, this version of Waymark expects {migrate.latest()}: "
            "ask with the version that runs on it, or run `waymark db upgrade`"
        )
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await _read(connection, revision, file, now)
    finally:
        await database.close()


async def _read(connection: AsyncConnection, revision: str, file: Path | None, now: datetime) -> HostStatus:
    async def number(question: Select[int]) -> int:
        return (await connection.execute(question)).scalar_one()

    present = select(members).where(members.c.left_at.is_(None)).subquery()
    studied = union(
        select(study_events.c.user_id).where(study_events.c.at > now - WEEK),
        select(answers.c.user_id).where(answers.c.at > now - WEEK),
    ).subquery()
    is_late = occurrences.c.run_at < now - PUNCTUAL
    failed = (
        select(occurrences.c.reason, func.count())
        .where(occurrences.c.state.in_(["failed", "unknown"]), occurrences.c.run_at > now - WEEK)
        .group_by(occurrences.c.reason)
    )
    paused = select(schedules.c.pause_reason, func.count()).where(schedules.c.paused_at.is_not(None))
    lease = select(func.min(occurrences.c.lease_until)).where(text(IS_OPEN))
    return HostStatus(
        revision,
        await number(select(func.count(present.c.guild_id.distinct()))),
        await number(select(func.count(present.c.user_id.distinct()))),
        await number(select(func.count()).select_from(studied)),
        await backlog(connection, now),
        await number(select(func.count()).select_from(occurrences).where(text(IS_OPEN), is_late)),
        _pairs((await connection.execute(failed)).all()),
        _pairs((await connection.execute(paused.group_by(schedules.c.pause_reason))).all()),
        (await connection.execute(lease)).scalar_one(),
        await _sizes(connection),
        next(reversed(copies(file)), None) if file else None,
    )


async def _sizes(connection: AsyncConnection) -> Sequence[tuple[str, int]]:
    try:
        return [(name, int(size)) for name, size in await connection.execute(_SIZES[connection.dialect.name])]
    except DBAPIError:  # a SQLite library without dbstat
        return ()


def _pairs(rows: Sequence[Any]) -> Sequence[tuple[str, int]]:
    pairs = [(str(reason), int(times)) for reason, times in rows]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
