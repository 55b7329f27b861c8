"""Checks of the topic `http`."""

from bookshop.shelves import person
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views import View
from django.views.decorators.http import require_http_methods
from grading import claim, exercise, question


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

    class Urls:
        urlpatterns = [path("", type("Search", (View,), {"query": lambda self, request: HttpResponse()}).as_view())]

    with override_settings(ROOT_URLCONF=Urls):
        reached = Client().generic("QUERY", "/").status_code
    from django.utils.decorators import method_decorator
    from django.views.decorators.csrf import csrf_exempt

    exempt = method_decorator(csrf_exempt, name="dispatch")(type("Search", (View,), {"query": lambda self, request: HttpResponse()}))
    return {"A pattern for": reached == 404, "`@csrf_exempt`": exempt.as_view()(RequestFactory().generic("QUERY", "/")).status_code == 200, "http_method_names": status({"http_method_names": ["get", "query"]}) == 200, "Content-Length": status({}, CONTENT_LENGTH="1") == 200}


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


def view_of(action):
    """Return the answers of a view set of authors (with addresses) to an action: the status, headers and body."""
    from bookshop.catalog.models import Author
    from rest_framework import serializers, viewsets
    from rest_framework.test import APIRequestFactory

    class AuthorSerializer(serializers.HyperlinkedModelSerializer):
        class Meta:
            model = Author
            fields = ["url", "name"]
            extra_kwargs = {"url": {"view_name": "book"}}

        def get_fields(self):
            fields = super().get_fields()
            fields["url"] = serializers.SerializerMethodField()
            return fields

        def get_url(self, author):
            return f"/authors/{author.pk}/"

    class Authors(viewsets.ModelViewSet):
        queryset = Author.objects.all()
        serializer_class = AuthorSerializer

    def send(method, pk=None, **data):
        request = getattr(APIRequestFactory(), method)("/", data, format="json")
        answer = Authors.as_view({method: action})(request, **({"pk": pk} if pk else {}))
        answer.render()
        return answer

    return send


@claim("A request has a method, a path and headers")
def two_messages():
    seen = []

    def view(request):
        seen.append((request.method, request.path, request.headers["X-Shop"], request.body))
        return HttpResponse("body", status=202, headers={"X-Answer": "1"})

    class Urls:
        urlpatterns = [path("a/", view)]

    with override_settings(ROOT_URLCONF=Urls):
        answers = [Client().generic(method, "/a/", body, headers={"x-shop": "1"}) for method, body in (("POST", b"x"), ("GET", b""))]
    assert seen == [("POST", "/a/", "1", b"x"), ("GET", "/a/", "1", b"")]
    assert all((a.status_code, a.headers["X-Answer"], a.content) == (202, "1", b"body") for a in answers)


@claim("few frameworks know it yet")
def query_is_news():
    from django.middleware.csrf import CsrfViewMiddleware

    assert "query" not in View.http_method_names

    def status(method):
        refused = CsrfViewMiddleware(lambda request: HttpResponse()).process_view(RequestFactory(enforce_csrf_checks=True).generic(method, "/"), lambda request: 0, (), {})
        return refused.status_code if refused else 200

    assert [status(method) for method in ("GET", "HEAD", "OPTIONS", "POST", "QUERY")] == [200, 200, 200, 403, 403]


def after(method, times):
    """Return the names of authors after a request was sent so often; the first author has the name `A`."""
    from bookshop.catalog.models import Author

    Author.objects.all().delete()
    first = Author.objects.create(name="A")
    action = {"get": "retrieve", "put": "update", "post": "create", "delete": "destroy", "patch": "partial_update"}[method]
    send = view_of(action)
    for number in range(times):
        name = f"B{number}" if method == "post" else "B"
        try:
            send(method, None if method == "post" else first.pk, **({} if method in ("get", "delete") else {"name": name}))
        except Author.DoesNotExist:
            pass
    return Author.objects.count(), set(Author.objects.values_list("name", flat=True))


@claim("`PUT` and `DELETE` are idempotent like the safe methods")
def twice_as_once():
    assert all(after(method, 1) == after(method, 2) for method in ("get", "put", "delete"))
    assert after("post", 1) != after("post", 2)


@question("these-methods-idempotent")
def not_idempotent(choices):
    return {choice: after(choice.strip("`").lower(), 1) != after(choice.strip("`").lower(), 2) for choice in choices}


@claim("401 means")
def who_are_you():
    from rest_framework.authentication import TokenAuthentication
    from rest_framework.permissions import IsAdminUser
    from rest_framework.test import APIRequestFactory, force_authenticate
    from rest_framework.views import APIView

    class Staff(APIView):
        authentication_classes = [TokenAuthentication]
        permission_classes = [IsAdminUser]

    unknown, known = APIRequestFactory().get("/"), APIRequestFactory().get("/")
    force_authenticate(known, person("ada"))
    answer = Staff.as_view()(unknown)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")
    assert Staff.as_view()(known).status_code == 403


@question("logged-user-opens-edit")
def somebody_elses_post(choices):
    from django.contrib.auth.mixins import UserPassesTestMixin

    writer, reader = person("ada"), person("bob")

    class Edit(UserPassesTestMixin, View):
        def test_func(self):
            return self.request.user == writer

        def get(self, request):
            return HttpResponse("form")

    class Urls:
        urlpatterns = [path("edit/", Edit.as_view())]

    client = Client()
    client.force_login(reader)
    with override_settings(ROOT_URLCONF=Urls):
        seen = client.get("/edit/").status_code
    return {choice: choice == str(seen) for choice in choices}


@claim("201 answers a creation")
def created_and_done():
    made = view_of("create")("post", name="Eco")
    assert made.status_code == 201 and made.data["url"].startswith("/authors/")
    from bookshop.catalog.models import Author

    gone = view_of("destroy")("delete", Author.objects.get(name="Eco").pk)
    assert (gone.status_code, gone.content) == (204, b"")
    send = view_of("create")
    with override_settings(REST_FRAMEWORK={"URL_FIELD_NAME": "url"}):
        assert send("post", name="Kafka").headers["Location"].startswith("/authors/")


@question("api-created-order-client")
def the_best_answer(choices):
    def tells(status, body, location=""):
        """Tell whether the client learns from status, headers and body that, and where, there is a new order, and its data."""
        def orders(request):
            return HttpResponse(body, status=status, headers={"Location": location} if location else {})

        class Urls:
            urlpatterns = [path("orders/", orders), path("orders/7/", lambda request: HttpResponse('{"id": 7}'))]

        with override_settings(ROOT_URLCONF=Urls):
            answer = Client().post("/orders/")
            found = Client().get(answer.headers.get("Location", "/none/"))
        return answer.status_code == 201 and answer.content == b'{"id": 7}' == found.content

    return {"200,": tells(200, "created"), "201,": tells(201, '{"id": 7}', "/orders/7/"), "204,": tells(204, '{"id": 7}', "/orders/7/"),
            "302,": tells(302, "", "/orders/")}


@claim("301 and 308 are permanent redirects")
def permanent():
    from http import HTTPStatus

    kept = {status: redirect("/x/", permanent=permanent, preserve_request=keep).status_code for status, permanent, keep in
            ((301, True, False), (302, False, False), (307, False, True), (308, True, True))}
    assert all(status == seen for status, seen in kept.items()) and HTTPStatus(308).phrase == "Permanent Redirect"


def drafts_after(address="/drafts/1/delete", *, guard=False, status=200, **options):
    """Return how many of two drafts are left when a robot requests the address of a view that deletes."""
    from django.views.decorators.http import require_POST

    drafts = {1, 2}

    def delete(request, number):
        drafts.discard(number)
        return HttpResponse(status=status)

    class Urls:
        urlpatterns = [path("drafts/<int:number>/delete", require_POST(delete) if guard else delete)]

    client = Client(**({"headers": {"cookie": "sessionid=abc"}} if options.pop("cookie", False) else {}))
    with override_settings(ROOT_URLCONF=Urls):
        client.get(address, **options)
    return len(drafts)


@claim("A link such as `/orders/7/delete` deletes on `GET`")
def robots():
    assert drafts_after() == 1 and drafts_after(guard=True) == 2


@question("overnight-all-drafts")
def the_fault(choices):
    mended = {"A `GET` request": drafts_after(guard=True), "The robot ignores": drafts_after(cookie=True), "The server answers": drafts_after(status=204),
              "The pages are delivered": drafts_after(secure=True)}
    return {part: left == 2 for part, left in mended.items()}


@claim("Passwords or tokens are sent in the query string")
def in_the_log():
    from http.server import BaseHTTPRequestHandler

    lines = []

    class Handler(BaseHTTPRequestHandler):
        client_address, requestline = ("127.0.0.1", 1), "POST /login?password=pencil HTTP/1.1"

        def __init__(self):
            """Log one request, without a connection."""

        def log_message(self, text, *parts):
            lines.append(text % parts)

    Handler().log_request(200)
    assert "pencil" in lines[0]


BROWSER = {"database": "sqlite", "program": "chromium"}


@question("corrected-wrong-redirect", **BROWSER)
def what_browsers_remember(choices):
    from browser import browsing

    def remembers(status, **headers):
        target = ["/old"]

        def answer(method, path):
            return (status, {"Location": target[0], **headers}, "") if path == "/moved" else (200, {}, f"at {path}")

        with browsing(answer) as browser:
            assert "at /old" in browser.open("/moved")
            target[0] = "/new"
            return "at /old" in browser.open("/moved")

    return {"sent as 302": remembers(302), "sent as 301": remembers(301), "session cookie": remembers(302, **{"Set-Cookie": "sessionid=abc; Max-Age=900"})}


@question("http-cookie-flags", **BROWSER)
def what_a_script_sees(choices):
    from browser import browsing

    def reads(flags, script=""):
        page = f"<p><script>{script};document.body.append('seen:' + document.cookie)</script>"
        with browsing(lambda method, path: (200, {"Set-Cookie": f"login=secret{flags}"}, page)) as browser:
            return "seen:login=secret" in browser.open("/")

    seen = reads("; Secure")
    assert not reads("; Secure; HttpOnly")
    return {"Read it, but just": reads("") and not seen, "Read the cookie": seen, "keeps scripts away": not seen,
            "Change the flag": reads("; Secure; HttpOnly", "document.cookie = 'login=secret'") and not seen}


@exercise("Run `python -m http.server 8000`", "200 404 405", "200 404 200")
def three_answers(answer):
    import tempfile
    import threading
    from functools import partial
    from http.client import HTTPConnection
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda self, *parts: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=tempfile.mkdtemp())) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        seen = []
        for method, address in (("GET", "/"), ("GET", "/nope"), ("POST", "/")):
            connection = HTTPConnection("127.0.0.1", server.server_port)
            connection.request(method, address)
            seen.append(connection.getresponse().status)
            connection.close()
        server.shutdown()
    return answer.split() == [str(status) for status in seen]
