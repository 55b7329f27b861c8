"""Checks of the topic `drf-authentication`."""

from bookshop.api import BookViewSet
from bookshop.shelves import fill, person
from django.test import Client
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
