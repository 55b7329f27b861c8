"""One process for each SQLite file: a lock of the operating system, which a crash lets go of."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.core.errors import StartError
from bot.store.url import parse_database_url, sqlite_file


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
