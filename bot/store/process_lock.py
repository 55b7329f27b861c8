"""One process for each SQLite file: a lock of the operating system, which a crash lets go of."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.core.errors import StartError
from bot.store.url import parse_database_url, sqlite_file


@contextmanager
def hold_process_lock(database_url: str) -> Iterator[None]:
    """Keep other processes off a SQLite file for as long as the block runs; PostgreSQL is for many, so nothing is done.

    Raises StartError when another process has it or its folder cannot be written, ValueError for a useless address.
    """
    file = sqlite_file(parse_database_url(database_url))
    if file is None:
        yield
        return
    with _opened(file.with_name(f"{file.name}.lock")) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(
                f"{file} is in use by another Waymark: stop that one, or give each its own file; several processes "
                "can share a PostgreSQL database"
            ) from None
        yield


def _opened(file: Path) -> IO[str]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("w")
    except OSError as error:
        raise StartError(f"DATABASE_URL: {file.parent} cannot be used: {error.strerror}") from error
