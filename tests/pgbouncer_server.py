"""The real PgBouncer in transaction mode, in front of the tests' PostgreSQL: few sessions for many connections."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url

SESSIONS = 3
"""Sessions of a database that all its connections share: so few that they change all the time."""
LONGEST = 30.0
"""Seconds that it may take to listen."""


@contextmanager
def running_pgbouncer(postgres_address: str, port: int) -> Iterator[str]:
    """Run it on `port` and yield the address of the same database through it; skip where it is not installed."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is tried in transaction mode, and there is none here: apt-get install pgbouncer")
    url = make_url(postgres_address)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        config = Path(folder) / "pgbouncer.ini"
        host = str(url.query["host"])
        config.write_text(_config(host, url.username or "postgres", port))
        owner = pwd.getpwuid(Path(host).stat().st_uid).pw_name
        user = ["-u", owner] if os.geteuid() == 0 else []  # it refuses to run as the administrator
        with subprocess.Popen([program, "-q", *user, str(config)], stderr=subprocess.PIPE) as process:
            try:
                _wait_for(port, process)
                yield f"postgresql://waymark@127.0.0.1:{port}/{url.database}"
            finally:
                process.terminate()


def _config(host: str, user: str, port: int) -> str:
    return f"""
[databases]
* = host={host} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {SESSIONS}
max_client_conn = 200
"""


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + LONGEST
    while True:
        with closing(socket.socket()) as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        if process.poll() is not None or time.monotonic() > until:
            assert process.stderr
            raise AssertionError(f"PgBouncer does not listen: {process.stderr.read().decode()}")
        time.sleep(0.02)
