"""aiosqlite with one visit to the connection's thread per statement, where SQLAlchemy by itself makes four.

A transaction begins with its first statement, in the same visit.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

_ITERATION_CHUNK = 64  # rows that aiosqlite reads at once where it iterates, which nothing here does


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
        """Run `work(connection, *arguments)` in the connection's thread."""
        begins, self._begins, self._in_use = self._begins, False, True
        await self._execute(partial(_run_batch, self._conn, work, arguments, begins=begins))  # type: ignore[no-untyped-call]  # aiosqlite's own


def _run_batch(connection: sqlite3.Connection, work: Any, arguments: Sequence[Any], *, begins: bool) -> None:
    if begins:
        connection.execute("BEGIN IMMEDIATE")
    work(connection, *arguments)


async def connect(file: Path, **options: Any) -> BatchedConnection:
    """Open a file, with the options of sqlite3.connect."""
    connection = BatchedConnection(partial(sqlite3.connect, file, **options), _ITERATION_CHUNK)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does, so that a connection left open ends with the process
    await connection
    return connection
