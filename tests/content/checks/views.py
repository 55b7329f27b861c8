"""Checks of the topic `views`."""

from bookshop.catalog.models import Book
from bookshop.shelves import fill, person
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.test import Client, RequestFactory
from django.views import View
from django.views.generic import ListView, RedirectView
from grading import claim, judged, question, raises, since, value
from django.urls import path


@claim("`get_object_or_404(Book, pk=pk)` turns")
def not_found():
    assert raises(Http404, lambda: get_object_or_404(Book, pk=99))


@claim("each request gets its own instance")
def own_instance():
    class Page(View):
        def get(self, request):
            return HttpResponse(str(id(self)))

    view = Page.as_view()
    kept = [view(RequestFactory().get("/")) for _ in range(2)]
    assert kept and callable(view)


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
