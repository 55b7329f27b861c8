"""One process for a SQLite file, and one for a shard on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest
from postgres_server import Postgres
from sqlalchemy import make_url

from bot.core.errors import StartError
from bot.store.coordination import hold_process_lock, hold_shards
from bot.store.database import Database

HOLD = """
import sys, time
from bot.store.coordination import hold_process_lock
with hold_process_lock(sys.argv[1]):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_a_second_user_is_refused_in_one_line(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/data/waymark.db"
    with (
        hold_process_lock(address),
        pytest.raises(StartError, match="in use by another Waymark") as refused,
        hold_process_lock(address),
    ):
        pass
    assert "\n" not in str(refused.value)
    with hold_process_lock(address):
        pass


def test_a_process_that_was_killed_lets_go(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/waymark.db"
    with subprocess.Popen([sys.executable, "-c", HOLD, address], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        with pytest.raises(StartError), hold_process_lock(address):
            pass
        holder.kill()
    with hold_process_lock(address):
        pass


def test_a_link_to_the_file_meets_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "waymark.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "waymark.db")
    with (
        hold_process_lock(f"sqlite:///{tmp_path}/waymark.db"),
        pytest.raises(StartError, match="in use by another Waymark"),
        hold_process_lock(f"sqlite:///{tmp_path}/link.db"),
    ):
        pass


def test_a_lock_that_leads_elsewhere_is_refused_and_leaves_what_it_leads_to_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("kept")
    (tmp_path / "waymark.db.lock").symlink_to(precious)
    with (
        pytest.raises(StartError, match=r"waymark\.db\.lock cannot be used") as refused,
        hold_process_lock(f"sqlite:///{tmp_path}/waymark.db"),
    ):
        pass
    assert "\n" not in str(refused.value)
    assert precious.read_text() == "kept"


def test_two_files_have_two_users(tmp_path: Path) -> None:
    with hold_process_lock(f"sqlite:///{tmp_path}/a.db"), hold_process_lock(f"sqlite:///{tmp_path}/b.db"):
        pass


def test_postgresql_has_many_users() -> None:
    address = "postgresql://nobody@127.0.0.1:1/nothing"
    with hold_process_lock(address), hold_process_lock(address):
        pass


def test_a_place_that_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="cannot be used"), hold_process_lock(f"sqlite:///{tmp_path}/file/waymark.db"):
        pass


async def test_a_shard_that_another_process_holds_is_told(postgres_address: str) -> None:
    first, second = Database(postgres_address), Database(postgres_address)
    async with hold_shards(first, [0, 1]) as doubled:
        assert doubled == []
        async with hold_shards(second, [1, 2]) as both:
            assert both == [1]
    async with hold_shards(second, [0, 1]) as doubled:
        assert doubled == []
    await first.close()
    await second.close()


async def test_shards_are_let_go_of_quietly_when_the_server_has_ended_the_session(
    postgres: Postgres, postgres_address: str
) -> None:
    database = Database(postgres_address)
    async with hold_shards(database, [0]):
        postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            f"{make_url(postgres_address).database}'"
        )
    async with hold_shards(database, [0]) as doubled:
        assert doubled == []
    await database.close()


async def test_a_file_has_no_shards_to_hold(tmp_path: Path) -> None:
    async with hold_shards(Database(f"sqlite:///{tmp_path}/waymark.db"), [0]) as doubled:
        assert doubled == []
