"""The connection: what it refuses, what it calls unavailable, and that it is there again afterwards."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from stored_rows import assert_consistent
from study_acts import ADA, DAY, NOW, act, mark

from bot.core.errors import CommitUncertainError, DatabaseUnavailableError
from bot.core.guild import GuildSettings
from bot.core.progress import TopicState
from bot.store import engines, guilds, progress
from bot.store.database import Database
from bot.store.engines import BatchedConnection

DONE = TopicState.DONE


async def states(database: Database) -> dict[str, TopicState]:
    async with database.reading() as connection:
        return dict(await progress.states(connection, ADA))


def end_connections(address: str) -> None:
    """Let the server end all connections to a database, as a restart would."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}".encode())


def move(file: Path, old: str, new: str) -> None:
    """Give a SQLite file, and what lies beside it, another name."""
    for found in file.parent.glob(f"{old}*"):
        found.rename(found.with_name(found.name.replace(old, new)))


def list_files(file: Path) -> list[Path]:
    """The file of that very name, if there is one."""
    return [found for found in file.parent.iterdir() if found.name == file.name]


async def test_a_database_that_is_there_answers(database: Database) -> None:
    await database.ping()


async def test_a_closed_database_opens_again_when_it_is_used(database: Database) -> None:
    await mark(database, 1, "csrf")
    await database.close()
    assert await states(database) == {"csrf": DONE}


async def test_a_mistake_of_ours_is_no_outage(database: Database) -> None:
    for statement in ("SELECT * FROM nowhere", "SELEC 1"):
        with pytest.raises(DBAPIError):
            async with database.reading() as connection:
                await connection.execute(text(statement))
    await database.ping()


async def test_a_broken_rule_of_the_tables_is_no_outage(database: Database) -> None:
    statement = text("INSERT INTO command_registrations VALUES (1, 'digest', NULL)")
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(statement)
    await mark(database, 1, "csrf")


async def test_a_write_that_is_cancelled_leaves_nothing_and_holds_nobody_up(database: Database) -> None:
    begun = asyncio.Event()

    async def hang() -> None:
        async with database.writing() as connection:
            await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
            begun.set()
            await asyncio.sleep(3600)

    async with asyncio.TaskGroup() as tasks:
        hanging = tasks.create_task(hang())
        await begun.wait()
        hanging.cancel()
    assert (await mark(database, 2, "xss")).states == {"xss": DONE}


async def test_cancelling_at_any_point_of_a_write_holds_nobody_up(database: Database) -> None:
    """The cancellation strikes ever later: in each statement, in the begin and in the commit."""
    for number in range(1, 101, 2):
        async with asyncio.TaskGroup() as tasks:
            marking = tasks.create_task(mark(database, number, f"topic-{number}"))
            await asyncio.sleep(number / 20_000)
            marking.cancel()
        marked = await mark(database, number + 1, f"topic-{number}")
        assert marked.states[f"topic-{number}"] is DONE
    await assert_consistent(database, ADA)


async def test_a_write_of_one_statement_is_kept_without_a_transaction_around_it(database: Database) -> None:
    async with database.writing_once() as connection:
        await guilds.save(connection, GuildSettings(7, ZoneInfo("Asia/Tokyo")), NOW)
    async with database.reading() as connection:
        assert (await guilds.guild_settings(connection, 7)).zone.key == "Asia/Tokyo"


async def test_a_write_of_one_statement_that_fails_leaves_nothing_open(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.writing_once() as connection:
            await connection.execute(text("INSERT INTO guilds (guild_id) VALUES (7)"))
    assert (await mark(database, 1, "csrf")).points == 10
    assert await states(database) == {"csrf": DONE}


async def test_reading_sees_what_was_committed_just_before(database: Database) -> None:
    for number in range(1, 20):
        await mark(database, number, f"topic-{number}")
        assert len(await states(database)) == number


class TestSqlite:
    """What holds for a file only."""

    @pytest.fixture
    def file(self, migrated_sqlite: Path, tmp_path: Path) -> Path:
        copy = tmp_path / "waymark.db"
        copy.write_bytes(migrated_sqlite.read_bytes())
        return copy

    async def test_a_locked_file_is_unavailable_to_writers_and_readable_meanwhile(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}", busy_timeout=0.05)
        await mark(database, 1, "csrf")
        with closing(sqlite3.connect(file, isolation_level=None)) as intruder:
            intruder.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseUnavailableError, match="locked"):
                await mark(database, 2, "xss")
            assert await states(database) == {"csrf": DONE}
        assert (await mark(database, 3, "xss")).states == {"csrf": DONE, "xss": DONE}
        await database.close()

    async def test_the_lock_is_held_from_the_first_statement_to_the_end(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as intruder:
            async with database.writing() as connection:
                intruder.execute("BEGIN IMMEDIATE").close()
                intruder.rollback()
                await connection.execute(text("SELECT 1"))
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    intruder.execute("BEGIN IMMEDIATE")
            intruder.execute("BEGIN IMMEDIATE")
            intruder.rollback()
        await database.close()

    async def test_a_block_that_writes_nothing_leaves_the_next_one_whole(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        async with database.writing():
            pass
        with pytest.raises(ValueError, match="in between"):
            await _mark_and_fail(database)
        assert await states(database) == {}
        assert (await mark(database, 2, "xss")).states == {"xss": DONE}
        await database.close()

    async def test_everybody_who_waits_for_a_locked_file_gets_an_answer(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}", busy_timeout=0.05)
        with closing(sqlite3.connect(file, isolation_level=None)) as intruder:
            intruder.execute("BEGIN IMMEDIATE")
            answers = await asyncio.gather(
                *(mark(database, number, "csrf") for number in range(1, 11)), return_exceptions=True
            )
        assert {type(answer) for answer in answers} == {DatabaseUnavailableError}
        await mark(database, 11, "csrf")
        await database.close()

    async def test_a_full_disk_is_unavailable(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        async with database.writing() as connection:
            await connection.execute(text("PRAGMA max_page_count = 1"))  # no page may be added any more
        topics = [f"topic-{number}" for number in range(2_000)]
        with pytest.raises(DatabaseUnavailableError, match="full"):
            await mark(database, 1, *topics)
        assert await states(database) == {}
        await database.close()

    async def test_the_readers_cannot_write(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        with pytest.raises(DatabaseUnavailableError, match="readonly"):
            async with database.reading() as connection:
                await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
        await database.close()

    async def test_the_settings_that_keep_data_safe_are_on(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        async with database.writing() as connection:
            found = [
                (await connection.execute(text(f"PRAGMA {setting}"))).scalar()
                for setting in ("journal_mode", "synchronous", "foreign_keys")
            ]
        assert found == ["wal", 2, 1]
        await database.close()

    async def test_the_folder_of_the_file_is_made(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path}/a/b/waymark.db")
        async with database.writing() as connection:
            await connection.execute(text("SELECT 1"))
        assert (tmp_path / "a" / "b" / "waymark.db").exists()
        await database.close()

    async def test_a_reader_creates_no_file(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path}/waymark.db")
        with pytest.raises(DatabaseUnavailableError, match="unable to open"):
            await states(database)
        assert not (tmp_path / "waymark.db").exists()
        await database.close()

    async def test_a_file_that_is_deleted_takes_no_more_writes_and_is_not_ready(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}")
        await mark(database, 1, "csrf")
        move(file, "waymark.db", "moved.db")
        for work in (mark(database, 2, "xss"), database.ping(), states(database)):
            with pytest.raises(DatabaseUnavailableError, match="is gone"):
                await work
        assert [found.name for found in list_files(file)] == []
        move(file, "moved.db", "waymark.db")
        assert (await mark(database, 3, "xss")).states == {"csrf": DONE, "xss": DONE}
        await database.close()

    async def test_a_file_that_is_replaced_takes_no_more_writes_and_is_not_ready(
        self, file: Path, migrated_sqlite: Path
    ) -> None:
        database = Database(f"sqlite:///{file}")
        await mark(database, 1, "csrf")
        move(file, "waymark.db", "moved.db")
        shutil.copyfile(migrated_sqlite, file)
        for work in (mark(database, 2, "xss"), database.ping(), states(database)):
            with pytest.raises(DatabaseUnavailableError, match="was replaced"):
                await work
        await database.close()
        assert (await mark(database, 3, "xss")).states == {"xss": DONE}
        await database.close()

    @pytest.mark.parametrize("kind", ["reading", "writing"])
    async def test_a_statement_ends_at_its_deadline(self, file: Path, kind: str) -> None:
        database = Database(f"sqlite:///{file}", deadline=0.3)
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        began = asyncio.get_running_loop().time()
        with pytest.raises(DatabaseUnavailableError, match="too long"):
            async with database.reading() if kind == "reading" else database.writing() as connection:
                await connection.execute(text(endless))
        assert asyncio.get_running_loop().time() - began < 3  # without an interruption it never ends
        assert (await mark(database, 1, "csrf")).points == 10
        await database.close()

    async def test_waiting_for_a_locked_file_ends_at_the_deadline(self, file: Path) -> None:
        database = Database(f"sqlite:///{file}", busy_timeout=60, deadline=0.3)
        with closing(sqlite3.connect(file, isolation_level=None)) as intruder:
            intruder.execute("BEGIN IMMEDIATE")
            began = asyncio.get_running_loop().time()
            with pytest.raises(DatabaseUnavailableError, match="too long"):
                await mark(database, 1, "csrf")
            assert asyncio.get_running_loop().time() - began < 3  # SQLite alone would wait the whole minute
        assert (await mark(database, 2, "csrf")).points == 10
        await database.close()

    async def test_a_commit_that_is_slower_than_the_deadline_is_waited_for(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commit = BatchedConnection.commit

        async def slowly(connection: BatchedConnection) -> None:
            await asyncio.sleep(0.4)
            await commit(connection)

        monkeypatch.setattr(BatchedConnection, "commit", slowly)
        patient = Database(f"sqlite:///{file}", deadline=0.2)
        assert (await mark(patient, 1, "csrf")).points == 10
        assert await states(patient) == {"csrf": DONE}
        await patient.close()
        hasty = Database(f"sqlite:///{file}", deadline=0.2, commit_deadline=0.1)
        with pytest.raises(CommitUncertainError):
            await mark(hasty, 2, "xss")
        await hasty.close()


class TestPostgresql:
    """What holds for a server only."""

    async def _at_commit(self, database: Database, statement: str) -> None:
        """Let the server do something within each commit that marks a topic."""
        body = f"BEGIN PERFORM {statement}; RETURN NULL; END"
        when = "AFTER INSERT ON study_events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        async with database.writing() as connection:
            await connection.execute(text(f"CREATE FUNCTION slow() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql"))
            await connection.execute(text(f"CREATE CONSTRAINT TRIGGER slow {when} EXECUTE FUNCTION slow()"))

    async def test_a_commit_that_is_slower_than_the_deadline_is_waited_for(
        self, database: Database, address: str
    ) -> None:
        await self._at_commit(database, "pg_sleep(0.6)")
        patient = Database(address, deadline=0.3)
        assert (await mark(patient, 1, "csrf")).points == 10
        assert await states(patient) == {"csrf": DONE}
        await patient.close()

    async def test_a_connection_that_breaks_in_the_commit_leaves_it_open_whether_it_happened(
        self, database: Database
    ) -> None:
        await self._at_commit(database, "pg_terminate_backend(pg_backend_pid())")
        with pytest.raises(CommitUncertainError):
            await mark(database, 1, "csrf")

    async def test_a_commit_that_the_server_refuses_has_not_happened(self, database: Database) -> None:
        await self._at_commit(database, "1 / 0")
        with pytest.raises(DBAPIError, match="division by zero"):
            await mark(database, 1, "csrf")
        assert await states(database) == {}

    @pytest.mark.parametrize("kind", ["reading", "writing"])
    async def test_a_migration_under_a_running_bot_breaks_no_first_statement(
        self, database: Database, address: str, kind: str
    ) -> None:
        asked = text("SELECT * FROM guilds")
        async with database.writing() as connection:
            for _ in range(8):  # from the sixth time on it is prepared
                await connection.execute(asked)
        with psycopg.connect(address, autocommit=True) as migration:
            migration.execute("ALTER TABLE guilds ALTER COLUMN first_weekday TYPE bigint")
        for _ in range(3):
            async with getattr(database, kind)() as connection:
                assert (await connection.execute(asked)).all() == []
        assert (await mark(database, 1, "csrf")).points == 10

    async def test_a_migration_in_the_middle_of_a_write_takes_it_back_and_the_next_is_whole(
        self, database: Database, address: str
    ) -> None:
        asked = text("SELECT * FROM guilds")

        async def mark_and_look(number: int) -> None:
            async with database.writing() as connection:
                await progress.mark(connection, act(number), ADA, ["csrf"], DONE, local_date=DAY)
                await connection.execute(asked)

        async with database.writing() as connection:
            for _ in range(8):
                await connection.execute(asked)
        with psycopg.connect(address, autocommit=True) as migration:
            migration.execute("ALTER TABLE guilds ALTER COLUMN first_weekday TYPE bigint")
        with pytest.raises(DatabaseUnavailableError, match="cached plan"):
            await mark_and_look(1)
        assert await states(database) == {}
        await mark_and_look(2)
        assert await states(database) == {"csrf": DONE}

    async def test_a_server_that_takes_no_writes_is_not_ready(self, database: Database, address: str) -> None:
        name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'.encode())
        await database.close()
        assert await states(database) == {}
        with pytest.raises(DatabaseUnavailableError, match="read-only"):
            await database.ping()

    @pytest.fixture
    def new_address(self, postgres_address: str) -> object:
        return lambda: postgres_address

    async def test_a_server_that_dropped_its_connections_is_reached_anew(self, database: Database) -> None:
        await mark(database, 1, "csrf")
        other = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        async with database.writing() as connection:
            await mark(database, 2, "xss")
            await connection.execute(text(f"{other} AND pid <> pg_backend_pid()"))
        assert await states(database) == {"csrf": DONE, "xss": DONE}

    async def test_a_connection_that_died_while_it_rested_is_replaced(
        self, database: Database, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await mark(database, 1, "csrf")
        end_connections(address)
        monkeypatch.setattr(engines, "PING_AFTER_REST", 0.0)
        assert await states(database) == {"csrf": DONE}

    async def test_one_that_died_just_after_its_use_is_unavailable_once(
        self, database: Database, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "PING_AFTER_REST", 60.0)
        await mark(database, 1, "csrf")
        end_connections(address)
        with pytest.raises(DatabaseUnavailableError):
            await states(database)
        assert await states(database) == {"csrf": DONE}

    async def test_a_connection_that_breaks_under_way_is_unavailable_and_then_there_again(
        self, database: Database
    ) -> None:
        async def mark_and_break() -> None:
            async with database.writing() as connection:
                await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
                await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

        with pytest.raises(DatabaseUnavailableError):
            await mark_and_break()
        assert await states(database) == {}
        assert (await mark(database, 1, "csrf")).points == 10

    async def test_a_lock_held_too_long_is_unavailable(self, database: Database) -> None:
        async with database.writing() as connection:
            await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
            with pytest.raises(DatabaseUnavailableError, match="lock timeout"):
                await mark(database, 2, "xss")

    async def test_a_server_that_is_not_there_is_unavailable(self) -> None:
        database = Database("postgresql://nobody@127.0.0.1:1/nothing")
        with pytest.raises(DatabaseUnavailableError):
            await database.ping()
        await database.close()

    async def test_whoever_finds_every_connection_busy_hears_of_it(self, database: Database) -> None:
        async def hold(until: asyncio.Event) -> None:
            async with database.reading():
                await until.wait()

        done = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(15):
                tasks.create_task(hold(done))
            await asyncio.sleep(0)
            with pytest.raises(DatabaseUnavailableError, match="busy"):
                await database.ping()
            done.set()
        await database.ping()


async def test_nobody_waits_beyond_the_deadline(address: str) -> None:
    database = Database(address, deadline=0.2)

    async def hang() -> None:
        async with database.writing() as connection:
            await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
            await asyncio.sleep(3600)

    with pytest.raises(DatabaseUnavailableError, match="too long"):
        await hang()
    assert (await mark(database, 2, "csrf")).points == 10
    await database.close()


async def _mark_and_fail(database: Database) -> None:
    async with database.writing() as connection:
        await progress.mark(connection, act(1), ADA, ["csrf"], DONE, local_date=DAY)
        raise ValueError("in between")
