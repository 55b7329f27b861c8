"""The connection to the database: one place to read, one to write, and one error when it does not answer."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import DatabaseUnavailableError
from bot.store.engines import postgresql, sqlite_reader, sqlite_writer
from bot.store.url import parse_database_url, sqlite_file

Connection = AsyncConnection
"""What the questions in this room are put to; `Database` hands it out."""


class Database:
    """What is remembered, as the rest of the program reaches it.

    `url` as in DATABASE_URL; raises ValueError when it cannot be used. Nothing is opened before the first use.
    `busy_timeout`: seconds that a SQLite file may be locked by somebody else before the caller hears of it.
    `deadline`: seconds that anything may take before the caller hears of it, even if nothing at all comes back.
    """

    def __init__(self, url: str, *, busy_timeout: float = 5.0, deadline: float = 10.0) -> None:
        self._deadline = deadline
        address = parse_database_url(url)
        file = sqlite_file(address)
        self.is_shared = file is None
        """Whether other processes may write to it."""
        if file is None:
            self._writer = postgresql(address)
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._single: Callable[[], AbstractAsyncContextManager[AsyncConnection]] = self._reader.connect
        else:
            self._writer = sqlite_writer(address, file, busy_timeout)
            self._reader = sqlite_reader(address, file, busy_timeout)
            self._single = self._writer.begin

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection to ask with: every statement sees the newest data; SQLite refuses to write on it.

        Raises DatabaseUnavailableError when the database does not answer, as `writing` does.
        """
        with translate_db_errors():
            async with asyncio.timeout(self._deadline), self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection in one transaction: committed at the end of the block, rolled back when it raises.

        Keep the block short and speak to nobody else inside it: on SQLite it holds the only writer.
        """
        with translate_db_errors():
            async with asyncio.timeout(self._deadline), self._writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def writing_once(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection for one statement that writes: a server commits it without further round trips."""
        with translate_db_errors():
            async with asyncio.timeout(self._deadline), self._single() as connection:
                yield connection

    async def ping(self) -> None:
        """Ask for nothing, to see whether the database answers; raise DatabaseUnavailableError when it does not."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection; the database can be used again afterwards."""
        await self._writer.dispose()
        await self._reader.dispose()


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
