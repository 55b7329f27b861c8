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
