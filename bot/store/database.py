"""The connection to the database: one place to read, one to write, and one error when it does not answer."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import CommitUncertainError, DatabaseUnavailableError
from bot.store.engines import postgresql, sqlite_reader, sqlite_writer
from bot.store.url import parse_database_url, sqlite_file, without_pgbouncer

Connection = AsyncConnection
"""What the questions in this room are put to; `Database` hands it out."""


READ_ONLY_STATE = "25006"
"""What PostgreSQL calls a write where none is allowed: on a standby, or one that was switched over."""

STALE_PLAN_STATE = "0A000"
"""What PostgreSQL says in a transaction whose statements were planned before a migration; the next one is whole."""
LOST_STATEMENT_STATES = ("26000", "42P05")
"""What PostgreSQL says when statements were prepared in another session than the one that is asked: of a PgBouncer."""

# The smallest row of the smallest table: what cannot be written there cannot be written at all.
_TOUCH = "INSERT INTO turns (name, free_at) VALUES ('probe', {now}) ON CONFLICT (name) DO UPDATE SET free_at = {now}"
_PROBE = {
    "sqlite": text(_TOUCH.format(now="julianday('now')")),
    "postgresql": text(_TOUCH.format(now="extract(epoch FROM clock_timestamp())::double precision")),
}


class Database:
    """What is remembered, as the rest of the program reaches it.

    `url` as in DATABASE_URL; raises ValueError when it cannot be used. Nothing is opened before the first use.
    `busy_timeout`: seconds that a SQLite file may be locked by somebody else before the caller hears of it.
    `deadline`: seconds that anything may take before the caller hears of it, even if nothing at all comes back.
    `commit_deadline`: seconds that a commit may take. Whoever stops waiting for one does not know whether it happened,
    so it has longer; CommitUncertainError is raised then.
    """

    def __init__(
        self, url: str, *, busy_timeout: float = 5.0, deadline: float = 10.0, commit_deadline: float = 30.0
    ) -> None:
        self._deadline, self._commit_deadline = deadline, commit_deadline
        address = parse_database_url(url)
        file = sqlite_file(address)
        self.observe: Callable[[str, float], None] | None = None
        """Hears of each block that read or wrote (`read`, `write`) how many seconds it took."""
        self.is_shared = file is None
        """Whether other processes may write to it."""
        self.file = file
        """The SQLite file that it is; None on a server."""
        self._file = WatchedFile(file) if file else None
        address, through_pgbouncer = without_pgbouncer(address)
        self.has_sessions = self.is_shared and not through_pgbouncer
        """Whether a connection stays the same session of a server from one transaction to the next."""
        self._single: Callable[[], AbstractAsyncContextManager[AsyncConnection]] = self._transaction
        if through_pgbouncer:
            self._writer = self._reader = postgresql(address, through_pgbouncer=True)
        elif file is None:
            self._writer = postgresql(address, through_pgbouncer=False)
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._single = self._committed_by_server
        else:
            self._writer = sqlite_writer(address, file, busy_timeout)
            self._reader = sqlite_reader(address, file, busy_timeout)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection to ask with: every statement sees the newest data; SQLite refuses to write on it.

        Raises DatabaseUnavailableError when the database does not answer, as `writing` does.
        """
        with translate_db_errors(), self._timed("read"):
            self._check_file()
            async with asyncio.timeout(self._deadline), self._reader.connect() as connection:
                self._note_file()
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Return a connection in one transaction: committed at the end of the block, rolled back when it raises.

        Keep the block short and speak to nobody else inside it: on SQLite it holds the only writer.
        """
        with translate_db_errors(), self._timed("write"):
            async with self._transaction() as connection:
                yield connection

    @asynccontextmanager
    async def writing_once(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection for one statement that writes: a server commits it without further round trips."""
        with translate_db_errors(), self._timed("write"):
            async with self._single() as connection:
                yield connection

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection outside of any transaction, for as long as the block runs; it is closed after that."""
        with translate_db_errors():
            async with asyncio.timeout(self._deadline):
                connection = await self._reader.connect()
            try:
                yield connection
            finally:
                await connection.invalidate()  # what the session holds is let go of, also if the server is gone
                await connection.close()

    @contextmanager
    def _timed(self, operation: str) -> Iterator[None]:
        if self.observe is None:
            yield
            return
        began = time.perf_counter()
        try:
            yield
        finally:
            self.observe(operation, time.perf_counter() - began)

    async def ping(self) -> None:
        """Write something that changes nothing, to see that it can; raise DatabaseUnavailableError when it cannot."""
        async with self.writing_once() as connection:
            await connection.execute(_PROBE[connection.dialect.name])

    async def close(self) -> None:
        """Close every connection; the database can be used again afterwards."""
        await self._writer.dispose()
        await self._reader.dispose()
        if self._file:
            self._file.forget()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        committing = False
        self._check_file()
        try:
            async with asyncio.timeout(self._deadline) as limit, self._writer.connect() as connection:
                self._note_file()
                async with connection.begin() as transaction:
                    yield connection
                    committing = True
                    limit.reschedule(asyncio.get_running_loop().time() + self._commit_deadline)
                    await transaction.commit()
        except (TimeoutError, DBAPIError) as error:
            if committing and _may_have_committed(error):
                raise CommitUncertainError("the database did not answer while it was committing") from error
            raise

    @asynccontextmanager
    async def _committed_by_server(self) -> AsyncIterator[AsyncConnection]:
        async with asyncio.timeout(self._deadline), self._reader.connect() as connection:
            yield connection

    def _check_file(self) -> None:
        if self._file:
            self._file.check()

    def _note_file(self) -> None:
        if self._file:
            self._file.note()


class WatchedFile:
    """A SQLite file, which somebody may delete or replace while it is open: what is written then is lost."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: tuple[int, int] | None = None

    def note(self) -> None:
        """Remember the file that was opened, if it is the first time."""
        if self._opened is None:
            self._opened = self._identity()

    def check(self) -> None:
        """Raise DatabaseUnavailableError when there is another file, or none, where the one was that is open."""
        if self._opened is None:
            return
        identity = self._identity()
        if identity is None:
            raise DatabaseUnavailableError(f"{self._file} is gone: put it back, or restart Waymark")
        if identity != self._opened:
            raise DatabaseUnavailableError(f"{self._file} was replaced while it was open: restart Waymark")

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self._file.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino)

    def forget(self) -> None:
        """Take whatever file is there the next time."""
        self._opened = None


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
        raise DatabaseUnavailableError(f"{error.orig}{_advice(error)}") from error


def _advice(error: DBAPIError) -> str:
    """Return what to do about an error of a server that has a PgBouncer in front, nothing about any other."""
    unknown_startup = "unsupported startup parameter" in str(error.orig)
    if unknown_startup or getattr(error.driver_exception, "sqlstate", None) in LOST_STATEMENT_STATES:
        return "; behind PgBouncer, DATABASE_URL needs ?pgbouncer=true at its end"
    return ""


def _may_have_committed(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        # SQLite says so when a commit fails. A server that says so has rolled back; one that is gone may have either.
        return error.connection_invalidated
    return True


def is_outage(error: DBAPIError) -> bool:
    """Tell whether `error` is the database's: SQLite calls a mistyped statement operational too, and that is ours."""
    cause = error.driver_exception
    if isinstance(cause, sqlite3.OperationalError):
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF != sqlite3.SQLITE_ERROR
    passing = getattr(cause, "sqlstate", None) in (READ_ONLY_STATE, STALE_PLAN_STATE, *LOST_STATEMENT_STATES)
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or passing
