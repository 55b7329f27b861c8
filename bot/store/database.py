"""The connection to the database: one place to read, one to write, and one error when it does not answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, text
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.address import parse_address, sqlite_file
from bot.store.driver import connect
from bot.store.outage import outages_named

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
        address = parse_address(url)
        file = sqlite_file(address)
        self.is_shared = file is None
        """Whether other processes may write to it."""
        if file is None:
            self._writer = _postgresql(address)
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
        else:
            self._writer = _sqlite_writer(address, file, busy_timeout)
            self._reader = _sqlite_reader(address, file, busy_timeout)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection to ask with: every statement sees the newest data; SQLite refuses to write on it.

        Raises DatabaseUnavailableError when the database does not answer, as `writing` does.
        """
        with outages_named():
            async with asyncio.timeout(self._deadline), self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in one transaction: committed at the end of the block, rolled back when it raises.

        Keep the block short and speak to nobody else inside it: on SQLite it holds the only writer.
        """
        with outages_named():
            async with asyncio.timeout(self._deadline), self._writer.begin() as connection:
                yield connection

    async def ping(self) -> None:
        """Ask for nothing, to see whether the database answers; raise DatabaseUnavailableError when it does not."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection; the database can be used again afterwards."""
        await self._writer.dispose()
        await self._reader.dispose()


def _postgresql(url: URL) -> AsyncEngine:
    limits = "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s"
    return create_async_engine(
        url,
        pool_size=10,
        pool_use_lifo=True,  # the connection used last has what it needs at hand
        max_overflow=5,
        pool_timeout=6,  # a crowd waits its turn: answers are deferred meanwhile, and the deadline comes after
        pool_recycle=1800,
        pool_pre_ping=True,  # the server may have restarted since: the next question then opens a new connection
        connect_args={"connect_timeout": 2, "tcp_user_timeout": 5000, "options": limits},
    )


def _sqlite_writer(url: URL, file: Path, busy_timeout: float) -> AsyncEngine:
    # One connection: SQLite has one writer anyway, and waiting for it in the pool is fair and cheap where waiting
    # for the file's lock is neither.
    engine = _sqlite(url, file, busy_timeout, "synchronous=FULL", pool_size=1)
    # Deferred transactions fail at once when two of them turn from reading to writing: take the lock at the start.
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _sqlite_reader(url: URL, file: Path, busy_timeout: float) -> AsyncEngine:
    # Reads begin no transaction, so there is none to roll back.
    return _sqlite(url, file, busy_timeout, "query_only=ON", pool_size=4, skip_autocommit_rollback=True)


def _sqlite(url: URL, file: Path, busy_timeout: float, pragma: str, **engine: Any) -> AsyncEngine:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = create_async_engine(
        url,
        max_overflow=0,
        pool_timeout=busy_timeout,
        # isolation_level None: the driver begins no transaction of its own, least of all a deferred one.
        async_creator=partial(connect, file, timeout=busy_timeout, isolation_level=None),
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
