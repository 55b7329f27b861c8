"""Checks of the topic `http`."""

from bookshop.shelves import person
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views import View
from django.views.decorators.http import require_http_methods
from grading import claim, question


@claim("The `HttpOnly` flag hides a cookie")
def flags():
    person("ada")
    client = Client()
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})
    assert client.cookies["sessionid"]["httponly"] is True


@claim("`redirect()` sends 302 unless you pass")
def redirects():
    assert (redirect("/x/").status_code, redirect("/x/", permanent=True).status_code) == (302, 301)


@claim("Django hands it to a view like any other method")
def query_method():
    class Search(View):
        http_method_names = [*View.http_method_names, "query"]

        def query(self, request):
            return HttpResponse(request.body)

    request = RequestFactory().generic("QUERY", "/", b"books", content_type="text/plain")
    assert Search.as_view()(request).content == b"books"
    assert View.as_view()(request).status_code == 405


@claim("sends 307 or 308, so that the browser repeats")
def preserve():
    assert redirect("/x/", preserve_request=True).status_code == 307


@question("http-307-or-302")
def keeps(choices):
    def works(status):
        def old(request):
            answer = redirect("/new/")
            answer.status_code = status
            return answer

        def new(request):
            return HttpResponse(request.method + request.POST.get("a", ""))

        class Urls:
            urlpatterns = [path("old/", old), path("new/", new)]

        with override_settings(ROOT_URLCONF=Urls):
            return Client().post("/old/", {"a": "x"}, follow=True).content == b"POSTx"

    return {choice: works(int(choice[:3])) for choice in choices}


@question("http-stateless-server")
def the_same_visitor(choices):
    person("ada")
    client = Client()
    client.login(username="ada", password="pencil")
    with_cookie = "_auth_user_id" in client.session
    other = Client()  # the same address and the same methods, without the cookie
    return {"a cookie": with_cookie and "_auth_user_id" not in other.session, "address as their name": "_auth_user_id" in other.session}


@question("http-upload-limit")
def no_limit_in_django(choices):
    big = lambda: SimpleUploadedFile("a.bin", b"x" * 3_000_000)
    sizes = []

    def take(request):
        sizes.append(request.FILES["f"].size)
        return HttpResponse()

    class Urls:
        urlpatterns = [path("", take)]

    with override_settings(ROOT_URLCONF=Urls, FILE_UPLOAD_MAX_MEMORY_SIZE=1000):
        small_memory = Client().post("/", {"f": big()}).status_code
    with override_settings(ROOT_URLCONF=Urls):
        plain = Client().post("/", {"f": big()}).status_code
    return {"web server in front": (plain, sizes[-1]) == (200, 3_000_000), "At the view": sizes[-1] <= 1_000_000, "FILE_UPLOAD": small_memory == 413}


@question("http-query-method")
def why_405(choices):
    def status(names, **attributes):
        view = type("Search", (View,), {"query": lambda self, request: HttpResponse(), **names}).as_view()
        return view(RequestFactory().generic("QUERY", "/", b"x", **attributes)).status_code

    assert status({}) == 405
    return {"http_method_names": status({"http_method_names": ["get", "query"]}) == 200, "Content-Length": status({}, CONTENT_LENGTH="1") == 200}


def ask_before(origin="https://shop.test", method="PUT", *, cors=True, **settings):
    """Return the answer to a preflight for a view that takes `PUT` alone."""
    from corsheaders.middleware import CorsMiddleware

    @require_http_methods(["PUT"])
    def view(request):
        return HttpResponse("done")

    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    with override_settings(CORS_ALLOWED_ORIGINS=["https://shop.test"], **settings):
        handler = CorsMiddleware(view) if cors else view
        return handler(RequestFactory().options("/api/books/7/", headers=headers | settings.get("SENT", {})))


@claim("The server that answers has to allow the page's origin")
def cors_is_the_servers_word():
    allowed, stranger = ask_before(), ask_before("https://evil.test")
    assert allowed["Access-Control-Allow-Origin"] == "https://shop.test"
    assert "Access-Control-Allow-Origin" not in stranger.headers
    assert ask_before(cors=False).status_code == 405


@question("http-preflight")
def what_the_preflight_lacks(choices):
    answer = ask_before()
    allows = answer.status_code == 200 and "PUT" in answer["Access-Control-Allow-Methods"]
    hosts = ask_before(cors=False, ALLOWED_HOSTS=["testserver", "shop.test"])
    token = ask_before(cors=False, SENT={"X-CSRFToken": "a" * 32})
    again = [ask_before(cors=False).status_code for _ in range(2)]
    return {"`ALLOWED_HOSTS`": hosts.status_code == 200, "allows the page's origin": allows,
            "The CSRF token": token.status_code == 200, "A second try": again[1] == 200}
