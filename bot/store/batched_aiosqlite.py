"""aiosqlite with one visit to the connection's thread per statement, where SQLAlchemy by itself makes four.

A transaction begins with its first statement, in the same visit.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

_ITERATION_CHUNK = 64  # rows that aiosqlite reads at once where it iterates, which nothing here does


SQLITE_WAIT_SECONDS = 0.05
"""How long SQLite itself waits for a lock: nothing can interrupt that, and a deadline has to be kept."""
LOCK_POLL_SECONDS = 0.02


class BatchedCursor:
    """The cursor that SQLAlchemy asks for: a statement is run, read to the end and closed in one visit."""

    arraysize = 1

    def __init__(self, connection: "BatchedConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "BatchedCursor":
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "BatchedCursor":
        """Run a statement and keep what it gives."""
        await self._connection.run_in_thread(self._run, sqlite3.Connection.execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> "BatchedCursor":
        """Run a statement once for each of the parameters."""
        await self._connection.run_in_thread(self._run, sqlite3.Connection.executemany, statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: there is nothing left open."""

    def _run(self, connection: sqlite3.Connection, run: Any, statement: str, parameters: Any) -> None:
        cursor = run(connection, statement, parameters)
        try:
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class BatchedConnection(aiosqlite.Connection):
    """A connection whose statements take one visit each."""

    _begins = False  # the next statement begins a transaction
    _in_use = True  # something may be open since the last commit
    busy_timeout = 5.0
    """Seconds that a transaction waits for its turn to begin."""

    def begin_immediate(self) -> None:
        """Let the next statement begin a transaction that holds the file's lock for writing."""
        self._begins = True

    async def commit(self) -> None:
        """Commit what was begun."""
        self._begins = False  # without a statement there was nothing to begin
        await super().commit()
        self._in_use = False

    async def rollback(self) -> None:
        """Take back what was begun; after a commit, when SQLAlchemy's pool asks for it once more, there is nothing."""
        self._begins = False
        if self._in_use:
            await super().rollback()

    def cursor(self) -> Any:
        """Return a cursor; it visits the thread only when it has a statement to run."""
        return BatchedCursor(self)

    async def run_in_thread(self, work: Any, *arguments: Any) -> None:
        """Run `work(connection, *arguments)` in the connection's thread; a cancelled one is interrupted at once."""
        begins, self._begins, self._in_use = self._begins, False, True
        seconds = asyncio.get_running_loop().time
        give_up_at = seconds() + self.busy_timeout
        while True:
            try:
                return await self._interruptible(work, arguments, begins=begins)
            except StillLockedError as locked:
                # Waited for here and not in SQLite, where nothing could interrupt the wait.
                if seconds() > give_up_at:
                    raise locked.error from None
            await asyncio.sleep(LOCK_POLL_SECONDS)

    async def _interruptible(self, work: Any, arguments: Sequence[Any], *, begins: bool) -> None:
        abandoned: list[bool] = []  # filled when nobody waits any more; an Event costs as much as a whole visit
        try:
            await self._execute(partial(_run_batch, self._conn, work, arguments, begins=begins, abandoned=abandoned))  # type: ignore[no-untyped-call]  # aiosqlite's own
        except asyncio.CancelledError:
            abandoned.append(True)
            self._conn.interrupt()
            raise


class StillLockedError(Exception):
    """Somebody else holds a lock of the file; nothing was begun or done."""

    def __init__(self, error: sqlite3.OperationalError) -> None:
        super().__init__(str(error))
        self.error = error


def _run_batch(
    connection: sqlite3.Connection, work: Any, arguments: Sequence[Any], *, begins: bool, abandoned: list[bool]
) -> None:
    if abandoned:
        return
    try:
        if begins:
            connection.execute("BEGIN IMMEDIATE")
        work(connection, *arguments)
    except sqlite3.OperationalError as error:
        if connection.in_transaction or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise StillLockedError(error) from error


async def connect(address: str, *, busy_timeout: float, **options: Any) -> BatchedConnection:
    """Open the file of a SQLite address (`file:///…?mode=rw`), with the options of sqlite3.connect."""
    opened = partial(sqlite3.connect, address, uri=True, timeout=SQLITE_WAIT_SECONDS, **options)
    connection = BatchedConnection(opened, _ITERATION_CHUNK)
    connection.busy_timeout = busy_timeout
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does, so that a connection left open ends with the process
    await connection
    return connection
