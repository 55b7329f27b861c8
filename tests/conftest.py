"""What the tests of all rooms share: how many run at a time, one PostgreSQL for the whole run, ports of their own."""

import os
import socket
import tempfile
import zoneinfo
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import settings
from logged_errors import assert_as_expected, recorded_errors
from postgres_server import Postgres, running_postgres

from bot.store.sql import log_unknown_zone

PORTS_A_WORKER = 200

zoneinfo.reset_tzpath(to=())  # time zones from the pinned package, as in the program
settings.register_profile("unhurried", deadline=None)  # a slow machine is no reason for a property to fail
settings.load_profile("unhurried")


def pytest_xdist_auto_num_workers() -> int:
    """Return what `-n auto` means: one more process than cores, since tests wait, but bots have three seconds."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str, worker_id: str) -> Iterator[Postgres]:
    """A PostgreSQL server that all processes of this run share; the databases on it are each test's own."""
    folder = Path(tempfile.gettempdir()) / f"waymark-pg-{testrun_uid[:12]}"
    with running_postgres(folder, lock=tmp_path_factory.getbasetemp().parent / "postgres.lock") as server:
        yield Postgres(server, prefix=f"waymark_{worker_id}")


@pytest.fixture
def expected_errors() -> list[str]:
    """Regular expressions for the errors that a test says will be logged; any other one fails it."""
    return []


@pytest.fixture(autouse=True)
def only_expected_errors(expected_errors: list[str]) -> Iterator[None]:
    """Fail a test during which this process logs an error that it did not expect, or not one that it expected."""
    log_unknown_zone.cache_clear()  # said once a process, and this one has many tests
    with recorded_errors() as lines:
        yield
    assert_as_expected(lines, expected_errors)


@pytest.fixture(scope="session")
def free_ports(worker_id: str) -> Iterator[int]:
    """Ports of this process alone, below those that the system gives to outgoing connections."""
    first = 20_000 + PORTS_A_WORKER * int(worker_id.removeprefix("gw") if worker_id != "master" else 0)
    return filter(is_free, cycle(range(first, first + PORTS_A_WORKER)))


@pytest.fixture
def unused_tcp_port(free_ports: Iterator[int]) -> int:
    """A port that nobody listens on, and that no other test of the run is given."""
    return next(free_ports)


def is_free(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) != 0
