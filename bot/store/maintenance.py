"""What a host does with a database: copies it, whole even while it is in use, restores it, and asks what it holds.

Whatever concerns copies blocks its thread.
"""

import glob
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.errors import StartError
from bot.core.user import deleted_person
from bot.store import answers, brought, content_feedback, progress_events
from bot.store.brought import BroughtRoadmap
from bot.store.content_feedback import FlaggedQuestion, most_flagged
from bot.store.coordination import hold_process_lock
from bot.store.database import Database
from bot.store.url import parse_database_url, sqlite_file

MAX_COPIES = 5
"""How many copies made before a migration stay; older ones are deleted."""
NOTED = "SELECT person, deleted_at FROM deletions"
SALT = "SELECT salt FROM deletion_salt"
OWNER_ONLY = 0o600
"""A database holds what people did: its copies are for the user who made them."""


def back_up_before_change(file: Path, now: datetime) -> Path:
    """Copy a database to `<name>-2026-11-24T0915.db.bak` beside it, and return that path."""
    copy = file.with_name(f"{file.stem}-{now:%Y-%m-%dT%H%M}{file.suffix}.bak")
    _copy(file, copy)
    for old in copies(file)[:-MAX_COPIES]:
        old.unlink()
    return copy


def copies(file: Path) -> list[Path]:
    """Return the copies of a database that were made before a change, oldest first."""
    digits = "[0-9]" * 2
    stamp = f"{digits * 2}-{digits}-{digits}T{digits * 2}"
    return sorted(file.parent.glob(f"{glob.escape(file.stem)}-{stamp}{glob.escape(file.suffix)}.bak"))


def back_up(database_url: str, target: Path, *, overwrite: bool = False) -> None:
    """Copy the database into `target`, also while the bot runs; StartError when that cannot be, or `target` exists."""
    file = _file_of(database_url, "pg_dump")
    if not file.is_file():
        raise StartError(f"there is no database at {file}: nothing to back up")
    _refuse_to_overwrite(target, overwrite=overwrite)
    if target.exists() and target.samefile(file):
        raise StartError(f"{target} is the database itself: name another file")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"the backup could not be written to {target}: {error}") from error
    _copy(file, target)
    check_whole(target)


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring brought: the copy of the database that was there, and who had to be deleted again (user ids)."""

    saved: Path | None
    deleted_again: tuple[int, ...]


def restore(database_url: str, source: Path, now: datetime, *, overwrite: bool = False) -> Restored:
    """Put a backup in the place of the database, which must not be in use; both are checked.

    A database that was there is copied beside it first. Whoever had their data deleted after the backup was made has it
    deleted again. StartError for whatever stands against it.
    """
    file = _file_of(database_url, "pg_restore or psql")
    if not source.is_file():
        raise StartError(f"there is no backup at {source}")
    check_whole(source)
    with hold_process_lock(database_url):
        _refuse_to_overwrite(file, overwrite=overwrite)
        saved = back_up_before_change(file, now) if file.exists() else None
        _copy(source, file)
        for left in ("-wal", "-shm"):  # they belong to the database that was there before
            file.with_name(f"{file.name}{left}").unlink(missing_ok=True)
        deleted_again = _delete_again(saved, file) if saved else ()
    check_whole(file)
    return Restored(saved, deleted_again)


def _delete_again(saved: Path, file: Path) -> tuple[int, ...]:
    """Delete from a restored database whoever was deleted from the one before it; return their user ids."""
    with closing(_opened(saved)) as before, closing(_opened(file)) as restored:
        if "deletion_salt" not in _tables(before):
            return ()
        (salt,) = before.execute(SALT).fetchone()
        noted = set(before.execute(NOTED))
        has_notes = "deletion_salt" in _tables(restored)
        people = {person for person, _ in noted - (set(restored.execute(NOTED)) if has_notes else set())}
        known = {
            user_id
            for table in _personal_tables(restored)
            for (user_id,) in restored.execute(f'SELECT DISTINCT user_id FROM "{table}" WHERE user_id IS NOT NULL')
        }
        again = sorted(user_id for user_id in known if deleted_person(user_id, salt) in people)
        with restored:
            _delete_people(restored, again)
            if has_notes:
                restored.executemany("INSERT OR REPLACE INTO deletions VALUES (?, ?)", sorted(noted))
                restored.execute("UPDATE deletion_salt SET salt = ?", (salt,))
    return tuple(again)


def forget_in_copies(file: Path, user_id: int) -> tuple[Path, ...]:
    """Delete a person from the copies of a database that were made before a change; return those that do not let it."""
    unwilling = []
    for copy in copies(file):
        try:
            with closing(_opened(copy)) as connection, connection:
                connection.execute("PRAGMA secure_delete = ON")  # else it would stay in pages that are free now
                _delete_people(connection, [user_id])
        except sqlite3.Error:
            unwilling.append(copy)
    return tuple(unwilling)


def _delete_people(connection: sqlite3.Connection, user_ids: Sequence[int]) -> None:
    for table in _personal_tables(connection):
        connection.executemany(f'DELETE FROM "{table}" WHERE user_id = ?', [(user_id,) for user_id in user_ids])


def _personal_tables(connection: sqlite3.Connection) -> list[str]:
    return [table for table in sorted(_tables(connection)) if "user_id" in _columns(connection, table)]


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}


def check_whole(file: Path) -> None:
    """Raise StartError, saying what to do, unless `file` is a whole database of Waymark's."""
    try:
        with closing(_opened(file)) as connection:
            (result,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise StartError(f"{file} is not a whole SQLite database: {error}") from error
    if result != "ok":
        raise StartError(f"{file} is damaged: {' '.join(result.split())}")
    if "alembic_version" not in tables:
        raise StartError(
            f"{file} holds none of Waymark's tables. A database in use is more than its file: copy it with "
            "`waymark db backup`, or with the -wal file beside it"
        )


def _file_of(database_url: str, instead: str) -> Path:
    try:
        file = sqlite_file(parse_database_url(database_url))
    except ValueError as error:
        raise StartError(f"DATABASE_URL: {error}") from error
    if file is None:
        raise StartError(f"this is for SQLite files; for PostgreSQL use {instead}")
    return file


def _refuse_to_overwrite(file: Path, *, overwrite: bool) -> None:
    if file.exists() and not overwrite:
        raise StartError(f"{file} exists: name another file, or say --force to replace it")


def _copy(source: Path, target: Path) -> None:
    """Copy a database into `target` in one go; StartError, with `target` as it was, when that cannot be."""
    part = target.with_name(target.name + ".part")  # a copy that was cut short never looks like a whole one
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=OWNER_ONLY)
        with closing(_opened(source)) as origin, closing(sqlite3.connect(part)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # whole in one file, whatever the original is
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StartError(f"the copy of {source} could not be written to {target}: {error}") from error


def _opened(file: Path) -> sqlite3.Connection:
    # Not `ro`: a database that was in use has a -wal file, which has to be read and needs its index beside it.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=10)


async def most_frequent_failed_searches(
    database_url: str, roadmap_id: str, most: int
) -> tuple[content_feedback.FailedSearch, ...]:
    """Return what members looked for most often on a roadmap without finding it."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await content_feedback.most_frequent(connection, roadmap_id, most)
    finally:
        await database.close()


async def most_flagged_questions(database_url: str, roadmap_id: str, most: int) -> tuple[FlaggedQuestion, ...]:
    """Return the questions of a roadmap that most members found something wrong with."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await most_flagged(connection, roadmap_id, most)
    finally:
        await database.close()


async def rebuild(database_url: str) -> tuple[int, int]:
    """Derive every memory and total anew from answers and events; return how many memories and totals there are."""
    database = Database(database_url)
    try:
        async with database.writing() as connection:
            return await answers.rebuild_memories(connection), await progress_events.rebuild_totals(connection)
    finally:
        await database.close()


async def brought_by_servers(database_url: str) -> tuple[BroughtRoadmap, ...]:
    """Return the roadmaps that servers brought, in the order of their ids."""
    database = Database(database_url)
    try:
        async with database.reading() as connection:
            return await brought.brought_roadmaps_of(connection)
    finally:
        await database.close()


async def remove_brought(database_url: str, roadmap_id: str, at: datetime) -> bool:
    """Take a brought roadmap away; False when there is none. Running bots learn of it within seconds."""
    database = Database(database_url)
    try:
        async with database.writing() as connection:
            return await brought.remove_roadmap(connection, roadmap_id, at)
    finally:
        await database.close()


async def offer_brought(database_url: str, roadmap_id: str, at: datetime | None) -> bool:
    """Offer a brought roadmap to all servers, or with None no longer; False when there is none."""
    database = Database(database_url)
    try:
        async with database.writing() as connection:
            return await brought.offer_roadmap(connection, roadmap_id, at)
    finally:
        await database.close()
