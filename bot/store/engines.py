"""The engines that the database is reached through: what PostgreSQL and SQLite each need to be quick and safe."""

import math
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, PoolProxiedConnection, event
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.batched_aiosqlite import connect

QUEUE_TIMEOUT = 60.0
"""Seconds in the queue for a SQLite connection: more than any deadline, which alone says how long somebody waits."""
PING_AFTER_REST = 0.25
"""Seconds after its last use in which a connection is taken to be alive: no server restarts as fast as that."""


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
