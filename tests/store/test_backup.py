"""Copies of a database: whole while it is written, checked before and after, and never over something by accident."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from study_acts import ADA, BOB, NOW, mark

from bot.core.errors import StartError
from bot.core.progress import TopicState
from bot.store import maintenance, progress
from bot.store.coordination import hold_process_lock
from bot.store.database import Database
from bot.store.users import delete_personal_data, personal_counts

DONE = TopicState.DONE


@pytest.fixture
def file(migrated_sqlite: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(migrated_sqlite, tmp_path / "waymark.db"))


def keep(files: list[Path]) -> Callable[[], None]:
    """Return what writes the files again as they are now."""
    contents = {file: file.read_bytes() for file in files}

    def put_back() -> None:
        for file, content in contents.items():
            file.write_bytes(content)

    return put_back


async def marked(file: Path) -> set[str]:
    database = Database(f"sqlite:///{file}")
    async with database.reading() as connection:
        found = set(await progress.states(connection, ADA))
    await database.close()
    return found


def beside(file: Path) -> list[Path]:
    """The files in which SQLite keeps what it has not put into its file yet."""
    return list(file.parent.glob(f"{file.name}-*"))


async def test_a_backup_of_a_database_in_use_has_all_that_was_committed(file: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await mark(database, 1, "csrf")
    plain = Path(shutil.copyfile(file, tmp_path / "plain.db"))  # what a cp would have made
    maintenance.back_up(f"sqlite:///{file}", tmp_path / "deep" / "copy.db")
    await mark(database, 2, "xss")
    await database.close()
    assert await marked(tmp_path / "deep" / "copy.db") == {"csrf"}
    assert await marked(plain) == set()
    assert await marked(file) == {"csrf", "xss"}


def test_a_backup_is_for_its_owner_alone_and_one_file(file: Path, tmp_path: Path) -> None:
    maintenance.back_up(f"sqlite:///{file}", tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.glob("copy.db*")] == ["copy.db"]


async def test_a_backup_is_restored_and_what_was_there_is_kept_beside_it(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    database = Database(url)
    await mark(database, 1, "csrf")
    maintenance.back_up(url, tmp_path / "copy.db")
    await mark(database, 2, "xss")
    await database.close()
    with pytest.raises(StartError, match="--force"):
        maintenance.restore(url, tmp_path / "copy.db", NOW)
    assert await marked(file) == {"csrf", "xss"}
    saved = maintenance.restore(url, tmp_path / "copy.db", NOW, overwrite=True).saved
    assert await marked(file) == {"csrf"}
    assert saved is not None
    assert await marked(saved) == {"csrf", "xss"}
    assert maintenance.restore(f"sqlite:///{tmp_path}/new/waymark.db", tmp_path / "copy.db", NOW).saved is None
    assert await marked(tmp_path / "new" / "waymark.db") == {"csrf"}


async def test_what_lay_in_the_wal_of_the_old_database_does_not_come_back(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    maintenance.back_up(url, tmp_path / "copy.db")
    database = Database(url)
    await mark(database, 1, "csrf")
    put_back = keep(beside(file))
    await database.close()
    put_back()
    maintenance.restore(url, tmp_path / "copy.db", NOW, overwrite=True)
    assert await marked(file) == set()


def test_nothing_is_restored_under_a_bot_that_runs(file: Path, tmp_path: Path) -> None:
    maintenance.back_up(f"sqlite:///{file}", tmp_path / "copy.db")
    with hold_process_lock(f"sqlite:///{file}"), pytest.raises(StartError, match="in use by another Waymark"):
        maintenance.restore(f"sqlite:///{file}", tmp_path / "copy.db", NOW, overwrite=True)


def _empty(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (id)")


def _broken(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 3] = b"x" * 8192
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.write_text("poem " * 1000), "not a whole SQLite database"),
        (_empty, "none of Waymark's tables"),
        (_broken, "damaged|not a whole"),
        (lambda file: file.unlink(), "no backup at"),
    ],
    ids=["a text", "no tables", "damaged", "nothing"],
)
def test_what_is_no_whole_backup_is_refused_and_the_database_stays(
    file: Path, tmp_path: Path, spoil: object, words: str
) -> None:
    maintenance.back_up(f"sqlite:///{file}", tmp_path / "copy.db")
    assert callable(spoil)
    spoil(tmp_path / "copy.db")
    before = file.read_bytes()
    with pytest.raises(StartError, match=words) as refused:
        maintenance.restore(f"sqlite:///{file}", tmp_path / "copy.db", NOW, overwrite=True)
    assert "\n" not in str(refused.value)
    assert file.read_bytes() == before


def test_nothing_is_overwritten_by_a_backup_without_being_told(file: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    for target, words in ((tmp_path / "precious", "--force"), (file, "--force")):
        with pytest.raises(StartError, match=words):
            maintenance.back_up(f"sqlite:///{file}", target)
    with pytest.raises(StartError, match="itself"):
        maintenance.back_up(f"sqlite:///{file}", file, overwrite=True)
    assert (tmp_path / "precious").read_text() == "kept"


@pytest.mark.parametrize("act", ["back_up", "restore"])
def test_a_disk_that_is_full_leaves_everything_as_it_was(file: Path, tmp_path: Path, act: str) -> None:
    maintenance.back_up(f"sqlite:///{file}", tmp_path / "first.db")
    before = (file.read_bytes(), (tmp_path / "first.db").read_bytes())
    limited = (
        "import resource, signal, sys; from datetime import UTC, datetime; from pathlib import Path; "
        "from bot.core.errors import StartError; from bot.store import maintenance; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536)); url, target = sys.argv[1:3]\n"
        "try:\n"
        f"    maintenance.{act}(url, Path(target), {'' if act == 'back_up' else 'datetime.now(UTC), '}overwrite=True)\n"
        "except StartError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, f"sqlite:///{file}", str(tmp_path / "first.db")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "could not be written" in done.stdout
    assert (file.read_bytes(), (tmp_path / "first.db").read_bytes()) == before
    assert not [found.name for found in tmp_path.rglob("*.part")]


def test_where_there_is_nothing_to_copy_it_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="nothing to back up"):
        maintenance.back_up(f"sqlite:///{tmp_path}/waymark.db", tmp_path / "copy.db")
    with pytest.raises(StartError, match="pg_dump"):
        maintenance.back_up("postgresql://somebody@127.0.0.1/waymark", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


async def test_who_was_deleted_after_the_backup_is_deleted_again(tmp_path: Path, migrated_sqlite: Path) -> None:
    file = Path(shutil.copyfile(migrated_sqlite, tmp_path / "waymark.db"))
    url = f"sqlite:///{file}"
    database = Database(url)
    await mark(database, 1, "csrf")
    await mark(database, 2, "csrf", learner=BOB)
    maintenance.back_up(url, tmp_path / "copy.db")
    async with database.writing() as connection:
        await delete_personal_data(connection, ADA.user_id, NOW)
    await database.close()
    restored = maintenance.restore(url, tmp_path / "copy.db", NOW, overwrite=True)
    assert restored.deleted_again == (ADA.user_id,)
    again = Database(url)
    async with again.reading() as connection:
        assert not any((await personal_counts(connection, ADA.user_id)).values())
        assert any((await personal_counts(connection, BOB.user_id)).values())
    await again.close()


async def test_copies_made_before_a_change_forget_who_is_deleted(tmp_path: Path, migrated_sqlite: Path) -> None:
    file = Path(shutil.copyfile(migrated_sqlite, tmp_path / "waymark.db"))
    database = Database(f"sqlite:///{file}")
    await mark(database, 1, "csrf")
    await mark(database, 2, "csrf", learner=BOB)
    await database.close()
    copy = maintenance.back_up_before_change(file, NOW)
    spoilt = maintenance.back_up_before_change(file, NOW + timedelta(minutes=1))
    spoilt.write_text("no database")
    assert maintenance.forget_in_copies(file, ADA.user_id) == (spoilt,)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT DISTINCT user_id FROM study_events").fetchall() == [(BOB.user_id,)]
