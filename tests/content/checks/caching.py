"""Checks of the topic `caching`."""

import hashlib

from bookshop.catalog.models import Book
from bookshop.shelves import fill
from django.core.cache import cache, caches
from django.core.cache.utils import make_template_fragment_key
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.utils.cache import get_cache_key, learn_cache_key
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie
from grading import claim, question, since
import tempfile
from django.core.cache.backends.filebased import FileBasedCache
from django.contrib.sessions.backends.cache import SessionStore


def visit(view, **headers):
    """Return what a view says to a visitor with these headers."""
    return view(RequestFactory().get("/page/", headers=headers)).content.decode()


def says(header, **answered):
    """Return a view, cached for a minute, that says what arrived in a header."""

    @cache_page(60)
    def view(request):
        response = HttpResponse(request.headers[header])
        for name, value in answered.items():
            response.headers[name.replace("_", "-")] = value
        return response

    return view


@claim("The default backend is local memory")
def local_memory_is_the_default():
    assert type(caches["default"]).__name__ == "LocMemCache"


@claim("`timeout=None` keeps a key without limit")
def timeouts():
    assert cache.default_timeout == 300
    cache.set("gone", 1, 0)
    cache.set("kept", 1, None)
    assert [cache.get("gone"), cache.get("kept")] == [None, 1]


@claim("calls the function only on a miss")
def get_or_set_calls_on_a_miss():
    seen = []
    for _ in range(2):
        assert cache.get_or_set("n", lambda: seen.append(1) or 7, 60) == 7
    assert seen == [1]


@claim("sends no `post_save` signal")
def update_sends_no_signal():
    seen = []
    books = fill()
    post_save.connect(lambda **_: seen.append(1), sender=Book, weak=False, dispatch_uid="check")
    Book.objects.update(price=1)
    assert seen == []
    books["Emma"].save()
    assert seen == [1]
    post_save.disconnect(sender=Book, dispatch_uid="check")


@claim("it does not tell session users apart by itself")
def authorization_counts_and_sessions_do_not():
    tokens = says("Authorization")
    assert [visit(tokens, Authorization=token) for token in "ab"] == ["a", "b"]
    names = says("X-Name")
    assert [visit(names, X_Name=name) for name in "ab"] == ["a", "a"]


@claim("the Redis backend is built in")
def redis_is_built_in():
    from django.core.cache.backends.redis import RedisCache  # noqa: PLC0415

    assert RedisCache


@claim("A cache may drop keys at any time")
def keys_may_go():
    small = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 3}}
    few = type(caches["default"])("few", small)
    for number in range(20):
        few.set(str(number), number)
    assert sum(few.get(str(number)) is not None for number in range(20)) < 20


@claim("A response that sets a cookie and varies on `Cookie`", django=(5, 2, 16))
def cookies_are_not_stored():
    @cache_page(60)
    @vary_on_cookie
    def view(request):
        response = HttpResponse(request.headers["X-Name"])
        response.set_cookie("sessionid", request.headers["X-Name"])
        return response

    assert [visit(view, X_Name=name, Cookie="lang=de") for name in "ab"] == ["a", "b"]


@claim("A response with `Vary: *` is not cached")
def vary_on_everything():
    assert [visit(says("X-Name", Vary="*"), X_Name=name) for name in "ab"] == ["a", "b"]
    assert [visit(says("X-Name", Cache_Control="Private"), X_Name=name) for name in "ab"] == ["a", "b"]


@claim("for a value that may be `None`")
def none_looks_like_a_miss():
    cache.set("a", None, 60)
    assert cache.get("a") is None is cache.get("b")
    assert cache.get("a", "miss") is None
    assert cache.get_or_set("a", lambda: 1 / 0) is None


@claim("greets the logged-in user shows Ada's page to Bob")
def a_greeting_for_everybody():
    @cache_page(60)
    @vary_on_cookie
    def apart(request):
        return HttpResponse(request.headers["X-Name"])

    assert [visit(apart, X_Name=name, Cookie=f"sessionid={name}") for name in ("ada", "bob")] == ["ada", "bob"]


@claim("which succeeds only for the first")
def add_is_a_lock():
    assert [cache.add("lock", 1, 30), cache.add("lock", 1, 30)] == [True, False]


@question("Which backend does Django use if `CACHES` is not set?")
def the_default_backend(choices):
    name = type(caches["default"]).__name__
    return {
        "A table": name == "DatabaseCache",
        "Redis": name == "RedisCache",
        "Local memory": name == "LocMemCache",
        "No backend": name == "DummyCache",
    }


@question("What does `cache.set(\"k\", 1, timeout=None)` mean?")
def no_timeout(choices):
    cache.set("k", 1, timeout=None)
    expires = cache._expire_info[cache.make_key("k")]
    return {
        "stays without an expiry": expires is None,
        "is not stored": cache.get("k") is None,
        "300 seconds": expires is not None,
        "one request": cache.get("k") is None,
    }


@question("Prices are cached and deleted by a `post_save` handler")
def old_prices(choices):
    seen = []
    fill()
    post_save.connect(lambda **_: seen.append(1), sender=Book, weak=False, dispatch_uid="check")
    Book.objects.filter(title="Emma").update(price=5)
    silent = not seen
    Book.objects.get(title="Emma").save()
    post_save.disconnect(sender=Book, dispatch_uid="check")
    return {"sends SQL and no `post_save`": silent, "sent by the admin site, not": not seen,
            "writes after the timeout": Book.objects.get(title="Emma").price != 5, "read-only in commands": cache.set("a", 1) is False or cache.get("a") != 1}


@question("Users sometimes see the name of someone else")
def the_wrong_name(choices):
    view = says("X-Name")
    shared = [visit(view, X_Name=name) for name in ("ada", "bob")] == ["ada", "ada"]
    short = cache_page(1)(lambda request: HttpResponse(request.headers["X-Name"]))
    return {"stored under one key": shared, "cannot be used with a cache": not shared,
            "longer than the session": [visit(short, X_Name=name) for name in ("ada", "bob")] == ["ada", "bob"], "the name of the template": len({visit(view, X_Name=name) for name in ("ada", "bob")}) == 2}


@question("cache-authorization")
def tokens_in_the_key(choices):
    calls = []

    @cache_page(300)
    def me(request):
        calls.append(1)
        return HttpResponse(request.headers["Authorization"])

    seen = [visit(me, Authorization=token) for token in ("one", "two", "one")]
    own = seen == ["one", "two", "one"]
    return {
        "The answer to the first one": seen[1] == "one",
        "part of the key": own and len(calls) == 2,
        "nothing is stored": own and len(calls) == 3,
        "An error, as": "one" not in seen,
    }


@question("cache-add-lock")
def add_for_two(choices):
    told = [cache.add("lock:report", 1, 60) for _ in range(2)]
    return {
        "overwrites": told == [True, True],
        "only the first caller": told == [True, False],
        "returns the old value": told == [None, 1],
        "as `add` waits": told == [True, True] and cache.get("lock:report") is None,
    }


@question("cache-incr-missing")
def a_missing_counter(choices):
    def counts(line):
        cache.delete("visits")
        try:
            line()
            return cache.incr("visits") == 1
        except ValueError:
            return False

    def in_except():
        try:
            cache.incr("visits")
        except KeyError:
            cache.set("visits", 1)

    return {
        "`cache.touch": counts(lambda: cache.touch("visits")),
        "`cache.incr": counts(lambda: cache.incr("visits", 0)),
        "`cache.set": counts(in_except),
        "`cache.add": counts(lambda: cache.add("visits", 0, None)),
    }


@question("A shop runs on three servers")
def one_cache_for_all(choices):
    from django.core.cache.backends.dummy import DummyCache  # noqa: PLC0415

    def shared(backend):
        servers = [backend(f"server {number}") for number in range(2)]
        servers[0].set("prices", 7)
        return servers[1].get("prices") == 7

    kind = type(caches["default"])
    one = kind("shared", {})
    return {
        "Local memory": shared(lambda name: kind(name, {})),
        "Dummy": shared(lambda name: DummyCache(name, {})),
        "A shared Redis": shared(lambda name: one),
        "File-based": shared(lambda name: FileBasedCache(tempfile.mkdtemp(), {})),
    }


@question("A list of countries is cached under `countries`")
def a_list_per_language(choices):
    def seen(key):
        cache.clear()
        return [cache.get_or_set(key(code), lambda code=code: f"list in {code}", 60) for code in ("de", "fr")]

    right = ["list in de", "list in fr"]
    sessions = [SessionStore(), SessionStore()]
    stored = []
    for code in ("de", "fr"):  # one visitor, who switches the language
        sessions[0].setdefault("countries", f"list in {code}")
        stored.append(sessions[0]["countries"])
    return {"Put the language code": seen(lambda code: f"countries:{code}") == right, "one second": seen(lambda _: "countries") == right,
            "in the session": stored == right}


@claim("gave one user's answer to another")
def a_token_varies():
    response = says("Authorization")(RequestFactory().get("/page/", headers={"Authorization": "a"}))
    assert response.headers["Vary"] == "Authorization"


@claim("They are pickled with the fields of the day")
def instances_are_pickled():
    books = fill()
    cache.set("emma", books["Emma"], 60)
    Book.objects.update(price=99)
    assert cache.get("emma").price == 8


@question("cache-csp-nonce", django=(6, 0))
def the_second_visitor(choices):
    from django.middleware.csp import ContentSecurityPolicyMiddleware, get_nonce
    from django.utils.csp import CSP

    @cache_page(600)
    def shops(request):
        return HttpResponse(f'<script nonce="{get_nonce(request)}">draw()</script>')

    with override_settings(SECURE_CSP={"script-src": [CSP.NONCE]}):
        first, second = [ContentSecurityPolicyMiddleware(shops)(RequestFactory().get("/shops/")) for _ in range(2)]
    header = second.get("Content-Security-Policy", "")
    return {"takes scripts out": b"<script" not in second.content, "cut to its first half": len(second.content) < len(first.content),
            "stores the header": header == first["Content-Security-Policy"], "the new header has no nonce": second.content == first.content and "nonce" not in header}


@claim("Keys of pages and fragments that vary")
def keys_of_an_older_django():
    """Since 6.1 the length of each value stands in front of it; a header that is missing has a mark of its own."""
    def hashed(text):
        return hashlib.md5(text, usedforsecurity=False).hexdigest()

    def key_of_a_page(**headers):
        request = RequestFactory().get("/page/", headers=headers)
        learn_cache_key(request, HttpResponse(headers={"Vary": "X-Shop"}))
        return get_cache_key(request)

    assert make_template_fragment_key("basket", ["ada"]).endswith(hashed(b"3:ada," if since(6, 1) else b"ada:"))
    assert hashed(b"3:ada," if since(6, 1) else b"ada") in key_of_a_page(X_Shop="ada")
    assert hashed(b"-,") in key_of_a_page() != key_of_a_page(X_Shop="")
