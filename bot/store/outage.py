"""Tells a database that does not answer from a mistake of ours, and names the first DatabaseUnavailableError."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.core.errors import DatabaseUnavailableError


@contextmanager
def translate_db_errors() -> Iterator[None]:
    """Raise DatabaseUnavailableError for what a locked, unreachable, full or restarted database raises in the block."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseUnavailableError("every connection to the database is busy") from error
    except TimeoutError as error:
        raise DatabaseUnavailableError("the database took too long") from error
    except DBAPIError as error:
        if not is_outage(error):
            raise
        raise DatabaseUnavailableError(str(error.orig)) from error


def is_outage(error: DBAPIError) -> bool:
    """Tell whether `error` is the database's: SQLite calls a mistyped statement operational too, and that is ours."""
    cause = error.driver_exception
    if isinstance(cause, sqlite3.OperationalError):
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF != sqlite3.SQLITE_ERROR
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
