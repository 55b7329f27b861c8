"""What happens to the database when the program starts: created, migrated after a copy was made, or refused."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from schemas import counts, opened, schema
from sqlalchemy import text

from bot.core.errors import DatabaseUnavailableError, StartError
from bot.store import migrate
from bot.store.maintenance import back_up_before_change, copies

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
FAILING = """
revision = "2099_01_01_failing"
down_revision = "{head}"
def upgrade():
    from alembic import op
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("DELETE FROM guilds")
    op.execute("SELECT * FROM nowhere")
def downgrade(): ...
"""
REBUILDING = """
import sqlalchemy as sa
from alembic import op
revision = "2099_01_01_rebuilding"
down_revision = "{head}"
def upgrade():
    op.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR(10))")
    op.execute("CREATE TABLE children (parent INTEGER REFERENCES parents (id) ON DELETE CASCADE)")
    op.execute("INSERT INTO parents VALUES (1, 'Ada')")
    op.execute("INSERT INTO children VALUES (1)")
    with op.batch_alter_table("parents", recreate="always") as parents:
        parents.add_column(sa.Column("born", sa.Integer()))
def downgrade(): ...
"""


class Release:
    """A copy of the program in a folder of its own, whose migrations may be tampered with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root = migrate.MIGRATIONS.parent
        ignored = shutil.ignore_patterns("__pycache__")
        for name in ("bot", "migrations"):
            shutil.copytree(root / name, folder / name, ignore=ignored)

    def add(self, name: str, migration: str) -> None:
        (self.folder / "migrations" / "versions" / f"{name}.py").write_text(migration.format(head=migrate.latest()))

    def run(self, code: str) -> "subprocess.CompletedProcess[str]":
        program = f"from bot.store import migrate; from datetime import *; {code}"
        return subprocess.run(
            [sys.executable, "-c", program], cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path / "release")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "waymark.db"


def at(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def make_older(file: Path) -> None:
    """Leave a file behind as an older program would: with a table of its own and no revision known."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('precious')")


def test_a_file_that_is_missing_is_created_and_needs_no_copy(file: Path) -> None:
    migrate.prepare(at(file), NOW)
    assert migrate.current(at(file)) == migrate.latest()
    assert copies(file) == []


def test_a_file_that_is_up_to_date_is_left_alone(file: Path) -> None:
    migrate.prepare(at(file), NOW)
    before = file.read_bytes()
    migrate.prepare(at(file), NOW)
    assert file.read_bytes() == before
    assert copies(file) == []


def test_an_older_file_is_copied_beside_it_and_then_migrated(file: Path) -> None:
    file.parent.mkdir()
    make_older(file)
    migrate.prepare(at(file), NOW)
    assert [copy.name for copy in copies(file)] == ["waymark-2026-11-24T0915.db.bak"]
    assert counts(at(copies(file)[0])) == {"kept": 1}
    assert counts(at(file))["kept"] == 1
    assert migrate.current(at(file)) == migrate.latest()


def test_a_copy_has_what_was_committed_but_not_yet_moved_into_the_file(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        with writer:
            writer.execute("CREATE TABLE kept (word TEXT)")
        copy = back_up_before_change(file, NOW)
    assert counts(at(copy)) == {"kept": 0}


def test_the_newest_five_copies_stay(file: Path) -> None:
    file.parent.mkdir()
    make_older(file)
    bystander = file.with_name("waymark-notes.db.bak")
    bystander.touch()
    for number in range(7):
        back_up_before_change(file, NOW + timedelta(days=number))
    days = [f"waymark-2026-{day}T0915.db.bak" for day in ("11-26", "11-27", "11-28", "11-29", "11-30")]
    assert [copy.name for copy in copies(file)] == days
    assert bystander.exists()


def test_a_database_of_a_newer_program_is_refused_and_not_touched(empty_address: Callable[[], str]) -> None:
    address = empty_address()
    migrate.upgrade(address)
    with opened(address) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_future'"))
    before = schema(address)
    with pytest.raises(StartError, match="2099_01_01_future, newer than this program"):
        migrate.prepare(address, NOW)
    with pytest.raises(StartError, match="2099_01_01_future, newer than this program"):
        migrate.upgrade(address)
    assert schema(address) == before


def test_postgresql_is_not_migrated_at_start(postgres_empty: str) -> None:
    with pytest.raises(StartError, match="run `python -m bot db upgrade`"):
        migrate.prepare(postgres_empty, NOW)
    assert schema(postgres_empty) == []
    migrate.upgrade(postgres_empty)
    migrate.prepare(postgres_empty, NOW)


def test_two_upgrades_of_one_postgresql_take_turns(postgres_empty: str, release: Release) -> None:
    program = f"from bot.store import migrate; migrate.upgrade({postgres_empty!r})"
    both = [subprocess.Popen([sys.executable, "-c", program], cwd=release.folder) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert migrate.current(postgres_empty) == migrate.latest()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(DatabaseUnavailableError):
        migrate.prepare("postgresql://nobody@127.0.0.1:1/nothing", NOW)


def test_a_file_that_is_no_database_is_refused_in_one_line(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"Dear diary, today I wrote no SQL.\n" * 100)
    with pytest.raises(StartError, match="not a database") as refused:
        migrate.prepare(at(file), NOW)
    assert "\n" not in str(refused.value)


def test_rows_that_refer_to_nothing_are_found_and_nothing_is_changed(file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE children (parent INTEGER REFERENCES parents (id))")
        connection.execute("INSERT INTO children VALUES (1)")
    with pytest.raises(StartError, match="1 rows that refer to nothing"):
        migrate.upgrade(at(file))
    assert set(counts(at(file))) == {"parents", "children"}


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(file: Path, release: Release) -> None:
    release.add("2099_01_01_rebuilding", REBUILDING)
    done = release.run(f"migrate.upgrade({at(file)!r})")
    assert done.returncode == 0, done.stderr
    assert counts(at(file))["children"] == 1


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(
    empty_address: Callable[[], str], release: Release
) -> None:
    address = empty_address()
    migrate.upgrade(address)
    with opened(address) as connection:
        connection.execute(text("INSERT INTO guilds (guild_id, created_at) VALUES (1, '2026-11-24 09:15:00')"))
    before = schema(address)
    release.add("2099_01_01_failing", FAILING)
    assert "nowhere" in release.run(f"migrate.upgrade({address!r})").stderr
    assert schema(address) == before
    assert counts(address)["guilds"] == 1
    assert migrate.current(address) == migrate.latest()


def test_without_its_migrations_the_program_says_what_is_missing(file: Path, release: Release) -> None:
    shutil.rmtree(release.folder / "migrations")
    failed = release.run(f"migrate.prepare({at(file)!r}, datetime(2026, 11, 24, tzinfo=UTC))")
    assert "StartError" in failed.stderr
    assert "migrations is missing" in failed.stderr


def test_a_drafted_migration_follows_the_newest_and_runs(file: Path, release: Release) -> None:
    drafted = release.run("migrate.draft('Add schedules', datetime(2099, 1, 2, tzinfo=UTC))")
    assert drafted.returncode == 0, drafted.stderr
    done = release.run(f"migrate.upgrade({at(file)!r}); print(migrate.current({at(file)!r}))")
    assert done.stdout == "2099_01_02_add_schedules\n", done.stderr
    assert (release.folder / "migrations" / "versions" / "2099_01_02_add_schedules.py").is_file()
