"""Checks of the topic `middleware`."""

from bookshop.shelves import fill
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils.decorators import sync_and_async_middleware
from grading import claim, question, since

SEEN = []


def make(name, answers=False):
    def factory(get_response):
        def middleware(request):
            SEEN.append(f"{name} in")
            if answers:
                return HttpResponse("stop")
            response = get_response(request)
            SEEN.append(f"{name} out")
            return response

        return middleware

    return factory


a, b, c, stops = make("A"), make("B"), make("C"), make("S", answers=True)


def boom(request):
    raise ValueError


class Urls:
    from django.urls import path

    urlpatterns = [path("", lambda request: SEEN.append("view") or HttpResponse("page")), path("boom/", boom)]


def walk(*names, path="/", **client):
    import sys
    import types

    module = sys.modules["layers"] = types.ModuleType("layers")
    module.__dict__.update(globals())
    SEEN.clear()
    with override_settings(MIDDLEWARE=[f"layers.{name}" for name in names], ROOT_URLCONF=Urls):
        return Client(**client).get(path)


@claim("Requests pass `MIDDLEWARE` from top to bottom")
def the_onion():
    walk("a", "b")
    assert SEEN == ["A in", "B in", "view", "B out", "A out"]


@claim("A middleware that does not call `get_response` skips the view")
def skips():
    walk("a", "stops", "b")
    assert SEEN == ["A in", "S in", "A out"]


@claim("an exception of the view has already become a response")
def already_a_response():
    answer = walk("a", path="/boom/", raise_request_exception=False)
    assert answer.status_code == 500 and SEEN == ["A in", "A out"]


@claim("`MiddlewareNotUsed`, raised in `__init__`")
def not_used():
    globals()["off"] = lambda get_response: (_ for _ in ()).throw(MiddlewareNotUsed())
    assert walk("off", "a").content == b"page"


def policy(ask):
    from django.middleware.csp import ContentSecurityPolicyMiddleware, get_nonce
    from django.utils.csp import CSP

    def view(request):
        return HttpResponse(str(get_nonce(request)) if ask else "")

    with override_settings(SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]}):
        return ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))["Content-Security-Policy"]


@claim("the header has a nonce only if", django=(6, 0))
def nonce():
    assert "nonce-" in policy(True) and "nonce-" not in policy(False)


@claim("closes each view that is not marked")
def closes():
    fill()
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]):
        assert Client().get("/").status_code == 302 and Client().get("/api/books/").status_code == 200


@question("middleware-lists-b-c")
def order(choices):
    walk("a", "b", "c")
    out = [name[0] for name in SEEN if name.endswith("out")]
    return {", then ".join(out) if False else choice: choice == ", then ".join(out) for choice in choices}


@question("middleware-returns")
def stopped(choices):
    answer = walk("a", "stops", "b")
    return {"its response is dropped": "view" in SEEN, "ImproperlyConfigured": answer.status_code == 500,
            "All the other": "A out" not in SEEN, "what lies below": "B in" not in SEEN and "view" not in SEEN and "A out" in SEEN}


@question("view-raises-valueerror")
def too_late(choices):
    def catching(error):
        def factory(get_response):
            def middleware(request):
                try:
                    return get_response(request)
                except error:
                    return HttpResponse(status=400)

            return middleware

        return factory

    globals()["narrow"], globals()["wide"] = catching(ValueError), catching(Exception)
    status = lambda name: walk(name, path="/boom/", raise_request_exception=False).status_code
    walk("a")
    order = list(SEEN)
    return {"become a response": status("narrow") == 500, "must catch `Exception`": status("wide") == 400,
            "may not return": walk("stops").status_code != 200,
            "`__call__` has ended": order.index("A out") < order.index("view")}


@question("want-log-view-function")
def process_view(choices):
    got = []

    class Hooks:
        def __init__(self, get_response):
            self.get_response = get_response
            got.append(("`__init__`", hasattr(get_response, "resolver_match")))

        def __call__(self, request):
            got.append(("`__call__`, first line", request.resolver_match is not None))
            return self.get_response(request)

        def process_view(self, request, view_func, view_args, view_kwargs):
            got.append(("`process_view`", callable(view_func)))

        def process_response(self, request, response):
            got.append(("`process_response`", True))

    globals()["hooks"] = Hooks
    walk("hooks")
    return {name: (name, True) in got for name in choices}


@question("mw-csp-nonce", django=(6, 0))
def no_nonce(choices):
    from django.utils.csp import CSP

    fill()
    names = [*settings.MIDDLEWARE, "django.middleware.csp.ContentSecurityPolicyMiddleware"]
    with override_settings(SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]}, MIDDLEWARE=names):
        last = Client().get("/")["Content-Security-Policy"]
    return {"asks for it": "nonce-" in policy(True) and "nonce-" not in policy(False), "logged-in users": "nonce-" not in policy(True),
            "a placeholder that you replace": "nonce-" not in policy(True), "at the end of the list": "nonce-" in last}


@question("mw-cors-above")
def above(choices):
    def headers(get_response):
        def middleware(request):
            response = get_response(request)
            response["X-Added"] = "1"
            return response

        return middleware

    globals()["headers"] = headers
    added = lambda *names: "X-Added" in walk(*names)
    return {"Above": added("headers", "stops"), "Below": added("stops", "headers"), "At the end": added("stops", "a", "headers"),
            "Anywhere": added("headers", "stops") and added("stops", "headers")}


@claim("`__init__` (or the outer function) runs once at start-up")
def once_and_for_each():
    seen = []

    class Counting:
        def __init__(self, get_response):
            seen.append("start")
            self.get_response = get_response

        def __call__(self, request):
            seen.append("request")
            return self.get_response(request)

    globals()["Counting"] = Counting
    run_client("Counting", times=2)
    assert seen == ["start", "request", "request"]


def run_client(*names, times=1, address="/", urls=None, **changed):
    """Start a server with these layers, send it some requests, and return the last answer."""
    import sys
    import types

    module = sys.modules["layers"] = types.ModuleType("layers")
    module.__dict__.update(globals())
    layers = [name if "." in name else f"layers.{name}" for name in names]
    with override_settings(MIDDLEWARE=layers, ROOT_URLCONF=urls or Urls, **changed):
        client = Client(raise_request_exception=False)
        return [client.get(address) for _ in range(times)][-1]


@claim("`process_view` runs just before the view")
def just_before_the_view():
    seen = []

    class Knows:
        def __init__(self, get_response):
            self.get_response = get_response

        def __call__(self, request):
            seen.append("in")
            return self.get_response(request)

        def process_view(self, request, view, args, kwargs):
            seen.append((view, kwargs))

        def process_exception(self, request, error):
            seen.append(type(error))

    globals()["Knows"] = Knows
    run_client("Knows", address="/boom/")
    assert seen == ["in", (boom, {}), ValueError]


@claim("Signed cookies from before 6.0.6")
def signed_cookies():
    from django.core import signing

    request = RequestFactory().get("/")
    request.COOKIES["cart"] = signing.get_cookie_signer(salt="cart").sign("7")  # as Django made them before
    read = lambda: request.get_signed_cookie("cart", default=None)
    assert read() == (None if since(6, 1) else "7")
    if since(6, 1):
        from grading import warned

        seen, falls_back = [], override_settings(SIGNED_COOKIE_LEGACY_SALT_FALLBACK=True)

        def with_the_setting():
            with falls_back:
                seen.append(read())

        assert any("not be accepted in Django 2028" in text for text in warned(with_the_setting)) and seen == ["7"]


@claim("is meant to catch errors of the view, and never does")
def never_caught():
    seen = []

    def tries(get_response):
        def middleware(request):
            try:
                answer = get_response(request)
                seen.append(answer.status_code)
                return answer
            except ValueError:
                seen.append("caught")
                return HttpResponse()

        return middleware

    globals()["tries"] = tries
    run_client("tries", address="/boom/")
    assert seen == [500]


def two_at_once(keep_on_self):
    """Let one request overtake another inside the view; return what each was told as its start."""
    import threading

    entered, overtaken, told = threading.Event(), threading.Event(), {}

    class Timer:
        def __init__(self, get_response):
            self.get_response = get_response

        def __call__(self, request):
            start = request.GET["n"]
            if keep_on_self:
                self.start = start
            answer = self.get_response(request)
            told[request.GET["n"]] = self.start if keep_on_self else start
            return answer

    def view(request):
        if request.GET["n"] == "1":
            entered.set()
            overtaken.wait(30)
        return HttpResponse()

    timer = Timer(view)
    first = threading.Thread(target=timer, args=[RequestFactory().get("/", {"n": "1"})])
    first.start()
    entered.wait(30)
    timer(RequestFactory().get("/", {"n": "2"}))
    overtaken.set()
    first.join()
    return told


@claim("Data of one request is kept on `self`")
def mixed_up():
    assert two_at_once(keep_on_self=True) == {"2": "2", "1": "2"} and two_at_once(keep_on_self=False) == {"2": "2", "1": "1"}


@question("under-load-logged")
def nonsense(choices):
    import time

    order = []

    def view(request):
        order.append("view")
        return HttpResponse()

    calls = []

    class Times:
        def __init__(self, get_response):
            self.get_response = get_response

        def __call__(self, request):
            calls.append(1)
            answer = self.get_response(request)
            order.append("returned")
            return answer

    layer = Times(view)
    for _ in range(2):
        layer(RequestFactory().get("/"))
    return {"One instance is shared": two_at_once(True)["1"] == "2" and two_at_once(False)["1"] == "1", "`perf_counter` is too coarse": time.get_clock_info("perf_counter").resolution > 0.001,
            "returns before the view": order[:2] == ["returned", "view"], "`__call__` runs only once": len(calls) == 1}


def needs_a_user(get_response):
    def middleware(request):
        SEEN.append(str(request.user))
        return get_response(request)

    return middleware


SESSION = "django.contrib.sessions.middleware.SessionMiddleware"
LOGIN = "django.contrib.auth.middleware.AuthenticationMiddleware"


def with_user(*names):
    SEEN.clear()
    return run_client(*names).status_code == 200 and SEEN[0] == "AnonymousUser"


@claim("The middleware reads `request.user` but stands above")
def below_what_it_needs():
    assert with_user(SESSION, LOGIN, "needs_a_user") and not with_user(SESSION, "needs_a_user", LOGIN)
    import pytest

    SEEN.clear()
    with pytest.raises(AttributeError):
        needs_a_user(lambda request: None)(RequestFactory().get("/"))


@question("middleware-reads-request")
def where_it_stands(choices):
    return {"Below": with_user(SESSION, LOGIN, "needs_a_user"), "Above": with_user(SESSION, "needs_a_user", LOGIN), "First": with_user("needs_a_user", SESSION, LOGIN),
            "Anywhere": all(with_user(*order) for order in ((SESSION, LOGIN, "needs_a_user"), ("needs_a_user",)))}


@claim("A database query in middleware makes every page slower")
def lazy():
    from bookshop.catalog.models import Book
    from django.utils.functional import SimpleLazyObject
    from grading import queries

    def eager(get_response):
        def middleware(request):
            request.shelf = Book.objects.count()
            return get_response(request)

        return middleware

    def patient(get_response):
        def middleware(request):
            request.shelf = SimpleLazyObject(Book.objects.count)
            return get_response(request)

        return middleware

    health = lambda request: HttpResponse("ok")
    shelf = lambda request: HttpResponse(f"{request.shelf}")
    sent = lambda layer, view: len(queries(lambda: layer(view)(RequestFactory().get("/"))))
    assert [sent(eager, health), sent(patient, health), sent(patient, shelf)] == [1, 0, 1]
