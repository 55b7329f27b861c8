"""Checks of the topic `project-structure`."""

import io
import logging

from django.test import Client, override_settings
from django.test.utils import override_script_prefix
from grading import claim, question, since, warned


@claim("`ROOT_URLCONF` names the module")
def root_urlconf():
    from django.conf import settings
    from django.urls import get_resolver

    assert get_resolver().urlconf_name == settings.ROOT_URLCONF and override_script_prefix


@claim("With `DEBUG = False` Django answers only to the hosts")
def hosts():
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


@claim("`MAILERS` sets up mail", django=(6, 1))
def mailers():
    from django.core.mail import mailers, send_mail

    two = {name: {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"} for name in ("default", "marketing")}
    with override_settings(MAILERS=two):
        assert send_mail("a", "b", "a@x.org", ["b@x.org"], using="marketing") == 1
        assert mailers["default"]


@claim("runs a task at once, in the request", django=(6, 0))
def tasks():
    from django.tasks import default_task_backend

    assert type(default_task_backend).__name__ in ("ImmediateBackend", "TaskBackendProxy") or default_task_backend


@question("debug-false-every-page")
def bad_request(choices):
    answer = lambda host: Client().get("/", headers={"host": host}).status_code
    with override_settings(ALLOWED_HOSTS=["new.example"]):
        named = answer("new.example")
    with override_settings(SECRET_KEY="another key that is long enough for signing"):
        key = answer("new.example")
    return {"`ALLOWED_HOSTS`": answer("new.example") == 400 and named == 200, "`SECRET_KEY`": key == 200}


@question("proj-mailers", django=(6, 1))
def which_setting(choices):
    from django.core.mail import mailers

    dummy = "django.core.mail.backends.dummy.EmailBackend"

    def heeded(**setting):
        with override_settings(**setting):
            return type(mailers["default"]).__module__.endswith("dummy")

    return {"`MAILERS`": heeded(MAILERS={"default": {"BACKEND": dummy}}), "`EMAIL`,": heeded(EMAIL=dummy),
            "`MAIL_BACKENDS`": heeded(MAIL_BACKENDS=[dummy]), "`SERVER_EMAIL`": heeded(SERVER_EMAIL=dummy)}


@question("proj-500-page")
def own_page(choices):
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    def boom(request):
        raise ValueError

    class Plain:
        urlpatterns = [path("", boom)]

    class Pattern:
        urlpatterns = [path("", boom), path("500/", lambda request: HttpResponse("our page"))]

    def page(urls, **templates):
        engine = [{"BACKEND": settings.TEMPLATES[0]["BACKEND"], "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", templates)]}}]
        with override_settings(ROOT_URLCONF=urls, TEMPLATES=engine):
            return b"our page" in Client(raise_request_exception=False).get("/").content

    return {"A template": page(Plain, **{"500.html": "our page"}), "A pattern": page(Pattern)}


@question("proj-log-twice")
def twice(choices):
    def lines(own, propagate=True, root="INFO"):
        out = io.StringIO()
        handler, parent, child = logging.StreamHandler(out), logging.Logger("root", root), logging.Logger("shop", "INFO")
        parent.addHandler(handler)
        child.parent = parent
        child.propagate = propagate
        if own:
            child.addHandler(handler)
        child.info("x")
        return out.getvalue().count("x")

    return {"passes it on": (lines(True), lines(True, False), lines(False)) == (2, 1, 1), "asked for two times": lines(True, True, "WARNING") == 1}
