"""Checks of the topic `gunicorn`: its rules, by the package's own configuration, and a real server where it matters."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from grading import claim, code, question, raises
from gunicorn.config import Config
from gunicorn.util import import_app, load_class
from servers import gunicorn

APP = """
import os, threading
hits, together = 0, threading.Barrier(2)

def application(environ, start_response):
    global hits
    hits += 1
    text = f"{os.getpid()} {hits}"
    if environ["PATH_INFO"] == "/both/":
        try:
            together.wait(1)
        except threading.BrokenBarrierError:
            text = "alone"
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [text.encode()]

def main():
    return None
"""
ONCE = {"database": "sqlite"}


def configured(*arguments, **environment):
    """Return the resolved configuration, by name, that a command line and the environment give."""
    inherited = {name: text for name, text in os.environ.items() if name not in ("WEB_CONCURRENCY", "PORT")}
    command = [sys.executable, "-m", "gunicorn", "app", "--print-config", *arguments]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "app.py").write_text(APP)
        done = subprocess.run(command, cwd=folder, env=inherited | environment, capture_output=True, text=True, check=True)
    return dict(re.findall(r"^(\w+) += (.*)$", done.stdout, re.MULTILINE))


def at_once(server):
    """Send two requests at the same time; return how many met each other in the application."""
    with ThreadPoolExecutor(2) as pool:
        texts = [answer.text for answer in pool.map(server.ask, ["/both/"] * 2)]
    return sum(text != "alone" for text in texts)


@claim("looks for the callable `application`", **ONCE)
def the_callable():
    with gunicorn("app", app=APP) as server:
        assert server.ask().status == 200


@claim("By default Gunicorn starts one sync worker on `127.0.0.1:8000`", **ONCE)
def defaults():
    plain, told = configured(), configured(WEB_CONCURRENCY="5", PORT="9000")
    assert (plain["workers"], plain["bind"], Config().worker_class_str) == ("1", "['127.0.0.1:8000']", "sync")
    assert (told["workers"], told["bind"]) == ("5", "['0.0.0.0:9000']")


@claim("A sync worker handles one request at a time", **ONCE)
def one_at_a_time():
    with gunicorn("app", app=APP) as server:
        assert at_once(server) == 0
    with gunicorn("app", "--threads", "2", app=APP) as server:
        assert at_once(server) == 2


@claim("A worker that is silent for longer than `timeout`", **ONCE)
def a_silent_worker():
    assert configured()["timeout"] == "30"
    stuck = APP.replace("together.wait(1)", "threading.Event().wait(20)")
    with gunicorn("app", "--timeout", "1", app=stuck) as server:
        assert server.ask("/both/").status in (0, 500)
        server.said("WORKER TIMEOUT")
        server.said("Booting worker", times=2)
        assert server.ask().status == 200


@claim("`max_requests` recycles workers", **ONCE)
def recycled():
    with gunicorn("app", "--max-requests", "2", app=APP) as server:
        first = server.ask().text.split()[0]
        server.ask()
        server.said("Booting worker", times=2)
        assert server.ask().text.split()[0] != first


@claim("The `eventlet` worker is removed", **ONCE)
def eventlet():
    assert raises(RuntimeError, lambda: load_class("eventlet"))
    assert load_class("gthread").__name__ == "ThreadWorker"


@claim("There is a control socket", **ONCE)
def control_socket():
    assert configured()["control_socket"].endswith(".gunicorn/gunicorn.ctl")
    assert configured("--no-control-socket")["control_socket_disable"] == "True"
    config = Config()
    config.set("http_protocols", "h2,h1")
    assert "h2" in str(config.settings["http_protocols"].get())


@claim("The `asgi` worker is built in", **ONCE)
def asgi():
    app = """
async def application(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"from asgi"})
"""
    with gunicorn("app", "-k", "asgi", app=app) as server:
        assert server.ask().text == "from asgi"
    assert "10.0.0.0/8" in configured("--forwarded-allow-ips", "10.0.0.0/8")["forwarded_allow_ips"]


@claim("shows a different value on every reload", **ONCE)
def memory_of_its_own():
    with gunicorn("app", "--workers", "2", app=APP) as server:
        server.said("Booting worker", times=2)
        seen = {}
        for _ in range(40):
            worker, hits = server.ask().text.split()
            seen[worker] = int(hits)
        assert sum(seen.values()) == 40


@claim("sees the cores of the host", **ONCE)
def the_environment_decides():
    assert configured(WEB_CONCURRENCY="2")["workers"] == "2"
    assert configured(WEB_CONCURRENCY="2")["threads"] == "1"


@question("gunicorn-config-wsgi", **ONCE)
def what_it_loads(choices):
    folder = Path(tempfile.mkdtemp())
    (folder / "config").mkdir()
    (folder / "config" / "wsgi.py").write_text("def application(environ, start_response): return 'application'")
    (folder / "config" / "urls.py").write_text("urlpatterns = []")
    (folder / "config" / "settings.py").write_text("DATABASES = {}")
    (folder / "manage.py").write_text("def main(): return 'main'")
    with mock.patch("sys.path", [str(folder)]), mock.patch.dict(sys.modules):
        loaded = import_app("config.wsgi")
    return {"config.settings": isinstance(loaded, dict), "function `main`": loaded.__name__ == "main",
            "callable `application`": loaded.__name__ == "application", "`urlpatterns`": isinstance(loaded, list)}


@question("many-requests-sync", **ONCE)
def how_many_at_once(choices):
    with gunicorn("app", "-k", "sync", app=APP) as server:
        together = at_once(server)
    with gunicorn("app", "-k", "sync", "--worker-connections", "1000", app=APP) as server:
        many = at_once(server)
    return {"One, whatever": together == 0, "Two for each core": together == 2, "About a thousand": many == 2}


@question("load-new-code-without", **ONCE)
def new_code(choices):
    def takes_over(does):
        with gunicorn("app", app=APP) as server:
            before = server.ask().text
            (server.folder / "app.py").write_text(APP.replace('f"{os.getpid()} {hits}"', '"new"'))
            does(server)
            return before != "new" and server.process.poll() is None and server.ask().text == "new"

    def hup(server):
        server.process.send_signal(signal.SIGHUP)
        server.said("Booting worker", times=2)
        server.said("Worker exiting")

    def kill(server):
        server.process.kill()
        server.process.wait()

    return {"Send `HUP`": takes_over(hup), "Send `KILL`": takes_over(kill),
            "Touch the file": takes_over(lambda server: os.utime(server.folder / "app.py")),
            "Nothing, as workers notice": takes_over(lambda server: server.ask())}


@question("page-shows-3-1-4-2", **ONCE)
def which_hits(choices):
    with gunicorn("app", "--workers", "2", app=APP) as server:
        server.said("Booting worker", times=2)
        answers = [server.ask().text.split() for _ in range(40)]
    counts = {worker: [int(hits) for other, hits in answers if other == worker] for worker, _ in answers}
    own = all(hits == list(range(1, len(hits) + 1)) for hits in counts.values())
    return {"has its own `hits`": own, "restarts after each": all(hits == "1" for _, hits in answers),
            "`global` is not allowed": not answers, "The browser caches": len({tuple(each) for each in answers}) < 40}


@question("guni-conf-file", **ONCE)
def where_it_looks(choices):
    found = {}
    for place in ("cwd", "home", "module"):
        home = Path(tempfile.mkdtemp())
        (home / "cwd" / "module").mkdir(parents=True)
        (home / {"cwd": "cwd", "home": ".", "module": "cwd/module"}[place] / "gunicorn.conf.py").write_text("workers = 7")
        with mock.patch.dict(os.environ, {"HOME": str(home)}), mock.patch("os.getcwd", return_value=str(home / "cwd")):
            default = Config().settings["config"].get()
            found[place] = Path(os.path.join(os.getcwd(), default)).exists()
    return {"folder of the module": found["module"], "in which it is started": found["cwd"], "The home folder": found["home"],
            "`/etc/gunicorn`": str(default).startswith("/etc")}


@question("guni-eventlet", **ONCE)
def a_worker_that_is_gone(choices):
    def works(name):
        return not raises((RuntimeError, ImportError), lambda: load_class(name))

    return {"written `async` now": works("async"), "given in full": works("gunicorn.workers.geventlet.EventletWorker"),
            "has dropped that worker": not works("eventlet") and works("gthread")}


@question("guni-threads-class", **ONCE)
def which_class(choices):
    with gunicorn("app", "--threads", "4", app=APP) as server:
        (line,) = server.said("Using worker")
    used = re.search(r"worker: (\w+)", line)[1]
    return {choice: code(choice) == used if "None" not in choice else used == "" for choice in choices}


EXPORTS = """
import os, threading

def say(text):
    os.write(2, (text + chr(10)).encode())  # in one piece, as two workers write

def export():
    say("export begins")
    threading.Event().wait(1)
    say("export ends")

def application(environ, start_response):
    if environ["PATH_INFO"] == "/export/":
        EXPORT
    else:
        say("visitor")
    start_response("200 OK", [])
    return [b"done"]
"""


@question("large-exports-die-30", **ONCE)
def what_mends_the_cause(choices):
    def visitor_is_served(*options, does="export()", exports=1):
        """Tell whether a visitor is answered while exports are being built, one for each worker."""
        app = EXPORTS.replace("EXPORT\n", f"{does}\n")
        with gunicorn("app", *options, app=app) as server, ThreadPoolExecutor(exports) as pool:
            server.said("Booting worker", times=exports)
            for number in range(exports):
                pool.submit(server.ask, "/export/")
                server.said("export begins", times=number + 1)
            assert server.ask().status == 200
            server.said("export ends", times=exports)
            said = [line for line in server.lines if line in ("visitor", "export ends")]
            return said[0] == "visitor"

    task = "threading.Thread(target=export).start()"  # stands for a worker of a task queue
    return {"Build the export in a task": visitor_is_served(does=task), "Set `timeout` to 0": visitor_is_served("--timeout", "0"),
            "twice as many sync": visitor_is_served("--workers", "2", exports=2), "Raise `keepalive`": visitor_is_served("--keep-alive", "35")}
