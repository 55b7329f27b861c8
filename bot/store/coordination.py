"""What the processes of a bot agree on through the database: who runs, whose turn it is, which commands are out."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import StartError
from bot.store.database import Database
from bot.store.sql import upsert
from bot.store.tables import command_registrations
from bot.store.url import parse_database_url, sqlite_file

MAX_AHEAD = 60.0
"""Seconds ahead that turns can be spoken for; what lies further says only that a clock was set back."""

_RESERVE = """
    INSERT INTO turns (name, free_at) VALUES (:name, {now} + :length)
    ON CONFLICT (name) DO UPDATE SET free_at = {greatest}({now}, {least}(turns.free_at, {now} + :horizon)) + :length
    RETURNING {greatest}(free_at - :length - {now}, 0.0)
"""
_BY_DIALECT = {
    "sqlite": text(
        _RESERVE.format(now="(julianday('now') - 2440587.5) * 86400.0", greatest="max", least="min"),
    ),
    "postgresql": text(
        _RESERVE.format(
            now="extract(epoch FROM clock_timestamp())::double precision", greatest="greatest", least="least"
        )
    ),
}
_DIGEST = select(command_registrations.c.digest).where(
    command_registrations.c.application_id == bindparam("application_id")
)
_SAVE_DIGEST = upsert(command_registrations, lambda new: {"digest": new.digest, "registered_at": new.registered_at})
_SHARDS = 0x57_61_79
"""The first number of the locks that stand for shards; the second is the shard's."""
_TAKE = select(func.pg_try_advisory_lock(bindparam("kind"), bindparam("shard")))


async def reserve_slot(connection: AsyncConnection, name: str, length: float) -> float:
    """Reserve the next `length` seconds of `name` (≤ 32 characters) and return in how many seconds they begin."""
    row = {"name": name, "length": length, "horizon": MAX_AHEAD}
    return float((await connection.execute(_BY_DIALECT[connection.dialect.name], row)).scalar_one())


async def reserve_slot_in_own_transaction(database: Database, name: str, length: float) -> float:
    """Reserve as `reserve_slot` does, in its own transaction; 0 on SQLite, whose file one process has to itself."""
    async with database.writing_once() as connection:
        if connection.dialect.name == "sqlite":
            return 0.0
        return await reserve_slot(connection, name, length)


async def registered_digest(connection: AsyncConnection, application_id: int) -> str | None:
    """Return the digest of the commands last registered for an application, None when there were none."""
    known: str | None = (await connection.execute(_DIGEST, {"application_id": application_id})).scalar()
    return known


async def record_registration(connection: AsyncConnection, application_id: int, digest: str, at: datetime) -> None:
    """Keep the digest (≤ 64 characters) of the commands that were registered at `at` (aware UTC)."""
    row = {"application_id": application_id, "digest": digest, "registered_at": at}
    await connection.execute(_SAVE_DIGEST.on(connection), row)


@contextmanager
def hold_process_lock(database_url: str) -> Iterator[None]:
    """Keep other processes off a SQLite file for as long as the block runs; PostgreSQL is for many, so nothing is done.

    Raises StartError when another process has it or the lock cannot be written, ValueError for a useless address.
    """
    file = sqlite_file(parse_database_url(database_url))
    if file is None:
        yield
        return
    lock = _acquired(file)
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def hold_shards(database: Database, shards: Iterable[int]) -> AsyncIterator[list[int]]:
    """Hold shards until the block ends, and yield those that another process on the same PostgreSQL server holds.

    Nothing is held, and nothing told, where no session outlives a transaction: on SQLite and behind PgBouncer.
    """
    if not database.has_sessions:
        yield []
        return
    async with database.session() as connection:
        yield [shard for shard in shards if not await connection.scalar(_TAKE, {"kind": _SHARDS, "shard": shard})]


def _acquired(file: Path) -> FileLock:
    # A link to the file is the same database: whoever comes by another name meets the same lock.
    target = file.resolve()
    lock = FileLock(target.with_name(f"{target.name}.lock"), timeout=0)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StartError(
            f"{file} is in use by another Waymark: stop that one, or give each its own file; several processes "
            "can share a PostgreSQL database"
        ) from None
    except OSError as error:
        raise StartError(
            f"DATABASE_URL: {lock.lock_file} cannot be used: {error.strerror}; let the user who runs Waymark own it "
            "and its folder, or remove it if nothing runs"
        ) from error
    return lock
