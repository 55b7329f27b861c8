"""A real Chromium in which checks of topics open pages of a server of their own, with a cache and cookies that last."""

import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], str]
"""Status, headers and body."""

CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
SECONDS = 60


class Browser:
    """A Chromium with a profile of its own: each `open` starts it anew, and what it has stored is still there."""

    def __init__(self, address: str, profile: str) -> None:
        self.address, self.profile = address, profile

    def open(self, path: str) -> str:
        """Open an address of the site, following redirects and running scripts; return the HTML that is left."""
        command = [*CHROMIUM, f"--user-data-dir={self.profile}", "--dump-dom", f"{self.address}{path}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True).stdout


@contextmanager
def browsing(answer: Callable[[str, str], Answer]) -> Iterator[Browser]:
    """Serve what `answer` gives for a method and a path on 127.0.0.1; gives a browser for it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.command, self.path)
            self.send_response(status)
            for name, text in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            yield Browser(f"http://127.0.0.1:{server.server_port}", profile)
    finally:
        server.shutdown()
        server.server_close()
