"""The real nginx with the configuration of the example, in front of bots on this machine."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "nginx.example.conf"
LONGEST = 30.0
"""Seconds that it may take to listen."""
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""Where it would keep large bodies, by the beginning of the settings' names."""


def program() -> str | None:
    """Return the path of nginx; None where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def running_nginx(port: int, bots: Sequence[int]) -> Iterator[str]:
    """Run it on `port` in front of bots on these ports, and yield the address for Discord."""
    nginx = program()
    if nginx is None:
        raise RuntimeError("there is no nginx here: apt-get install nginx")
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "nginx.conf"
        config.write_text(adapted(EXAMPLE.read_text(encoding="utf-8"), port, bots, folder), encoding="utf-8")
        command = [nginx, "-p", folder, "-c", str(config), "-e", f"{folder}/error.log", "-g", "daemon off;"]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            try:
                _wait_for(port, process)
                yield f"http://127.0.0.1:{port}/interactions"
            finally:
                process.terminate()


def adapted(example: str, port: int, bots: Sequence[int], folder: str) -> str:
    """Return the example's configuration for this machine: its ports, and files in a folder of its own."""
    (server,) = {line.strip().partition(" ")[2].partition(" ")[2] for line in example.splitlines() if "bot-" in line}
    servers = "\n".join(f"server 127.0.0.1:{bot} {server}" for bot in bots)
    text = re.sub(r"(^\s+server bot-\d.*\n)+", f"{servers}\n", example, flags=re.MULTILINE)
    text = text.replace("listen 8000;", f"listen 127.0.0.1:{port};")
    kept = "\n".join(f"{name}_temp_path {folder}/{name};" for name in FOLDERS)
    return f"pid {folder}/nginx.pid;\n{text.replace('http {', f'http {{{chr(10)}{kept}', 1)}"


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + LONGEST
    while True:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > last:
            said = process.stderr.read().decode() if process.stderr and process.poll() is not None else ""
            raise RuntimeError(f"nginx does not listen: {said}")
        time.sleep(0.02)
