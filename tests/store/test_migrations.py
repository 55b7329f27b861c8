"""Migrations: up, down and up again with rows in, on both databases, and equal to the tables of the program."""

import subprocess
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from schema_rows import ROWS
from schemas import counts, opened, schema
from sqlalchemy import text

from bot.core.user import deleted_person
from bot.store import group_tables, learning_tables, migrate, post_tables, tables
from bot.store.sql import Base


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert len(scripts.get_heads()) == 1, "two migrations claim to be the newest"
    return [script.revision for script in scripts.walk_revisions()][::-1]


def fill(address: str, revision: str) -> None:
    with opened(address) as connection:
        for row in ROWS[revision]:
            connection.execute(text(row))


def test_every_revision_has_rows_to_be_tested_with() -> None:
    assert list(ROWS) == revisions()


def test_the_newest_revision_is_the_last() -> None:
    assert migrate.latest() == revisions()[-1]


def test_the_migrations_are_read_as_alembic_reads_them() -> None:
    known = migrate.known_revisions()
    assert set(known) == set(revisions())
    assert list(known.values()).count("") == 1


def test_a_start_on_an_up_to_date_file_imports_nothing_that_only_others_need(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/waymark.db"
    migrate.upgrade(address)
    program = (
        "import sys; from datetime import UTC, datetime; import bot.app; from bot.store import database, migrate; "
        f"migrate.prepare({address!r}, datetime.now(UTC)); database.Database({address!r}); "
        "print(sorted({'alembic', 'psycopg', 'mako', 'aiohttp.web', 'yaml', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_migrating_gives_the_tables_that_the_program_declares(empty_address: Callable[[], str]) -> None:
    migrated, declared = empty_address(), empty_address()
    migrate.upgrade(migrated)
    with opened(declared) as connection:
        Base.metadata.create_all(connection)
    assert schema(migrated) == schema(declared)
    assert len(schema(migrated)) > len(Base.metadata.tables)
    rooms = (
        tables.members,
        post_tables.schedules,
        learning_tables.answers,
        group_tables.races,
        tables.brought_roadmaps,
    )
    tables_known = {table.name for table in rooms}
    assert tables_known <= Base.metadata.tables.keys()


def test_a_database_goes_up_and_down_and_up_again_with_rows_in_it(empty_address: Callable[[], str]) -> None:
    address = empty_address()
    migrate.upgrade(address)
    for revision in revisions():
        fill(address, revision)
    full = schema(address)
    for revision in reversed(revisions()):
        assert migrate.current(address) == revision
        migrate.downgrade(address, "-1")
    assert migrate.current(address) is None
    assert schema(address) == []
    migrate.upgrade(address)
    assert schema(address) == full
    left = counts(address)
    assert left.pop("deletion_salt") == 1
    assert set(left.values()) == {0}


@pytest.mark.parametrize("start", revisions())
def test_rows_of_every_revision_come_through_to_the_newest(empty_address: Callable[[], str], start: str) -> None:
    address = empty_address()
    migrate.upgrade(address)
    while migrate.current(address) != start:
        migrate.downgrade(address, "-1")
    fill(address, start)
    before = counts(address)
    migrate.upgrade(address)
    assert {name: count for name, count in counts(address).items() if name in before} == before


def test_the_table_of_users_knows_who_was_hidden_and_schedules_keep_their_ids(empty_address: Callable[[], str]) -> None:
    address = empty_address()
    migrate.upgrade(address)
    migrate.downgrade(address, "2026_11_29_events_by_learner")
    plan = ROWS["2026_11_24_scheduled_posts"][0]
    with opened(address) as connection:
        connection.execute(text(ROWS["2026_11_24_study_progress"][4]))
        connection.execute(text("INSERT INTO members VALUES (8, 2, 'Ben', false, NULL, '2026-11-24 09:15:00')"))
        for number in (1, 2, 9):
            connection.execute(text(plan.replace("VALUES (1, 9,", f"VALUES ({number}, {9 if number < 9 else 10},")))
        connection.execute(text("DELETE FROM schedules WHERE id = 9"))
        connection.execute(text(plan.replace("VALUES (1, 9,", "VALUES (5, 7,")))
    migrate.upgrade(address)
    with opened(address) as connection:
        hidden = connection.execute(text("SELECT user_id, visibility, visibility_told_at FROM users")).all()
        numbers = connection.execute(text("SELECT id, number FROM schedules ORDER BY id")).all()
        assert [tuple(row) for row in hidden] == [(1, "nobody", None)]
        assert [tuple(row) for row in numbers] == [(1, 1), (2, 2), (5, 1)]
        if connection.dialect.name == "sqlite":
            newest = "SELECT seq FROM sqlite_sequence WHERE name = 'schedules'"
            assert connection.execute(text(newest)).scalar() == 9


def test_upgrading_twice_changes_nothing(empty_address: Callable[[], str]) -> None:
    address = empty_address()
    migrate.upgrade(address)
    fill(address, revisions()[0])
    before = schema(address), counts(address)
    migrate.upgrade(address)
    assert (schema(address), counts(address)) == before


def test_who_was_deleted_before_there_was_a_salt_is_still_known(empty_address: Callable[[], str]) -> None:
    address = empty_address()
    migrate.upgrade(address)
    migrate.downgrade(address, "2026_11_30_groups")
    unsalted = blake2b(b"4711", digest_size=16, person=b"deleted").hexdigest()
    with opened(address) as connection:
        connection.execute(text(f"INSERT INTO deletions VALUES ('{unsalted}', '2026-11-30 09:15:00')"))
    migrate.upgrade(address)
    with opened(address) as connection:
        salt = connection.execute(text("SELECT salt FROM deletion_salt")).scalar_one()
        noted = connection.execute(text("SELECT person FROM deletions")).scalar_one()
    assert noted == deleted_person(4711, salt)
    assert noted not in (unsalted, deleted_person(4711, "00" * 16))
