"""One process for a SQLite file."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.errors import StartError
from bot.store.process_lock import hold_process_lock

HOLD = """
import sys, time
from bot.store.process_lock import hold_process_lock
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
