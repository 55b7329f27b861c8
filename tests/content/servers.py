"""The real servers that checks of topics start, each in its own folder: Gunicorn and nginx on Unix sockets, Apache."""

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECONDS = 30
"""How long a server may take to start, or to say what a check waits for."""

NGINX = """
daemon off; master_process off; pid pid; error_log stderr notice;
events {{}}
http {{
    access_log off; client_body_temp_path body; proxy_temp_path proxy;
    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    {}
}}
"""

APACHE = """
ServerRoot {folder}
ServerName shop.example.com
Listen 127.0.0.1:{port}
PidFile pid
ErrorLog /dev/stderr
User nobody
Group nogroup
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule wsgi_module {modules}/mod_wsgi.so
WSGISocketPrefix wsgi
<Directory />
    Require all denied
</Directory>
"""
APACHE_MODULES = Path("/usr/lib/apache2/modules")
"""Where Debian's packages `apache2-bin` and `libapache2-mod-wsgi-py3` put what Apache loads."""


@dataclass
class Server:
    """A server that runs: its folder, and what it has written so far."""

    folder: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    written: threading.Condition = field(default_factory=threading.Condition)

    def read(self) -> None:
        """Collect what the server writes, in a thread of its own, until it ends."""
        assert self.process.stderr
        for line in self.process.stderr:
            with self.written:
                self.lines.append(line.rstrip())
                self.written.notify_all()

    def said(self, part: str, times: int = 1) -> list[str]:
        """Wait until `times` lines with `part` were written; return all such lines. Raises AssertionError when late."""
        found: list[str] = []

        def there() -> bool:
            found[:] = [line for line in self.lines if part in line]
            return len(found) >= times

        with self.written:
            assert self.written.wait_for(there, SECONDS), "\n".join(self.lines)
        return found

    def ask(self, path: str = "/", **options: object) -> "Answer":
        """Send a request to the server's socket `s`; see `ask`."""
        return ask(self.folder / str(options.pop("to", "s")), path, **options)  # type: ignore[arg-type]  # `ask` checks them


@dataclass(frozen=True)
class Answer:
    """What a server has answered: status 0 stands for a connection that was closed without an answer."""

    status: int
    text: str


def ask(
    address: Path, path: str = "/", *, host: str = "shop.example.com", body: bytes | None = None, tls: bool = False
) -> Answer:
    """Send GET, or POST with a `body`, over the Unix socket `address`, in TLS for `host` if asked."""
    connection = HTTPConnection(host, timeout=SECONDS)
    try:
        plain = socket.socket(socket.AF_UNIX)
        plain.settimeout(SECONDS)
        plain.connect(str(address))
        connection.sock = _anybody().wrap_socket(plain, server_hostname=host) if tls else plain
        return _answer(connection, path, body)
    except OSError:
        return Answer(0, "")
    finally:
        connection.close()


def ask_at(address: str, port: int, path: str = "/") -> Answer:
    """Send GET to `port` of an address of this machine."""
    connection = HTTPConnection(address, port, timeout=SECONDS)
    try:
        return _answer(connection, path, None)
    except OSError:
        return Answer(0, "")
    finally:
        connection.close()


def _answer(connection: HTTPConnection, path: str, body: bytes | None) -> Answer:
    connection.request("GET" if body is None else "POST", path, body)
    response = connection.getresponse()
    return Answer(response.status, response.read().decode(errors="replace"))


@contextmanager
def gunicorn(*options: str, **files: str) -> Iterator[Server]:
    """Run Gunicorn on the socket `s`, in a folder with `files` (`app` is app.py)."""
    command = [sys.executable, "-m", "gunicorn", "--bind", "unix:s", "--no-control-socket", *options]
    with _folder({f"{name}.py": text for name, text in files.items()}) as folder, _running(command, folder) as server:
        server.said("Booting worker")
        yield server


@contextmanager
def nginx(configuration: str, **files: str) -> Iterator[Server]:
    """Run nginx with `configuration` inside `http`; `files` are paths below its folder (`static__app_js`) and texts."""
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    with _folder({"nginx.conf": NGINX.format(configuration), **paths}) as folder:
        make_certificate(folder)
        with _running(["nginx", "-p", f"{folder}/", "-c", "nginx.conf"], folder) as server:
            server.said("nginx/")
            yield server


@contextmanager
def apache(configuration: str, **files: str) -> Iterator[tuple[Server, int]]:
    """Run Apache with mod_wsgi on a port of 127.0.0.1; gives the server and the port.

    In `configuration` FOLDER stands for its folder, which has a virtual environment `venv` beside the `files`.
    """
    paths = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    with _folder(paths) as folder, socket.create_server(("127.0.0.1", 0)) as free:
        folder.chmod(0o755)  # Apache serves as `nobody`
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", folder / "venv"], check=True)
        port = free.getsockname()[1]
        free.close()
        settings = APACHE.format(folder=folder, port=port, modules=APACHE_MODULES)
        (folder / "apache.conf").write_text(settings + configuration.replace("FOLDER", str(folder)))
        with _running(["apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"], folder) as server:
            server.said("resuming normal operations")
            yield server, port


@contextmanager
def application(seconds: threading.Event | None = None) -> Iterator[int]:
    """Run an application on a port of 127.0.0.1 that answers with HTTP version, path and Host; gives the port.

    With an event it answers only once that is set.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if seconds:
                seconds.wait(SECONDS)
            text = f"{self.request_version} {self.path} {self.headers['Host']}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        if seconds:
            seconds.set()
        server.shutdown()
        server.server_close()


def make_certificate(folder: Path) -> None:
    """Write `cert.pem` and `key.pem`, which nobody has signed but themselves."""
    names = ["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=shop.example.com", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def _folder(files: dict[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="w") as name:
        for path, text in files.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text(text, encoding="utf-8")
        yield Path(name)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[Server]:
    environment = {name: text for name, text in os.environ.items() if name not in ("WEB_CONCURRENCY", "PORT")}
    process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    server = Server(folder, process)
    reader = threading.Thread(target=server.read, daemon=True)
    reader.start()
    try:
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS)
        reader.join(SECONDS)
        assert process.stderr
        process.stderr.close()
