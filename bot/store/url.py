"""DATABASE_URL as people write it, made into the one form that the drivers take."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.core.errors import StartError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}

PGBOUNCER = "pgbouncer"
"""The one option of an address that is ours: `?pgbouncer=true`."""


def parse_database_url(text: str) -> URL:
    """Return the address with its driver named; raise StartError, in the host's words, for one that cannot be used."""
    if text.count("@") > 1 and not text.startswith("sqlite"):
        # Where the password ends is anybody's guess, and the driver's error would show a part of it.
        raise StartError(
            "DATABASE_URL has more than one @: in a name or password write @ as %40, : as %3A and / as %2F"
        )
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise StartError("DATABASE_URL is not an address; try sqlite+aiosqlite:///data/waymark.db") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise StartError(
            f"DATABASE_URL begins with {url.drivername}://, which Waymark does not speak; "
            "use sqlite+aiosqlite:///… or postgresql+psycopg://…"
        )
    if driver.startswith("sqlite"):
        _check_sqlite(url)
    else:
        _check_postgres(url)
    return url.set(drivername=driver)


def _check_sqlite(url: URL) -> None:
    if url.host:
        raise StartError(
            "DATABASE_URL has too few slashes: three before a path from here, such as sqlite:///data/waymark.db, "
            "and four before a path from the root"
        )
    if not url.database or ":memory:" in url.database:
        raise StartError(
            "DATABASE_URL names no file: SQLite in memory would forget everything; name one, sqlite:///data/waymark.db"
        )
    if url.query:
        raise StartError(f"DATABASE_URL has an option, which a SQLite file takes none of: {', '.join(url.query)}")


def _check_postgres(url: URL) -> None:
    if unknown := sorted(set(url.query) - _postgres_options() - {PGBOUNCER}):
        raise StartError(f"DATABASE_URL has an option that PostgreSQL does not know: {', '.join(unknown)}")
    if url.query.get(PGBOUNCER, "true") not in ("true", "false"):
        raise StartError(f"DATABASE_URL: {PGBOUNCER} is true or false")


def without_pgbouncer(url: URL) -> tuple[URL, bool]:
    """Return the address as PostgreSQL's driver takes it, and whether it is that of a PgBouncer.

    PgBouncer in transaction mode gives each transaction whatever session is free: nothing can be prepared or set in one
    for the next.
    """
    return url.difference_update_query([PGBOUNCER]), url.query.get(PGBOUNCER) == "true"


def _postgres_options() -> set[str]:
    from psycopg import pq  # noqa: PLC0415 - takes 9 MiB, which a bot on SQLite has no use for

    return {option.keyword.decode() for option in pq.Conninfo.get_defaults()}


def sqlite_file(url: URL) -> Path | None:
    """Return the file that `url` (from parse_address) names, None when the database is not SQLite's."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
