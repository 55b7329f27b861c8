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
