"""Who else runs: one process for each SQLite file, and on PostgreSQL one for each shard; a crash lets go of both."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import bindparam, func, select

from bot.core.errors import StartError
from bot.store.database import Database
from bot.store.url import parse_database_url, sqlite_file

_SHARDS = 0x57_61_79
"""The first number of the locks that stand for shards; the second is the shard's."""
_TAKE = select(func.pg_try_advisory_lock(bindparam("kind"), bindparam("shard")))


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
