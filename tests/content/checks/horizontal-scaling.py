"""Checks of the topic `horizontal-scaling`."""

import tempfile
import threading
import warnings

from bookshop.catalog.models import Book
from bookshop.settings import SECRET_KEY
from bookshop.shelves import fill, person
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from servers import nginx
from grading import claim, exercise, question, raises

OLD, NEW = "an old key that is long enough for everybody", "a new key that is long enough for everybody"


def signed(key, fallbacks=()):
    """Return what an instance with this key signs."""
    with override_settings(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(fallbacks)):
        return signing.dumps("ada")


def read(text, key, fallbacks=()):
    """Return what an instance with this key reads; None when it refuses."""
    with override_settings(SECRET_KEY=key, SECRET_KEY_FALLBACKS=list(fallbacks)):
        try:
            return signing.loads(text)
        except signing.BadSignature:
            return None


@claim("All instances need the same `SECRET_KEY`")
def one_key_for_all():
    assert read(signed(OLD), NEW) is None
    assert read(signed(OLD), NEW, [OLD]) == "ada"


@claim("old keys that still verify")
def new_signatures_use_the_new_key():
    assert read(signed(NEW, [OLD]), NEW) == "ada"
    assert read(signed(NEW, [OLD]), OLD) is None


@claim("or `SECRET_KEY` differs")
def sessions_need_the_key():
    with override_settings(SECRET_KEY=OLD):
        session = SessionStore()
        session["user"] = "ada"
        key = session._get_session_key()
    with override_settings(SECRET_KEY=NEW):
        assert SessionStore(key).get("user") is None
    with override_settings(SECRET_KEY=OLD):
        assert SessionStore(key).get("user") == "ada"


@claim("Signed cookies of 6.0.5 or older are refused", django=(6, 1))
def cookies_of_an_older_release():
    assert _cart() == "refused"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the setting is deprecated from the start
        with override_settings(SIGNED_COOKIE_LEGACY_SALT_FALLBACK=True):
            assert _cart() == "7"


@claim("is the common way to hand work to a queue", django=(6, 0))
def tasks_have_two_backends():
    from django.tasks.backends import dummy, immediate  # noqa: PLC0415 - new in 6.0

    assert [dummy.DummyBackend, immediate.ImmediateBackend]


@question("With two servers, users lose their login")
def whose_line(choices):
    return {
        "Each server makes a `SECRET_KEY`": read(signed(OLD), NEW) is None and read(signed(OLD), OLD) == "ada",
        "a key that is too long": raises(Exception, lambda: signed(OLD * 9)),
    }


@question("scale-fallbacks")
def a_token_of_yesterday(choices):
    token = signed(OLD)
    seen = read(token, NEW, [OLD])
    return {
        "`BadSignature`": seen is None,
        "fallbacks are tried": seen == "ada",
        "until the page was signed again": read(token, NEW, [OLD]) is None,
    }


@question("scale-signed-cookie", django=(6, 1))
def the_old_cookie(choices):
    response = HttpResponse()
    response.set_signed_cookie("cart", "7", salt="shop")
    return {
        "The salt is derived in another way": _cart() == "refused",
        "expire with each release": _cart(response.cookies["cart"].value) == "refused",
    }


@question("scale-connections")
def how_many(choices):
    asked = 6 * 4 * 5
    return {"6 × 4 = 24": asked == 24, f"Up to {asked} are asked for": asked > 100}


def _cart(value=""):
    """Return what is read from a signed cookie, by default from one that an older Django made."""
    request = HttpRequest()
    request.COOKIES["cart"] = value or signing.get_cookie_signer(salt="cartshop").sign("7")
    return request.get_signed_cookie("cart", "refused", salt="shop")


@question("You go from one server to three. Which session engine")
def which_engine_is_shared(choices):
    from django.contrib.sessions.backends.cached_db import SessionStore as CachedDb  # noqa: PLC0415
    from django.core.cache import cache  # noqa: PLC0415

    session = CachedDb()
    session["user"] = "ada"
    session.save()
    cache.clear()  # another server has another local cache; the database is the same
    found = CachedDb(session.session_key).get("user") == "ada"
    with override_settings(SECRET_KEY=OLD):
        cookie = SessionStore()
        cookie["user"] = "ada"
        key = cookie._get_session_key()
    with override_settings(SECRET_KEY=NEW):
        signed_elsewhere = SessionStore(key).get("user") == "ada"
    return {"`cached_db`": found, "`signed_cookies`, with a key per server": signed_elsewhere}


@question("method-nginx-upstream", database="sqlite", program="nginx")
def who_answers(choices):
    servers = "".join(f"server {{ listen unix:{name}; return 200 {name}; }}" for name in "ab")

    def answers(method=""):
        upstream = f"upstream shop {{ {method} server unix:a weight=3; server unix:b; }}"
        with nginx(servers + upstream + "server { listen unix:s; location / { proxy_pass http://shop; } }") as server:
            return "".join(server.ask().text for _ in range(8))

    plain = answers()
    return {"Weighted round robin": plain.count("a") == 6 and plain[:4] == plain[4:], "Least connections": plain != answers() and plain == answers("least_conn;"),
            "Hash of the client IP": len(set(plain)) == 1}


TWO = "SECRET_KEY=one python manage.py runserver 8001 &\nSECRET_KEY=two python manage.py runserver 8002"


@exercise("Start the same Django project twice", TWO.replace("two", "one"), TWO.replace("SECRET_KEY", "SESSION_COOKIE_NAME"))
def two_instances_with_two_keys(answer):
    first, second = ({"SECRET_KEY": SECRET_KEY} | dict([line.split()[0].split("=")]) for line in answer.splitlines())
    person("ada")

    def known_on(other):
        with override_settings(**first):
            client = Client()
            assert client.login(username="ada", password="pencil")
            client.cookies["sessionid"] = client.cookies[settings.SESSION_COOKIE_NAME].value
        with override_settings(**other):
            return client.get("/").wsgi_request.user.is_authenticated

    try:
        return not known_on(second) and known_on(second | {"SECRET_KEY": first["SECRET_KEY"]})
    finally:
        get_user_model().objects.all().delete()


@exercise("Three servers run Gunicorn with 5 workers of 4 threads each", "15", "12", "20", database="postgresql")
def connections_of_threads(answer):
    """Each thread keeps the connection that its first query has opened."""
    threads, all_here, let_go = 4, threading.Barrier(5), threading.Event()

    def works():
        Book.objects.count()
        all_here.wait(30)
        let_go.wait(30)
        connection.close()

    open_ = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with connection.cursor() as cursor:
        before = cursor.execute(open_).fetchone()[0]
        workers = [threading.Thread(target=works) for _ in range(threads)]
        for worker in workers:
            worker.start()
        all_here.wait(30)
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        opened = cursor.execute(open_).fetchone()[0] - before
        let_go.set()
        for worker in workers:
            worker.join(30)
        assert cursor.execute("SHOW max_connections").fetchone() == ("100",)
    return int(answer) == 3 * 5 * opened < 100


RELEASES = """1: SECRET_KEY = OLD; SECRET_KEY_FALLBACKS = [NEW]
2: SECRET_KEY = NEW; SECRET_KEY_FALLBACKS = [OLD]
3: SECRET_KEY = NEW; SECRET_KEY_FALLBACKS = []"""


@exercise(
    "`SECRET_KEY` has leaked",
    RELEASES.partition("\n")[2],
    RELEASES.rpartition("\n")[0],
    "1: SECRET_KEY = NEW; SECRET_KEY_FALLBACKS = []",
)
def nobody_is_logged_out(answer):
    releases = [(OLD, [])]
    for line in answer.strip().splitlines():
        names = {"OLD": OLD, "NEW": NEW}
        exec(line.partition(": ")[2], names)
        releases.append((names["SECRET_KEY"], names["SECRET_KEY_FALLBACKS"]))
    moments = [*zip(releases, releases[1:]), *zip(releases[1:], releases)]
    understood = all(read(signed(key), *other) == "ada" for (key, _), other in moments[: -1])
    return understood and OLD not in (releases[-1][0], *releases[-1][1])


@question("stateless-application")
def any_instance_answers(choices):
    """Two instances share the database; each has memory of its own, which the other never sees."""
    fill()
    ada = person("ada")

    def known_to_the_other(engine):
        with override_settings(SESSION_ENGINE=engine, CACHES=_memory("one")):
            client = Client()
            client.force_login(ada)
        with override_settings(SESSION_ENGINE=engine, CACHES=_memory("two")):
            return client.get("/").wsgi_request.user == ada

    shared = known_to_the_other("django.contrib.sessions.backends.db")
    assert not known_to_the_other("django.contrib.sessions.backends.cache")
    return {"can answer a request": shared, "It keeps no data, in no database": shared and not Book.objects.exists()}


@claim("Stateless means that any instance can answer")
def what_lives_elsewhere():
    ada = person("ada")
    with override_settings(CACHES=_memory("one")):
        client = Client()
        client.force_login(ada)
    with override_settings(CACHES=_memory("two")):
        assert client.get("/").wsgi_request.user == ada


def _memory(name):
    """Return the setting of an instance whose cache is its own memory."""
    return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}}


def shelf_survives(*steps):
    """Tell whether old code (reads `title`) and new code (reads `name`) both work after the steps."""
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                for statement in ("CREATE TABLE shelf (id integer, title varchar(9))", "INSERT INTO shelf VALUES (1, 'Emma')", *steps):
                    cursor.execute(statement)
            return all(not raises(DatabaseError, lambda name=name: _read(f"SELECT {name} FROM shelf")) for name in ("title", "name"))
        finally:
            transaction.set_rollback(True)


def _read(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@question("release-renames-column")
def which_step_suits_both(choices):
    rename = "ALTER TABLE shelf RENAME COLUMN title TO name"
    both = ("ALTER TABLE shelf ADD COLUMN name varchar(9)", "UPDATE shelf SET name = title")
    return {"Add the new one now": shelf_survives(*both), "in the migration of this release": shelf_survives(rename),
            "once all new servers are running": shelf_survives()}


@claim("During a rolling deployment old and new code use the same schema")
def one_schema_for_both():
    assert shelf_survives("ALTER TABLE shelf ADD COLUMN name varchar(9)")
    assert not shelf_survives("ALTER TABLE shelf RENAME COLUMN title TO name")


@question("uploaded-pictures-show")
def whose_folder(choices):
    def shows_on_both(first, second):
        with tempfile.TemporaryDirectory() as top:
            uploads = [FileSystemStorage(location=f"{top}/{name}") for name in (first, second)]
            name = uploads[0].save("cat.png", ContentFile(b"cat"))
            return [storage.exists(name) for storage in uploads] == [True, True]

    with tempfile.TemporaryDirectory() as collected, override_settings(STATIC_ROOT=collected):
        call_command("collectstatic", interactive=False, verbosity=0)
        touched = shows_on_both("shared", "shared")
    return {"has its own `MEDIA_ROOT`": not shows_on_both("one", "two") and shows_on_both("shared", "shared"),
            "`collectstatic` ran only": not touched}


@claim("PostgreSQL's default limit is 100", database="postgresql")
def the_default_limit():
    assert _read("SHOW max_connections") == [("100",)]


@claim("`least_conn`, `ip_hash` and `hash` are the alternatives", database="sqlite", program="nginx")
def methods_of_nginx():
    assert len(set(_answers("")[:4])) == 2
    assert len(set(_answers("hash $http_host;"))) == 1
    assert _answers("least_conn;")


@claim("when the instance goes, its users lose their session", database="sqlite", program="nginx")
def a_sticky_balancer():
    sticky = "hash $http_host;"
    (before,) = set(_answers(sticky))
    (after,) = set(_answers(sticky, down=before))
    assert before != after


def _answers(method, down=""):
    """Return which of two instances answers each of eight requests of one user."""
    names = [name for name in "ab" if name != down]
    servers = "".join(f"server {{ listen unix:{name}; return 200 {name}; }}" for name in "ab")
    upstream = f"upstream shop {{ {method} {''.join(f'server unix:{name}; ' for name in names)} }}"
    with nginx(servers + upstream + "server { listen unix:s; location / { proxy_pass http://shop; } }") as server:
        return "".join(server.ask().text for _ in range(8))


@claim("A nightly mail goes out three times", database="postgresql", commits=True)
def one_lock_for_all():
    """Three instances at the same time: only one gets the lock, whoever comes first."""
    together, mails = threading.Barrier(3), []

    def nightly():
        with connection.cursor() as cursor:
            together.wait(30)
            if cursor.execute("SELECT pg_try_advisory_lock(7)").fetchone()[0]:
                mails.append(1)
            together.wait(30)
        connection.close()

    instances = [threading.Thread(target=nightly) for _ in range(3)]
    for instance in instances:
        instance.start()
    for instance in instances:
        instance.join(60)
    assert len(mails) == 1
