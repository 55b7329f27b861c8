"""Brings a database to the shape that this version of the program expects; everything here blocks its thread."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from bot.core.errors import StartError
from bot.shipped import shipped
from bot.store.database import translate_db_errors
from bot.store.maintenance import back_up_before_change, check_whole
from bot.store.url import parse_database_url, sqlite_file, without_pgbouncer

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

WRITTEN = re.compile(r"""^(revision|down_revision) *= *(?:None|["'](.*)["'])""", re.MULTILINE)
"""How a migration says which it is, and which one it follows."""
MIGRATIONS = shipped("migrations")
_UPGRADE_LOCK = -0x57_61_79  # no user id is negative, so it never meets the lock of a learner


def prepare(database_url: str, now: datetime) -> None:
    """See to it that the program can start on the database; `now` (aware UTC) names the backup.

    A SQLite file is created when it is missing and migrated when it is older, after a copy was made beside it; on
    PostgreSQL migrating is the host's own step. Raises StartError when the database is newer than the program, is none,
    or waits for that step; DatabaseUnavailableError when it does not answer; ValueError for an address without use.
    """
    url = parse_database_url(database_url)
    file = sqlite_file(url)
    with _connected(url) as connection:
        at = _known_revision(connection)
        empty = at is None and not connection.dialect.get_table_names(connection)
    if at == latest():
        return
    if file is None:
        raise StartError(f"the database is at revision {at}, not {latest()}: run `python -m bot db upgrade` first")
    if not empty:
        log.info("database copied before it is migrated", extra={"copy": str(back_up_before_change(file, now))})
    upgrade(database_url)


def upgrade(database_url: str) -> None:
    """Migrate to the newest revision, in one transaction; raises as `prepare` does."""
    with _connected(parse_database_url(database_url)) as connection:
        at = _known_revision(connection)
        if at == latest():
            return
        _alembic().upgrade(_config(connection), "head")
        _check_references(connection)


def upgrade_with_copy(database_url: str, now: datetime) -> Path | None:
    """Migrate as `upgrade` does; a SQLite file that this changes is copied first. Returns the copy, if there is one."""
    file = sqlite_file(parse_database_url(database_url))
    copy = None
    if file is not None and file.exists() and current(database_url) not in (None, latest()):
        copy = back_up_before_change(file, now)
    upgrade(database_url)
    return copy


def downgrade(database_url: str, revision: str) -> None:
    """Migrate back to `revision` (`-1` for one step, `base` for an empty database), in one transaction."""
    with _connected(parse_database_url(database_url)) as connection:
        _known_revision(connection)
        _alembic().downgrade(_config(connection), revision)
        _check_references(connection)


def current(database_url: str) -> str | None:
    """Return the revision that the database is at, None when it was never migrated."""
    with _connected(parse_database_url(database_url)) as connection:
        return _revision_of(connection)


def check_revision(file: Path) -> None:
    """Raise StartError when a SQLite file is of a newer version of the program than this one, or is no database."""
    if file.is_file():
        check_whole(file)
        with _connected(parse_database_url(f"sqlite:///{file}")) as connection:
            _known_revision(connection)


def latest() -> str:
    """Return the revision that this version of the program expects."""
    known = known_revisions()
    (head,) = known.keys() - known.values()
    return head


def known_revisions() -> dict[str, str]:
    """Return each revision that this version knows, and the one before it, empty for the first.

    Read from the files as they are written: to import Alembic, only to find that nothing is to be done, would take a
    tenth of the start.
    """
    if not (MIGRATIONS / "env.py").is_file():
        raise StartError(f"{MIGRATIONS} is missing: install Waymark anew, or restore the folder from the release")
    known = {}
    for file in (MIGRATIONS / "versions").glob("*.py"):
        written = dict(WRITTEN.findall(file.read_text(encoding="utf-8")))
        if "revision" in written:
            known[written["revision"]] = written.get("down_revision", "")
    if not known:
        raise StartError(f"{MIGRATIONS} holds no migrations; restore it from the release")
    return known


def _alembic() -> Any:
    from alembic import command  # noqa: PLC0415 - only where there is something to migrate

    return command


def draft(title: str, now: datetime) -> Path:
    """Write an empty migration after the newest one, named by day and title, and give its file."""
    name = f"{now:%Y_%m_%d}_{'_'.join(title.lower().split())}"
    config = _config()
    config.set_main_option("file_template", "%%(rev)s")
    _alembic().revision(config, message=title, rev_id=name)
    return MIGRATIONS / "versions" / f"{name}.py"


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """Return a connection in one transaction, as migrations need it: committed at the end, rolled back on an error."""
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = _sqlite(url) if file else _postgresql(url)
    try:
        with translate_db_errors(), engine.begin() as connection:
            if file is None:  # two replicas' upgrades take turns
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
            yield connection
    except DatabaseError as error:
        if file is None:
            raise
        raise StartError(f"{file} is not a database that Waymark can use: {error.orig}") from error
    finally:
        engine.dispose()


def _postgresql(url: URL) -> Any:
    # Nothing is prepared: a migration runs each statement about once, and behind PgBouncer it could not be.
    options = {"connect_timeout": 5, "prepare_threshold": None}
    return create_engine(without_pgbouncer(url)[0], poolclass=NullPool, connect_args=options)


def _sqlite(url: URL) -> Any:
    # isolation_level None and a BEGIN of our own: the driver by itself would not put DDL into the transaction.
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool, connect_args={"isolation_level": None})
    # Rebuilding a table drops it first, and that would delete the rows that refer to it.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - only where there is something to migrate

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _known_revision(connection: Connection) -> str | None:
    """Return the revision of the database; raise StartError when this program has never heard of it."""
    at = _revision_of(connection)
    if at is not None and at not in known_revisions():
        raise StartError(f"the database is at revision {at}, newer than this program: update it, or restore a backup")
    return at


def _revision_of(connection: Connection) -> str | None:
    """Return the revision that Alembic has written into the database; None where it never has."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise StartError(f"migrating would leave {len(broken)} rows that refer to nothing, first: {broken[0]}")
