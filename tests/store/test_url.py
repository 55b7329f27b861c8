"""Addresses of databases: what hosts write, and what is refused in words."""

from pathlib import Path

import pytest

from bot.core.errors import StartError
from bot.store.database import Database
from bot.store.url import parse_database_url, sqlite_file


@pytest.mark.parametrize(
    ("written", "driver"),
    [
        ("sqlite:///data/waymark.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///data/waymark.db", "sqlite+aiosqlite"),
        ("postgres://ada:secret@db/waymark", "postgresql+psycopg"),
        ("postgresql://ada:secret@db/waymark", "postgresql+psycopg"),
        ("postgresql+psycopg://ada:secret@db/waymark?sslmode=require", "postgresql+psycopg"),
    ],
)
def test_every_way_of_writing_names_its_driver(written: str, driver: str) -> None:
    assert parse_database_url(written).drivername == driver


def test_the_rest_of_an_address_stays(tmp_path: Path) -> None:
    url = parse_database_url("postgres://ada:p%40ss@db:5433/waymark?sslmode=require")
    assert url.render_as_string(hide_password=False) == (
        "postgresql+psycopg://ada:p%40ss@db:5433/waymark?sslmode=require"
    )
    assert sqlite_file(url) is None
    assert sqlite_file(parse_database_url(f"sqlite:///{tmp_path}/way mark.db")) == tmp_path / "way mark.db"


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("mysql://ada:secret@db/waymark", "mysql"),
        ("postgresql+asyncpg://ada:secret@db/waymark", "asyncpg"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite+aiosqlite:///file::memory:?cache=shared&uri=true", "names no file"),
        ("sqlite://data/waymark.db", "too few slashes"),
        ("sqlite://ada:secret@data/waymark.db", "too few slashes"),
        ("sqlite:///waymark.db?mode=ro", "takes none of: mode"),
        ("postgresql://ada:secret@db/waymark?ssl=on", "does not know: ssl"),
        ("postgresql://ada:secret@db/waymark?pgbouncer=yes", "true or false"),
        ("postgresql://ada:se@secret@db/waymark", "%40"),
        ("waymark.db", "not an address"),
        ("", "not an address"),
        ("postgresql://ada:secret@db:port/waymark", "not an address"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_without_the_password(written: str, word: str) -> None:
    with pytest.raises(StartError, match=word) as refused:
        Database(written)
    assert "secret" not in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)
