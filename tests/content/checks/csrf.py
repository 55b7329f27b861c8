"""Checks of the topic `csrf`."""

import json
import re

from bookshop.shelves import person
from django.conf import settings
from django.core.checks import run_checks
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.template import RequestContext, Template
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from grading import claim, code, question

FORM = Template('<form method="post">{% csrf_token %}</form>')


def transfer(request):
    """Show the form, or do what it asks for."""
    return HttpResponse("sent" if request.method == "POST" else FORM.render(RequestContext(request)))


def login(request):
    """Change the secret, as a login does."""
    rotate_token(request)
    return HttpResponse("in")


urlpatterns = [path("transfer/", transfer), path("login/", login), path("hook/", csrf_exempt(transfer))]
urls = override_settings(ROOT_URLCONF=type("urls", (), {"urlpatterns": urlpatterns}))


class Browser:
    """A browser that has opened the form and knows its token."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.page = self.client.get("/transfer/").content.decode()
        self.token = self.client.cookies["csrftoken"].value

    def post(self, **request):
        """Send a POST; return the status. By default the form carries the token."""
        request.setdefault("data", {"csrfmiddlewaretoken": self.token})
        return self.client.post(request.pop("path", "/transfer/"), **request).status_code


def posts(**request):
    """Return the status of a POST by a browser that has opened the form."""
    with urls:
        return Browser().post(**request)


@claim("Django compares the secret in the cookie")
def the_token_is_compared():
    with urls:
        browser = Browser()
        assert browser.post() == 200
        assert browser.post(data={}) == 403
        assert browser.post(data={}, headers={"X-CSRFToken": browser.token}) == 200
        assert browser.post(data={}, headers={"X-CSRFToken": browser.token[::-1]}) == 403


@claim("GET, HEAD, OPTIONS and TRACE are never checked")
def safe_methods():
    with urls:
        client = Client(enforce_csrf_checks=True)
        assert [getattr(client, name)("/transfer/").status_code for name in ("get", "head", "options", "trace")] == [200] * 4
        assert [getattr(client, name)("/transfer/").status_code for name in ("put", "patch", "delete")] == [403] * 3


@claim("trusts all subdomains and `example.com` itself")
def trusted_origins():
    with override_settings(CSRF_TRUSTED_ORIGINS=["https://*.example.com"]):
        hosts = ["https://example.com", "https://a.example.com", "https://a.b.example.com", "http://a.example.com"]
        assert [posts(headers={"Origin": host}) for host in hosts] == [200, 200, 200, 403]
    with override_settings(CSRF_TRUSTED_ORIGINS=["www.shop.test"]):
        assert "4_0.E001" in [message.id for message in run_checks()]


@claim("`SameSite=Lax` by default")
def cookies_are_lax():
    from django.conf import settings  # noqa: PLC0415

    assert [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE] == ["Lax", "Lax"]


@claim("The secret changes at login")
def a_login_changes_the_secret():
    with urls:
        browser = Browser()
        assert browser.post(path="/login/", headers={"X-CSRFToken": browser.token}) == 200
        assert browser.post() == 403


@claim("The test client skips the check")
def the_client_skips_the_check():
    with urls:
        assert Client().post("/transfer/").status_code == 200
        assert Client(enforce_csrf_checks=True).post("/transfer/").status_code == 403


@claim("needs the scheme (`4_0.E001`)")
def the_origin_is_compared():
    assert posts(headers={"Origin": "https://evil.test"}) == 403
    assert posts(headers={"Origin": "http://testserver"}) == 200


@claim("also for views that Django sees as exempt")
def drf_checks_by_itself():
    from bookshop.shelves import person  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(person())
    assert client.post("/api/reviews/", {}, content_type="application/json").status_code == 403


@claim("Behind a new HTTPS proxy, every POST fails")
def a_proxy_needs_its_header():
    origin = {"Origin": "https://testserver", "X-Forwarded-Proto": "https", "Host": "testserver", "Referer": "https://testserver/"}
    assert posts(headers=origin) == 403
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert posts(headers=origin) == 200


@question("Which requests does `CsrfViewMiddleware` let through")
def which_pass(choices):
    with urls:
        client = Client(enforce_csrf_checks=True)

        def passes(*names):
            return all(getattr(client, name)("/transfer/").status_code == 200 for name in names)

        body = client.post("/transfer/", "{}", content_type="application/json").status_code == 200
        user = Client(enforce_csrf_checks=True)
        user.force_login(person())
        logged_in = user.post("/transfer/").status_code == 200
        return {
            "`GET`, `HEAD`": passes("get", "head", "options", "trace"),
            "JSON bodies": body,
            "logged-in users": logged_in,
            "`PUT`, `PATCH`": passes("put", "patch", "delete"),
        }


@question("Your JavaScript posts with `fetch`")
def how_fetch_proves_it(choices):
    with urls:
        browser = Browser()
        token = browser.token
        return {
            "`Authorization`": browser.post(data={}, headers={"Authorization": token}) == 200,
            "the cookie `csrftoken`": browser.post(data={}) == 200,
            "session id": browser.post(data={"sessionid": token}) == 200,
            "`X-CSRFToken`": browser.post(data={}, headers={"X-CSRFToken": token}) == 200,
        }


@question("A payment service calls your webhook")
def a_webhook(choices):
    with urls:
        stranger = Client(enforce_csrf_checks=True)
        with override_settings(CSRF_TRUSTED_ORIGINS=["https://pay.test"]):
            trusted = stranger.post("/transfer/", headers={"Origin": "https://pay.test"}).status_code
        with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if "csrf" not in name]):
            fresh = Client(enforce_csrf_checks=True)
            without, others = fresh.post("/hook/").status_code, fresh.post("/transfer/").status_code  # and the rest is open
        return {
            "`csrf_exempt` on that view": stranger.post("/hook/").status_code == 200,
            "`CSRF_TRUSTED_ORIGINS`": trusted == 200,
            "out of the settings": without == 200 and others == 403,
        }


@question("Origin checking failed - https://www.shop.test")
def the_setting_is_there(choices):
    def passes(entry):
        with override_settings(CSRF_TRUSTED_ORIGINS=[entry]):
            try:
                return posts(headers={"Origin": "https://www.shop.test"}) == 200
            except Exception:  # noqa: BLE001 - a wrong entry may fail in any way
                return False

    def passes_as(entries):
        with override_settings(CSRF_TRUSTED_ORIGINS=entries):
            try:
                return posts(headers={"Origin": "https://www.shop.test"}) == 200
            except Exception:  # noqa: BLE001 - a wrong entry may fail in any way
                return False
    return {"no scheme in front": passes("https://www.shop.test"), "end with a slash": passes("www.shop.test/"),
            "applies to `GET`": posts(headers={"Origin": "https://www.shop.test"}) == 200, "be a dictionary": passes_as({"www.shop.test": True})}


@question("The form works in the tests and gives 403")
def the_tag_is_missing(choices):
    with urls:
        browser = Browser()
        return {
            "lacks `{% csrf_token %}`": "csrfmiddlewaretoken" in browser.page and browser.post(data={}) == 403,
            "leaves out the form": "csrfmiddlewaretoken" not in browser.page,
        }


@question("csrf-json-token")
def a_token_in_json(choices):
    with urls:
        browser = Browser()
        body = json.dumps({"csrfmiddlewaretoken": browser.token})
        json_type = {"content_type": "application/json"}
        return {
            "use the header": browser.post(data="{}", headers={"X-CSRFToken": browser.token}, **json_type) == 200,
            "first key of the JSON": browser.post(data=body, **json_type) == 200,
            "need `PUT`": browser.client.put("/transfer/", body, **json_type).status_code == 200,
        }


@question("csrf-wildcard")
def which_origin_is_refused(choices):
    with override_settings(CSRF_TRUSTED_ORIGINS=["https://*.shop.test"]):
        return {choice: posts(headers={"Origin": code(choice)}) == 403 for choice in choices}


@question("csrf-test-client")
def what_the_test_leaves_out(choices):
    with urls:
        return {
            "The check of CSRF": Client().post("/transfer/").status_code == 200
            and Client(enforce_csrf_checks=True).post("/transfer/").status_code == 403,
            "All middleware": not hasattr(Client().get("/transfer/").wsgi_request, "user"),
        }


@claim("works by GET, because a link is easier")
def a_get_is_not_checked():
    with urls:
        assert Client(enforce_csrf_checks=True).get("/transfer/").status_code == 200


@claim("gives 403 although the user is logged in")
def fetch_needs_the_header():
    with urls:
        browser = Browser()
        assert browser.post(data="{}", content_type="application/json") == 403
        assert browser.post(data="{}", content_type="application/json", headers={"X-CSRFToken": browser.token}) == 200


@claim('A 403 is "solved" with `@csrf_exempt`')
def an_exempt_view_is_open():
    with urls:
        assert Client(enforce_csrf_checks=True).post("/hook/").status_code == 200


@question("forged-request-carry")
def who_adds_the_cookie(choices):
    """Another site starts the request: it never sees the cookie, and cannot read the page."""
    ada = person("ada")
    client = Client()
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})
    name = settings.SESSION_COOKIE_NAME
    came_along = client.post("/", headers={"Origin": "https://evil.example"}).wsgi_request.user == ada
    page = FORM.render(RequestContext(client.get("/").wsgi_request))
    cookie = client.cookies[name]
    return {"whoever has started it": came_along, "read it with JavaScript": not cookie["httponly"],
            "sent along to other sites": bool(cookie["domain"]), "into each form": cookie.value in page}


@claim("attach cookies to requests that other sites start")
def without_the_token_it_would_work():
    ada = person("ada")
    with urls:
        client = Client(enforce_csrf_checks=True)
        client.force_login(ada)
        forged = {"headers": {"Origin": "https://evil.example"}}
        assert client.post("/hook/", **forged).wsgi_request.user == ada
        assert client.post("/hook/", **forged).status_code == 200
        assert client.post("/transfer/", **forged).status_code == 403


@claim("The admin and all built-in templates carry CSP nonces", django=(6, 1))
def nonces_of_the_admin():
    from django.utils.csp import CSP  # noqa: PLC0415 - new in 6.0

    policy = {"script-src": [CSP.SELF, CSP.NONCE], "style-src": [CSP.SELF, CSP.NONCE]}
    engine = {**settings.TEMPLATES[0]}
    processors = [*engine["OPTIONS"]["context_processors"], "django.template.context_processors.csp"]
    engine["OPTIONS"] = engine["OPTIONS"] | {"context_processors": processors}
    middleware = [*settings.MIDDLEWARE, "django.middleware.csp.ContentSecurityPolicyMiddleware"]
    with override_settings(SECURE_CSP=policy, MIDDLEWARE=middleware, TEMPLATES=[engine]):
        page = Client(enforce_csrf_checks=True).get("/admin/login/")
        nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])[1]
        scripts = re.findall(r"<script[^>]*>", page.content.decode())
        assert scripts and all(f'nonce="{nonce}"' in tag for tag in scripts)
        assert Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada"}).status_code == 403
