"""Checks of the topic `drf-authentication`."""

from bookshop.api import BookViewSet
from bookshop.shelves import fill, person
from django.test import Client, override_settings
from grading import claim, judged, question
from rest_framework import authentication, permissions
from rest_framework.authtoken.models import Token
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.settings import api_settings as jwt
from rest_framework_simplejwt.tokens import AccessToken

SESSION, TOKEN, BASIC = authentication.SessionAuthentication, authentication.TokenAuthentication, authentication.BasicAuthentication


def ask(classes, rules=(permissions.IsAuthenticated,), **headers):
    class Who(APIView):
        authentication_classes = classes
        permission_classes = list(rules)

        def get(self, request):
            return Response(request.user.username)

    return Who.as_view()(APIRequestFactory().get("/", headers=headers))


@claim("Authentication only identifies")
def anonymous():
    assert ask([TOKEN], ()).status_code == 200


@claim("The defaults of DRF are")
def defaults():
    assert api_settings.DEFAULT_AUTHENTICATION_CLASSES == [SESSION, BASIC]


@claim("The first authentication class decides between 401 and 403")
def first_decides():
    assert (ask([SESSION, TOKEN]).status_code, ask([TOKEN, SESSION]).status_code) == (403, 401)


@claim("Simple JWT tokens live 5 minutes")
def lifetimes():
    assert jwt.ACCESS_TOKEN_LIFETIME.total_seconds() == 300 and jwt.REFRESH_TOKEN_LIFETIME.days == 1


@claim("signed, not encrypted")
def readable():
    import base64
    import json

    part = str(AccessToken.for_user(person("ada"))).split(".")[1]
    assert "user_id" in json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@claim("`LoginRequiredMiddleware` leaves DRF's views alone")
def left_alone():
    assert BookViewSet.as_view({"get": "list"}).login_required is False


@question("header-client")
def the_header(choices):
    key = Token.objects.create(user=person("ada")).key

    def works(code):
        name, _, text = code.partition(": ")
        return ask([TOKEN], **{name: text.replace("<key>", key)}).status_code == 200

    return judged(choices, works)


@question("long-access-token-simple")
def how_long(choices):
    minutes = jwt.ACCESS_TOKEN_LIFETIME.total_seconds() / 60
    return {"1 hour": minutes == 60, "5 minutes": minutes == 5, "1 day": minutes == 1440,
            "Without end": "exp" not in AccessToken().payload}


@question("anonymous-requests-still")
def still_200(choices):
    open_view = ask([JWTAuthentication], ())
    return {"No permission class": open_view.status_code == 200 and ask([JWTAuthentication]).status_code == 401,
            "without its signature": ask([JWTAuthentication], Authorization="Bearer " + str(AccessToken.for_user(person("ada"))).rpartition(".")[0] + ".x").status_code == 200,
            "ignores authentication": ask([JWTAuthentication], Authorization="Bearer " + str(AccessToken.for_user(person("bob")))).data != "bob",
            "must be in the settings": ask([JWTAuthentication]).status_code != 401}


@question("sessionauthentication")
def csrf(choices):
    person("ada")
    client = Client(enforce_csrf_checks=True)
    client.login(username="ada", password="pencil")
    book = fill()["Emma"]
    data = {"book": book.pk, "stars": 5}
    send = lambda body, **headers: client.post("/api/reviews/", body, content_type="application/json", headers=headers).status_code
    assert client.get("/api/reviews/").status_code == 200 and send(data) == 403
    named = send(data | {"username": "ada"})
    client.cookies["csrftoken"] = "a" * 32
    def cookie(name, text):
        other = Client(enforce_csrf_checks=True)
        other.cookies["sessionid"] = client.cookies["sessionid"].value
        other.cookies[name] = text
        return other.post("/api/reviews/", data, content_type="application/json").status_code
    return {"user name": named == 201, "CSRF token": send(data, **{"X-CSRFToken": "a" * 32}) == 201,
            "A refresh token": cookie("refresh", "x") == 201, "A `Bearer` prefix": cookie("sessionid", "Bearer " + client.cookies["sessionid"].value) == 201}


@question("dauth-401-or-403")
def without_either(choices):
    answer = ask([SESSION, TOKEN])
    return {"403": answer.status_code == 403, "`WWW-Authenticate: Token`": answer.get("WWW-Authenticate") == "Token",
            "`WWW-Authenticate: Session`": answer.get("WWW-Authenticate") == "Session", "302": answer.status_code == 302}


@question("dauth-bad-token")
def a_bad_token(choices):
    none, bad = ask([TOKEN], ()), ask([TOKEN], (), Authorization="Token nonsense")
    foreign = ask([TOKEN], (), Authorization="Bearer other")
    asked = []

    class Notes(permissions.AllowAny):
        def has_permission(self, request, view):
            asked.append("permission")
            return True

    ask([TOKEN], [Notes], Authorization="Token nonsense")
    return {"ends the request": (none.status_code, bad.status_code) == (200, 401), "any header at all": foreign.status_code != 200,
            "counts as a logged-in user": bad.status_code == 403, "`AllowAny` is asked first": asked == ["permission"]}


@question("dauth-token-middleware")
def a_token_and_the_middleware(choices):
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    key = Token.objects.create(user=person("ada")).key

    class Who(APIView):
        authentication_classes = [TOKEN]
        permission_classes = [permissions.IsAuthenticated]

        def get(self, request):
            return Response(request.user.username)

    class Urls:
        urlpatterns = [path("who/", Who.as_view()), path("plain/", lambda request: HttpResponse())]

    closed = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    with override_settings(ROOT_URLCONF=Urls, MIDDLEWARE=closed, LOGIN_URL="/login/"):
        ask = lambda address, **headers: Client().get(address, headers={"authorization": f"Token {key}", **headers}).status_code
        exempt, plain, json = ask("/who/"), ask("/plain/"), ask("/plain/", accept="application/json")
    with override_settings(ROOT_URLCONF=Urls):
        answer = Client().get("/who/", headers={"authorization": f"Token {key}"})
        sessions = "sessionid" in answer.cookies
    return {"exempts its views": (exempt, plain) == (200, 302), "has learned": plain == 200, "accept nothing but HTML": json == 200,
            "turned into a session": bool(sessions)}


@claim("needs `rest_framework.authtoken` in `INSTALLED_APPS`", database="sqlite")
def a_table_of_its_own():
    from django.apps import apps
    from django.db import connection

    assert apps.is_installed("rest_framework.authtoken") and Token._meta.db_table in connection.introspection.table_names()
    from terminal import Project

    shop = Project("django-admin startproject config .")
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['rest_framework']\n", to="a")
    script = "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\ndjango.setup()\nfrom rest_framework.authtoken.models import Token\nprint(Token.objects)\n"
    shop.write("try_it.py", script)
    assert "rest_framework.authtoken" not in shop("try_it.py") or "Error" in shop("try_it.py")
    shop.write("config/settings.py", "INSTALLED_APPS += ['rest_framework.authtoken']\n", to="a")
    shop.write("try_it.py", script.replace("print(Token.objects)", "print(Token.objects.count())"))
    assert "no such table: authtoken_token" in shop("try_it.py")


@claim("Authentication is configured, and the API is still open")
def still_open():
    assert ask([TOKEN], ()).status_code == 200 and ask([TOKEN]).status_code == 401
    with_default = override_settings(REST_FRAMEWORK={"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]})
    with with_default:
        assert api_settings.DEFAULT_PERMISSION_CLASSES == [permissions.IsAuthenticated]
    assert ask([TOKEN], [permissions.AllowAny]).status_code == 200


@claim("Behind Apache with mod_wsgi the API sees no `Authorization`")
def stripped():
    key = Token.objects.create(user=person("ada")).key
    assert ask([TOKEN], Authorization=f"Token {key}").status_code == 200
    assert ask([TOKEN]).status_code == 401  # what arrives when a server in front has taken the header away


@claim("Access tokens live for a month")
def rotation():
    from datetime import timedelta

    from django.utils import timezone
    from rest_framework_simplejwt.exceptions import TokenError
    from rest_framework_simplejwt import serializers as module
    from rest_framework_simplejwt.tokens import RefreshToken

    ada = person("ada")
    stolen = AccessToken.for_user(ada)
    stolen.set_exp(lifetime=timedelta(days=30))
    stolen.check_exp(current_time=timezone.now() + timedelta(days=29))
    read_at_import = module.api_settings  # so override_settings comes too late
    read_at_import.ROTATE_REFRESH_TOKENS = read_at_import.BLACKLIST_AFTER_ROTATION = True
    try:
        first = RefreshToken.for_user(ada)
        swap = module.TokenRefreshSerializer(data={"refresh": str(first)})
        swap.is_valid(raise_exception=True)
        assert swap.validated_data["refresh"] != str(first)
        try:
            RefreshToken(str(first))
            refused = False
        except TokenError:
            refused = True
    finally:
        read_at_import.ROTATE_REFRESH_TOKENS = read_at_import.BLACKLIST_AFTER_ROTATION = False
    assert refused


BROWSER = {"database": "sqlite", "program": "chromium"}


@claim("A browser app keeps its token in `localStorage`", **BROWSER)
def any_script_reads_it():
    from browser import browsing

    page = "<p><script>localStorage.token = 'abc'</script><script>document.body.append('got:' + localStorage.token + document.cookie)</script>"
    with browsing(lambda method, path: (200, {"Set-Cookie": "sessionid=xyz; HttpOnly"}, page)) as browser:
        seen = browser.open("/")
    assert "got:abc" in seen and "xyz" not in seen
    client = Client()
    person("ada")
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})
    assert client.cookies["sessionid"]["httponly"] is True


@question("own-pages-same-domain", **BROWSER)
def what_fits_own_pages(choices):
    """Look at each way with the eyes of a script that was slipped into the page, and whether the normal login is enough."""
    from browser import browsing

    ada = person("ada")
    key = Token.objects.create(user=ada).key
    client = Client()
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})

    def reads(script, cookie=""):
        page = f"<p><script>{script}</script><script>document.body.append('got:' + JSON.stringify(localStorage) + document.cookie)</script>"
        with browsing(lambda method, path: (200, {"Set-Cookie": cookie} if cookie else {}, page)) as browser:
            return "secret" in browser.open("/").split("got:")[1]

    def after_login(classes):
        """Tell whether a request with the cookies of the normal login is known."""
        class Who(APIView):
            authentication_classes, permission_classes = classes, [permissions.IsAuthenticated]

            def get(self, request):
                return Response()

        from django.contrib.sessions.backends.db import SessionStore
        from django.contrib.auth import get_user

        request = APIRequestFactory().get("/")
        request.session = SessionStore(client.cookies["sessionid"].value)
        request.user = get_user(request)
        return Who.as_view()(request).status_code == 200

    http_only = client.cookies["sessionid"]["httponly"]
    assert key
    return {"`SessionAuthentication`": after_login([SESSION]) and http_only and not reads("", "sessionid=secret; HttpOnly"),
            "`BasicAuthentication`": after_login([BASIC]), "`TokenAuthentication`": after_login([TOKEN]),
            "`JWTAuthentication`": after_login([JWTAuthentication]) and not reads("localStorage.token = 'secret'")}


@question("another-company-app")
def without_their_passwords(choices):
    """Look which way works for an app that knows no password, and may read and not write."""
    ada = person("ada")
    token = AccessToken.for_user(ada)
    token["scope"] = "calendar:read"

    class Scoped(permissions.BasePermission):
        def has_permission(self, request, view):
            return request.method == "GET" and request.auth is not None and request.auth.get("scope") == "calendar:read"

    def reads(classes, headers):
        """Tell whether the app gets in with what it has (no password), and is kept from writing."""
        class Calendar(APIView):
            authentication_classes, permission_classes = classes, [permissions.IsAuthenticated, Scoped]

            def get(self, request):
                return Response()

            def post(self, request):
                return Response()

        status = lambda method: Calendar.as_view()(getattr(APIRequestFactory(), method)("/", headers=headers)).status_code
        return status("get") == 200 and status("post") == 403

    import base64

    no_password = base64.b64encode(b"ada:").decode()
    from rest_framework_simplejwt.serializers import TokenObtainPairSerializer

    wants = TokenObtainPairSerializer(data={"username": "ada"})
    return {"OAuth 2": reads([JWTAuthentication], {"Authorization": f"Bearer {token}"}), "Basic auth": reads([BASIC], {"Authorization": f"Basic {no_password}"}),
            "Simple JWT": wants.is_valid(), "The users' session": reads([SESSION], {})}
