"""A fresh, migrated database per test, on a SQLite file and on a real PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from postgres_server import Postgres
from sqlalchemy import make_url

from bot.store import migrate
from bot.store.database import Database

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


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
