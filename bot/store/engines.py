"""The engines that the database is reached through: what PostgreSQL and SQLite each need to be quick and safe."""

import asyncio
import math
import sqlite3
import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import URL, PoolProxiedConnection, event
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

QUEUE_TIMEOUT = 60.0
"""Seconds in the queue for a SQLite connection: more than any deadline, which alone says how long somebody waits."""
PING_AFTER_REST = 0.25
"""Seconds after its last use in which a connection is taken to be alive: no server restarts as fast as that."""
SQLITE_WAIT_SECONDS = 0.05
"""How long SQLite itself waits for a lock: nothing can interrupt that, and a deadline has to be kept."""
LOCK_POLL_SECONDS = 0.02
_ITERATION_CHUNK = 64  # rows that aiosqlite reads at once where it iterates, which nothing here does
LIMITS = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "30s"}
"""What PostgreSQL itself ends before anybody here stops waiting for it."""
_SET_LIMITS = "; ".join(f"SET LOCAL {name} = '{limit}'" for name, limit in LIMITS.items())


def postgresql(url: URL, *, through_pgbouncer: bool) -> AsyncEngine:
    """Return the engine for a PostgreSQL server, or for one behind a PgBouncer in transaction mode."""
    from bot.store.psycopg_cursor import ReplanningCursor  # noqa: PLC0415 - takes 9 MiB, which SQLite has no use for

    if through_pgbouncer:
        session: dict[str, object] = {"prepare_threshold": None}
    else:
        session = {"options": " ".join(f"-c {name}={limit}" for name, limit in LIMITS.items())}
    engine = create_async_engine(
        url,
        pool_size=10,
        pool_use_lifo=True,  # the connection used last has what it needs at hand
        max_overflow=5,
        pool_timeout=6,  # a crowd waits its turn: answers are deferred meanwhile, and the deadline comes after
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "cursor_factory": ReplanningCursor,
            **session,
        },
    )
    if through_pgbouncer:
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(_SET_LIMITS))
    _replace_dead_connections(engine)
    return engine


def _replace_dead_connections(engine: AsyncEngine) -> None:
    """Open new connections when one that has rested turns out to be dead: the server may have restarted meanwhile.

    It is what the pool's pre-ping does, without a question to the server each time that a busy connection is used.
    """
    dialect = engine.sync_engine.dialect

    def rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["resting_since"] = time.monotonic()

    def wake(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        never = math.inf  # a new connection has not rested
        if time.monotonic() - entry.info.get("resting_since", never) < PING_AFTER_REST:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine.sync_engine, "checkin", rest)
    event.listen(engine.sync_engine, "checkout", wake)


def sqlite_writer(url: URL, file: Path, busy_timeout: float) -> AsyncEngine:
    """Return the engine for the one connection that writes to a SQLite file."""
    # One connection: SQLite has one writer anyway, and waiting for it in the pool is fair and cheap where waiting
    # for the file's lock is neither.
    engine = _sqlite(url, file, busy_timeout, "synchronous=FULL", mode="rwc", pool_size=1)
    # Deferred transactions fail at once when two of them turn from reading to writing: take the lock at the start.
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def sqlite_reader(url: URL, file: Path, busy_timeout: float) -> AsyncEngine:
    """Return the engine for the connections that read a SQLite file, and may not write to it."""
    # Reads begin no transaction, so there is none to roll back.
    return _sqlite(url, file, busy_timeout, "query_only=ON", mode="rw", pool_size=4, skip_autocommit_rollback=True)


def _sqlite(url: URL, file: Path, busy_timeout: float, pragma: str, *, mode: str, **engine: Any) -> AsyncEngine:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = create_async_engine(
        url,
        max_overflow=0,
        pool_timeout=QUEUE_TIMEOUT,
        # isolation_level None: the driver begins no transaction of its own, least of all a deferred one.
        async_creator=partial(
            connect, f"{file.absolute().as_uri()}?mode={mode}", busy_timeout=busy_timeout, isolation_level=None
        ),
        **engine,
    )

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for setting in ("journal_mode=WAL", "foreign_keys=ON", "temp_store=MEMORY", pragma):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    event.listen(made.sync_engine, "connect", prepare)
    return made


def _begin_immediate(connection: SyncConnection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.begin_immediate()


# aiosqlite with one visit to the connection's thread per statement, where SQLAlchemy by itself makes four. A
# transaction begins with its first statement, in the same visit.


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
