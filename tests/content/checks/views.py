"""Checks of the topic `views`."""

from bookshop.catalog.models import Book
from bookshop.shelves import fill, person
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.test import Client, RequestFactory, override_settings
from django.views import View
from django.views.generic import ListView, RedirectView
from grading import claim, judged, question, raises, since, value
from django.urls import path


@claim("`get_object_or_404(Book, pk=pk)` turns")
def not_found():
    assert raises(Http404, lambda: get_object_or_404(Book, pk=99))


@claim("each request gets its own instance")
def own_instance():
    seen = []

    class Page(View):
        def get(self, request):
            seen.append(self)
            return HttpResponse()

    view = Page.as_view()
    for _ in range(2):
        view(RequestFactory().get("/"))
    assert seen[0] is not seen[1]


@claim("answers 405 for what is missing")
def not_allowed():
    assert Client().post("/").status_code == 405


@claim("`<app>/<model>_list.html`")
def list_names():
    view = ListView(model=Book)
    view.object_list = Book.objects.all()
    assert view.get_template_names() == ["catalog/book_list.html"]
    assert view.get_context_object_name(view.object_list) == "book_list"


@claim("answers 307 (308 if permanent)")
def preserve():
    assert redirect("/x/", preserve_request=True).status_code == 307
    assert redirect("/x/", permanent=True, preserve_request=True).status_code == 308


@claim("`RedirectView` has `preserve_request` too", django=(6, 1))
def redirect_view():
    view = RedirectView.as_view(url="/x/", preserve_request=True)
    assert view(RequestFactory().post("/")).status_code == 307
    assert redirect("/" + "x" * 9000, max_length=10_000).status_code == 302


@claim("`AsyncPaginator` pages a queryset", django=(6, 0))
def async_paginator():
    from asgiref.sync import async_to_sync
    from django.core.paginator import AsyncPaginator

    page = async_to_sync(AsyncPaginator([1, 2, 3], 2).aget_page)(2)
    assert list(page.object_list) == [3] and Paginator


@question("class-based-view-get")
def post_to_get(choices):
    fill()
    status = Client().post("/").status_code
    answers = {choice: choice.startswith(str(status)) for choice in choices}
    return answers | {"What `get()` returns": Client().post("/").content == Client().get("/").content}


@question("listview-orders-should")
def own_orders(choices):
    return {choice: choice.strip("`()") == "get_queryset" and "queryset" in vars(ListView.__mro__[3]) or choice == "`get_queryset()`"
            for choice in choices if hasattr(ListView, choice.strip("`()"))}


@question("first-request-raises")
def bare_class(choices):
    class BookList(View):
        def get(self, request):
            return HttpResponse()

    request = RequestFactory().get("/")
    return {"lacks `.as_view()`": raises(TypeError, lambda: BookList(request)) and BookList.as_view()(request).status_code == 200,
            "cannot take": BookList.as_view()(request).status_code != 200,
            "in quotes": not raises(TypeError, lambda: path("books/", "BookList")), "wants a `name`": not raises(TypeError, lambda: path("books/", BookList, name="books").callback(request))}


@question("views-message-once")
def a_message(choices):
    def works(code):
        request = RequestFactory().get("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        exec(code, {"request": request, "messages": messages, "redirect": redirect})
        response = redirect("/orders/")
        request._messages.update(response)
        later = RequestFactory().get("/")
        later.session = request.session
        later.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
        return [str(message) for message in FallbackStorage(later)] == ["Thank you"]

    verdicts = judged(choices, works)
    if hasattr(redirect, "message"):
        del redirect.message
    return verdicts


@question("views-keep-post")
def keeps_the_post(choices):
    request = RequestFactory().post("/", {"a": 1})
    names = {"redirect": lambda to, *args, **kwargs: redirect("/new/", *args, **kwargs), "request": request}
    return judged(choices, lambda code: value(code, **names).status_code in (307, 308))


@question("views-500-traceback")
def the_traceback(choices):
    client = Client(raise_request_exception=False)
    gone = raises(Book.DoesNotExist, lambda: Book.objects.get(pk=9))
    return {"the row is missing": gone and raises(Http404, lambda: get_object_or_404(Book, pk=9)),
            "fits none": client.get("/nothing/here/").status_code != 404,
            "before the view is called": Client().get("/accounts/login/").status_code != 200, "is not found": Book.__module__ != "bookshop.catalog.models"}


@question("sometimes-raises")
def when_it_raises(choices):
    from django import forms

    class ContactForm(forms.Form):
        text = forms.CharField()

    def contact(request):
        form = ContactForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return redirect("/thanks/")
        if request.method == "GET":
            return HttpResponse(str(form))

    nothing = lambda request: contact(request) is None
    make = RequestFactory()
    return {"a query string": nothing(make.get("/?a=1")), "the user is logged out": nothing(make.get("/")), "a `POST` is not valid": nothing(make.post("/", {"text": ""}))}


@question("must-every-view-return")
def what_it_returns(choices):
    from django.http import JsonResponse
    from django.test import override_settings

    def works(answer):
        class Urls:
            urlpatterns = [path("", lambda request: answer)]

        with override_settings(ROOT_URLCONF=Urls):
            return Client(raise_request_exception=False).get("/").status_code == 200

    return {"A response, such as": works(HttpResponse("x")) and works(JsonResponse({})), "A string": works("<p>x</p>"),
            "The name of a template": works(("book_list.html", {})), "Anything it likes": works(None)}


def status_of(view, method="get", address="/", **options):
    class Urls:
        urlpatterns = [path("", view), path("books/<int:pk>/", view)]

    with override_settings(ROOT_URLCONF=Urls):
        return getattr(Client(raise_request_exception=False), method)(address, **options).status_code


@claim("returning `None` raises `ValueError`")
def none():
    def view(request):
        """Return nothing."""

    class Urls:
        urlpatterns = [path("", view)]

    with override_settings(ROOT_URLCONF=Urls):
        try:
            Client().get("/")
            said = ""
        except ValueError as error:
            said = str(error)
    assert "didn't return an HttpResponse object. It returned None instead" in said


BROWSER = {"database": "sqlite", "program": "chromium"}


def sent_by_a_reload(redirects):
    """Send a form in a real browser, reload the page that comes, and return what the server got, from the POST on."""
    from browser import browsing

    seen = []
    again = "<p><script>if (!sessionStorage.again) { sessionStorage.again = 1; location.reload() }</script>"

    def answer(method, address):
        seen.append(f"{method} {address}")
        if address == "/":
            return 200, {}, "<form method=post action=/save/></form><script>document.forms[0].submit()</script>"
        return (302, {"Location": "/saved/"}, "") if method == "POST" and redirects else (200, {}, again)

    with browsing(answer) as browser:
        browser.open("/")
    return [text for text in seen if text != "GET /favicon.ico"][1:]


@claim("After a successful `POST` answer with a redirect", **BROWSER)
def a_reload_sends_no_form():
    assert sent_by_a_reload(redirects=True).count("POST /save/") == 1
    assert sent_by_a_reload(redirects=False).count("POST /save/") == 2


@question("form-was-saved-post-view", **BROWSER)
def what_is_sent(choices):
    before, after = ["POST /save/", "GET /saved/"], sent_by_a_reload(redirects=True)
    assert after[:2] == before
    sent = after[2:]
    return {"The `GET` of the page": sent == ["GET /saved/"], "after a warning": sent == ["POST /save/"], "and then the `GET`": sent == before, "Nothing, as": sent == []}


@claim("a wrong number in the URL is a 500")
def a_wrong_number():
    bare = lambda request, pk=0: HttpResponse(Book.objects.get(pk=pk))
    kind = lambda request, pk=0: HttpResponse(get_object_or_404(Book, pk=pk))
    assert (status_of(bare, address="/books/99/"), status_of(kind, address="/books/99/")) == (500, 404)


@claim("without `as_view()`: the checks say `urls.E009`")
def the_class_itself():
    from django.core.checks import run_checks

    class Urls:
        urlpatterns = [path("books/", ListView)]

    with override_settings(ROOT_URLCONF=Urls):
        assert "urls.E009" in [problem.id for problem in run_checks()]
        assert raises(TypeError, lambda: Client().get("/books/"))


@claim("A link deletes something by `GET`")
def crawlers():
    from django.views.decorators.http import require_POST

    gone = []
    delete = lambda request: gone.append(1) or HttpResponse()
    assert status_of(delete) == 200 and gone == [1]
    assert (status_of(require_POST(delete)), status_of(require_POST(delete), "post")) == (405, 200) and gone == [1, 1]


@claim("holds data of a request and shows it to other users")
def what_belongs_to_one_request():
    class Basket(View):
        shared = []

        def setup(self, request, *args, **kwargs):
            super().setup(request, *args, **kwargs)
            self.own = []

        def get(self, request):
            for kept in (self.shared, self.own):
                kept.append(request.GET["book"])
            return HttpResponse(f"{len(self.shared)} {len(self.own)}")

    view = Basket.as_view()
    assert [view(RequestFactory().get("/", {"book": name})).content for name in ("a", "b")] == [b"1 1", b"2 1"]
