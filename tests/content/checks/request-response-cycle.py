"""Checks of the topic `request-response-cycle`."""

import datetime

from bookshop.shelves import fill
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from grading import claim, question, raises, since
from django.core.management import get_commands


def raising(error):
    def view(request):
        raise error

    return view


class Urls:
    urlpatterns = [
        path("404/", raising(Http404())), path("403/", raising(PermissionDenied())),
        path("400/", raising(BadRequest())), path("500/", raising(ValueError())),
        path("none/", lambda request: None),
    ]


def status(address):
    with override_settings(ROOT_URLCONF=Urls):
        return Client(raise_request_exception=False).get(address).status_code


@claim("An exception in a view becomes a response")
def becomes():
    assert [status(f"/{code}/") for code in (404, 403, 400, 500)] == [404, 403, 400, 500]


@claim("A view has a path on which it forgets `return`")
def forgets():
    assert status("/none/") == 500


@claim("The body of a form is in `request.POST`")
def parts():
    request = RequestFactory().post("/?a=1", {"b": 2}, headers={"x-c": "3"})
    assert (request.GET["a"], request.POST["b"], request.headers["X-C"]) == ("1", "2", "3")


@claim("marks a function for background work", django=(6, 0))
def tasks():
    seen = enqueue((1, 2))
    assert seen == [[1, 2]] and raises(TypeError, lambda: enqueue(datetime.date(2026, 1, 1)))


SEEN = []


def enqueue(value):
    SEEN.clear()
    task_of_module().enqueue(value)
    return list(SEEN)


def task_of_module():
    import sys
    import types

    from django.tasks import task

    module = sys.modules.setdefault("shop_tasks", types.ModuleType("shop_tasks"))
    if not hasattr(module, "work"):
        def work(value):
            SEEN.append(value)

        work.__module__, work.__qualname__ = "shop_tasks", "work"
        module.work = task(work)
    return module.work


@claim("runs the task inside `enqueue()`", django=(6, 0))
def immediate():
    assert enqueue(7) == [7]


@claim("are no longer read")
def signed_cookies():
    from django.core import signing

    request = RequestFactory().get("/")
    legacy = signing.get_cookie_signer(salt="cart").sign("7")
    request.COOKIES["cart"] = legacy
    assert request.get_signed_cookie("cart", default=None) == (None if since(6, 1) else "7")


@question("add-works-post-get-ends")
def what_is_missing(choices):
    def add(request):
        if request.method == "POST":
            return HttpResponse()

    class U:
        urlpatterns = [path("", add)]

    with override_settings(ROOT_URLCONF=U):
        client = Client(raise_request_exception=False)
        post, get = client.post("/").status_code, client.get("/").status_code
    def save(data):
        return ["row"]

    def with_save(request):
        if request.method == "POST":
            save(request.POST)
            return HttpResponse()

    class V:
        urlpatterns = [path("", with_save)]

    with override_settings(ROOT_URLCONF=V):
        with_rows = Client(raise_request_exception=False).get("/").status_code
    return {"A response for": (post, get) == (200, 500), "allows the method GET": get == 405, "CsrfViewMiddleware": get == 403,
            "its rows": with_rows == 200}


@question("rrc-task-arguments", django=(6, 0))
def arguments(choices):
    return {"as JSON": raises(TypeError, lambda: enqueue(datetime.date(2026, 1, 1))) and enqueue("2026-01-01") == ["2026-01-01"],
            "by position": raises(TypeError, lambda: task_of_module().enqueue(value="x")), "has to be awaited": raises(TypeError, lambda: enqueue(1)),
            "the name of a queue": not raises(TypeError, lambda: task_of_module().using(queue_name="default").enqueue(datetime.date(2026, 1, 1)))}


@question("rrc-immediate-backend", django=(6, 0))
def at_once(choices):
    import threading

    SEEN.clear()
    task_of_module().enqueue(threading.get_ident())
    return {"At once": SEEN == [threading.get_ident()], "In a thread": not SEEN, "After the response": not SEEN,
            "runworker": "runworker" in get_commands() or not SEEN}


@question("order-response-pass")
def the_way_back(choices):
    import sys
    import types

    seen, layers = [], types.ModuleType("layers_back")
    for name in ("top", "bottom"):
        def layer(get_response, name=name):
            def middleware(request):
                response = get_response(request)
                seen.append(name)
                return response

            return middleware

        setattr(layers, name, layer)
    sys.modules["layers_back"] = layers
    with override_settings(ROOT_URLCONF=Urls, MIDDLEWARE=["layers_back.top", "layers_back.bottom"]):
        Client().get("/404/")
    return {"From the top": seen == ["top", "bottom"], "they are imported": seen == list(vars(layers))[-2:], "From the bottom": seen == ["bottom", "top"]}


@question("order-form-was-saved")
def after_saving(choices):
    def orders(answer):
        """Post an order, follow what comes, and reload the last page as a browser does; return how many there are."""
        made = []

        def order(request):
            if request.method == "POST":
                made.append(1)
                return answer()
            return HttpResponse("form")

        class Shop:
            urlpatterns = [path("order/", order), path("done/", lambda request: HttpResponse("done"))]

        with override_settings(ROOT_URLCONF=Shop):
            client = Client(raise_request_exception=False)
            response = client.post("/order/", follow=True)
            client.get(response.redirect_chain[-1][0]) if response.redirect_chain else client.post("/order/")
        return len(made) if response.status_code == 200 else 0

    from django.shortcuts import redirect

    return {"A redirect": orders(lambda: redirect("/done/")) == 1, "The rendered confirmation": orders(lambda: HttpResponse("thanks")) == 1,
            "The same form again": orders(lambda: HttpResponse("form")) == 1, "`None`": orders(lambda: None) == 1}


@claim("A view takes an `HttpRequest` and must return")
def in_and_out():
    seen = []

    def view(request):
        seen.append(type(request).__mro__)
        return HttpResponse()

    class U:
        urlpatterns = [path("", view), path("text/", lambda request: "text")]

    with override_settings(ROOT_URLCONF=U):
        assert Client().get("/").status_code == 200
        assert Client(raise_request_exception=False).get("/text/").status_code == 500
    from django.http import HttpRequest

    assert HttpRequest in seen[0] and status("/404/") == 404


def call(environ_of="/", *, raw=None):
    """Call the bookshop as WSGI says, with no server; return the status, and the pieces that come back."""
    from wsgiref.util import setup_testing_defaults

    from django.core.wsgi import get_wsgi_application

    environ = {"PATH_INFO": environ_of}
    setup_testing_defaults(environ)
    from django.core.signals import request_started
    from django.db import close_old_connections

    seen = []
    request_started.disconnect(close_old_connections)  # the check's transaction goes on, as the test client sees to it
    try:
        with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
            body = get_wsgi_application()(raw or environ, lambda status, headers: seen.append(status))
    finally:
        request_started.connect(close_old_connections)
    return seen[0], list(body)


@claim("WSGI is a plain call")
def a_plain_call():
    fill()
    status, pieces = call("/books/emma/")
    assert status == "200 OK" and all(isinstance(piece, bytes) for piece in pieces) and b"Emma" in b"".join(pieces)


@question("wsgi-request-response")
def what_wsgi_is(choices):
    fill()
    served = call("/books/emma/")[0] == "200 OK"
    speaks_http = not raises((TypeError, AttributeError, ValueError), lambda: call(raw=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
    from django.urls import resolve

    return {"The interface": served, "The protocol": speaks_http, "its static files": call("/static/admin/css/base.css")[0] == "200 OK",
            "looks for the matching view": "wsgi" in resolve("/books/emma/").func.__module__}


@claim("Middleware wraps the view like layers of an onion")
def an_onion():
    import sys
    import types

    seen, layers = [], types.ModuleType("layers_onion")
    for name in ("top", "bottom"):
        def layer(get_response, name=name):
            def middleware(request):
                seen.append(f"in {name}")
                response = get_response(request)
                seen.append(f"out {name}")
                return response

            return middleware

        setattr(layers, name, layer)
    sys.modules["layers_onion"] = layers

    class U:
        urlpatterns = [path("", lambda request: seen.append("view") or HttpResponse())]

    with override_settings(ROOT_URLCONF=U, MIDDLEWARE=["layers_onion.top", "layers_onion.bottom"]):
        Client().get("/")
    assert seen == ["in top", "in bottom", "view", "out bottom", "out top"]


@claim("One page is many requests", database="sqlite", program="chromium")
def many_requests():
    from browser import browsing

    asked = []

    def answer(method, address):
        asked.append(address)
        files = {"/": "<link rel=stylesheet href=/shop.css><script src=/shop.js></script><img src=/emma.png>"}
        return 200, {"Content-Type": "text/css" if address.endswith("css") else "text/html"}, files.get(address, "")

    with browsing(answer) as browser:
        browser.open("/")
    assert asked[0] == "/" and {"/shop.css", "/shop.js", "/emma.png"} <= set(asked)


def sent_before_the_answer(where):
    """Return how many of 500 mails have been sent when the visitor has the answer."""
    import queue
    import sys
    import types

    from django.http import HttpResponse
    from django.template import Context, Template

    sent, later, module = [], queue.Queue(), types.ModuleType("layers_mail")
    send_all = lambda: sent.extend(range(500))

    def behind(get_response):
        def middleware(request):
            response = get_response(request)
            send_all() if where == "middleware" else None
            return response

        return middleware

    module.behind = behind
    sys.modules["layers_mail"] = module

    def view(request):
        if where == "view":
            send_all()
        if where == "task":
            later.put(send_all)
        last_line = {"send": send_all} if where == "template" else {}
        return HttpResponse(Template("thanks{{ send }}").render(Context(last_line)))

    class U:
        urlpatterns = [path("", view)]

    with override_settings(ROOT_URLCONF=U, MIDDLEWARE=["layers_mail.behind"]):
        assert Client().get("/").content.startswith(b"thanks")
    waited = len(sent)
    while not later.empty():
        later.get()()  # the worker
    assert len(sent) == 500
    return waited


@claim("A view sends e-mails or calls slow services")
def visitors_wait():
    assert sent_before_the_answer("view") == 500 and sent_before_the_answer("task") == 0


@question("view-must-send-500-e")
def where_it_belongs(choices):
    return {"In a middleware": sent_before_the_answer("middleware") == 0, "In a background task": sent_before_the_answer("task") == 0,
            "In the template": sent_before_the_answer("template") == 0, "In the view": sent_before_the_answer("view") == 0}


@claim("State is kept in a module's variable")
def leaks():
    from django.contrib.sessions.middleware import SessionMiddleware

    module = {"current_user": None}

    def view(request):
        seen = module["current_user"], request.session.get("user")
        if name := request.GET.get("as"):
            module["current_user"] = request.session["user"] = name
        return HttpResponse(repr(seen))

    class U:
        urlpatterns = [path("", view)]

    with override_settings(ROOT_URLCONF=U):
        ada, bob = Client(), Client()
        ada.get("/?as=ada")
        assert bob.get("/").content == b"('ada', None)" and ada.get("/").content == b"('ada', 'ada')" and SessionMiddleware


@claim("After a successful POST the view renders a page", database="sqlite", program="chromium")
def a_reload():
    from browser import browsing

    def orders(redirects):
        """Send a form in a real browser, reload the page that comes, and return how many orders there are."""
        made = []
        reload = "<p><script>if (!sessionStorage.again) { sessionStorage.again = 1; location.reload() }</script>"

        def answer(method, address):
            if address == "/":
                return 200, {}, "<form method=post action=/order/></form><script>document.forms[0].submit()</script>"
            if method == "POST":
                made.append(address)
                return (302, {"Location": "/done/"}, "") if redirects else (200, {}, reload)
            return 200, {}, reload

        with browsing(answer) as browser:
            browser.open("/")
        return len(made)

    assert (orders(redirects=False), orders(redirects=True)) == (2, 1)


ONCE = {"database": "sqlite", "program": "nginx"}


@question("site-answers-502-bad", **ONCE)
def bad_gateway(choices):
    from servers import application, nginx

    def through(port):
        with nginx(f"server {{ listen unix:s; location / {{ proxy_pass http://127.0.0.1:{port}; }} }}") as server:
            return server.ask().status

    def from_django(handler, **changed):
        """Put Django behind nginx; return the status that the visitor sees."""
        import threading
        from wsgiref.simple_server import WSGIRequestHandler, make_server

        from django.core.wsgi import get_wsgi_application

        quiet = type("Quiet", (WSGIRequestHandler,), {"log_message": lambda self, *parts: None})

        class U:
            urlpatterns = [path("", handler)] if handler else []

        with override_settings(ROOT_URLCONF=U, ALLOWED_HOSTS=["*"], **changed):
            server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=quiet)
            threading.Thread(target=server.handle_request, daemon=True).start()
            try:
                return through(server.server_port)
            finally:
                server.server_close()

    def refusing(get_response):
        return raising(PermissionDenied())

    import sys
    import types

    sys.modules["layers_502"] = types.ModuleType("layers_502")
    sys.modules["layers_502"].refusing = refusing
    with application() as port:
        reached = through(port) == 200
    return {"At the application server": through(1) == 502 and reached, "At the view": from_django(raising(ValueError())) == 502,
            "At the URL patterns": from_django(None) == 502, "At the middleware": from_django(lambda request: HttpResponse(), MIDDLEWARE=["layers_502.refusing"]) == 502}


@question("rrc-nginx-499", **ONCE)
def the_visitor_went_away(choices):
    import socket
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from servers import nginx

    reached, release = threading.Event(), threading.Event()

    class Report(BaseHTTPRequestHandler):
        def do_GET(self):
            reached.set()
            release.wait(30) if self.path == "/report/" else None
            self.send_response(499)
            self.end_headers()

        def log_message(self, *parts):
            """Stay silent."""

    def logged(port, visit):
        log = "log_format times 'seen $status uht=$upstream_header_time';"
        with nginx(log + f"server {{ access_log /dev/stderr times; listen unix:s; location / {{ proxy_pass http://127.0.0.1:{port}; }} }}") as server:
            visit(server)
            return server.said("seen ")[0].partition("seen ")[2]

    def leave(server):
        visitor = socket.socket(socket.AF_UNIX)
        visitor.connect(str(server.folder / "s"))
        visitor.sendall(b"GET /report/ HTTP/1.1\r\nHost: shop\r\n\r\n")
        assert reached.wait(30)
        visitor.close()

    with ThreadingHTTPServer(("127.0.0.1", 0), Report) as behind:
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        left = logged(behind.server_port, leave)
        release.set()
        answered = logged(behind.server_port, lambda server: server.ask("/quick/"))
        behind.shutdown()
    unreachable = logged(1, lambda server: server.ask("/quick/"))
    line = "499 uht=-"
    return {"The visitor went away": left == line, "The view answered 499": answered == line, "could not reach": unreachable == line}
