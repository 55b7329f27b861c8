"""DATABASE_URL as people write it, made into the one form that the drivers take."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse_database_url(text: str) -> URL:
    """Return the address with its driver named; raise ValueError, in the host's words, for one that cannot be used."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("DATABASE_URL is not an address; try sqlite+aiosqlite:///data/waymark.db") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise ValueError(
            f"DATABASE_URL begins with {url.drivername}://, which Waymark does not speak; "
            "use sqlite+aiosqlite:///… or postgresql+psycopg://…"
        )
    if driver.startswith("sqlite") and (not url.database or ":memory:" in url.database):
        raise ValueError(
            "DATABASE_URL names no file: SQLite in memory would forget everything; name one, sqlite:///data/waymark.db"
        )
    return url.set(drivername=driver)


def sqlite_file(url: URL) -> Path | None:
    """Return the file that `url` (from parse_address) names, None when the database is not SQLite's."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
