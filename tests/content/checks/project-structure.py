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
    from django.conf import settings
    from django.tasks import TaskResultStatus, task

    assert settings.TASKS["default"]["BACKEND"].endswith(".ImmediateBackend")
    globals()["run_at_once"] = lambda: 7
    run_at_once.__name__ = run_at_once.__qualname__ = "run_at_once"
    assert task(run_at_once).enqueue().status == TaskResultStatus.SUCCESSFUL


@question("debug-false-every-page")
def bad_request(choices):
    answer = lambda host: Client().get("/", headers={"host": host}).status_code
    with override_settings(ALLOWED_HOSTS=["new.example"]):
        named = answer("new.example")
    with override_settings(SECRET_KEY="another key that is long enough for signing"):
        key = answer("new.example")
    from django.conf import settings

    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "bookshop"]):  # an app more, as `startapp` makes one
        started = installed = answer("new.example")
    return {"`ALLOWED_HOSTS`": answer("new.example") == 400 and named == 200, "`SECRET_KEY`": key == 200,
            "`INSTALLED_APPS`": installed == 200, "A run of `startapp`": started == 200}


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

    def error(request):
        return HttpResponse("our page")

    class Named:
        urlpatterns = [path("", boom), path("error/", error, name="error")]

    def guarded(request):
        try:
            return boom(request)
        except ValueError:
            return HttpResponse("our page")

    class Tried:
        urlpatterns = [path("", guarded)]

    class Forgotten:
        urlpatterns = [path("", boom)]

    tried = page(Tried)
    caught_elsewhere = not page(Forgotten)  # each view needs its own, and middleware has none
    return {"A template": page(Plain, **{"500.html": "our page"}), "A pattern": page(Pattern),
            "named `error`": page(Named), "A `try` around": tried and not caught_elsewhere}


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

    return {"passes it on": (lines(True), lines(True, False), lines(False)) == (2, 1, 1), "asked for two times": lines(True, True, "WARNING") == 1,
            "two formats": lines(False) == 2, "read twice": lines(True, False) == 2}


@question("setting-names-module")
def which_setting_has_the_urls(choices):
    from django.http import HttpResponse
    from django.urls import path

    class Urls:
        urlpatterns = [path("only-here/", lambda request: HttpResponse("here"))]

    def heeded(name, value):
        with override_settings(**{name: value}):
            return Client().get("/only-here/").status_code == 200

    return {"`ROOT_URLCONF`": heeded("ROOT_URLCONF", Urls), "`INSTALLED_APPS`": heeded("INSTALLED_APPS", ["bookshop.catalog"]),
            "`BASE_DIR`": heeded("BASE_DIR", "/only-here"), "`APPEND_SLASH`": heeded("APPEND_SLASH", False)}


def little_app(*, installed):
    """Make an app with a model, a template and a view in a project of its own; return what Django finds of it."""
    import subprocess
    import sys
    import tempfile
    from pathlib import Path

    home = Path(tempfile.mkdtemp())
    (home / "shelf" / "templates").mkdir(parents=True)
    for name, text in {
        "shelf/__init__.py": "", "shelf/templates/shelf.html": "shelf",
        "shelf/models.py": "from django.db import models\nclass Shelf(models.Model): pass\n",
        "shelf/urls.py": "from django.urls import path\nfrom django.http import HttpResponse\nurlpatterns = [path('shelf/', lambda r: HttpResponse())]\n",
        "shelf/tests.py": "print('tests run')\n",
        "look.py": f"""
import django
from django.conf import settings
settings.configure(INSTALLED_APPS={['shelf'] if installed else []!r}, ROOT_URLCONF=__name__, ALLOWED_HOSTS=['*'], USE_TZ=True,
    TEMPLATES=[dict(BACKEND='django.template.backends.django.DjangoTemplates', APP_DIRS=True)])
urlpatterns = []
django.setup()
from django.apps import apps
from django.template.loader import get_template
from django.template import TemplateDoesNotExist
from django.test import Client
print('model' if [m for m in apps.get_models() if m.__name__ == 'Shelf'] else '')
try:
    print('template' if get_template('shelf.html') else '')
except TemplateDoesNotExist:
    pass
print('url' if Client().get('/shelf/').status_code == 200 else '')
""",
    }.items():
        (home / name).write_text(text)
    done = subprocess.run([sys.executable, "look.py"], cwd=home, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@question("app-gain-standing", database="sqlite")
def what_it_gains(choices):
    gained = little_app(installed=True) - little_app(installed=False)
    return {"Its pages": "url" in gained, "Its tests": "tests" in gained, "Its models and templates": gained == {"model", "template"}}


@claim("`INSTALLED_APPS` decides whose models", database="sqlite")
def decides():
    assert little_app(installed=True) == {"model", "template"}
    assert little_app(installed=False) == set()


@claim("each app's `templates/` folder is searched, after the folders in `DIRS`")
def dirs_first():
    found = which_template("list.html", site={"list.html": "site"}, catalog={"list.html": "catalog"}, orders={"list.html": "orders"})
    assert found == "site"
    assert which_template("list.html", site={}, catalog={"list.html": "catalog"}, orders={"list.html": "orders"}) == "catalog"


@claim("Two apps have a template `list.html`")
def the_wrong_page():
    apps = {"catalog": {"list.html": "catalog", "catalog/list.html": "catalog"}, "orders": {"list.html": "orders", "orders/list.html": "orders"}}
    assert which_template("list.html", site={}, **apps) == "catalog"
    assert which_template("orders/list.html", site={}, **apps) == "orders"


def which_template(name, *, site, **apps):
    """Draw a template that a site's folder and those of apps may have, searched as Django does."""
    from django.template import Context, Engine

    loaders = [("django.template.loaders.locmem.Loader", files) for files in (site, *apps.values())]
    return Engine(loaders=loaders).get_template(name).render(Context())


@question("template-book-list-go")
def out_of_the_way(choices):
    other = {"list.html": "other", "other/list.html": "other"}

    def safe(asked, *, site=None, catalog=None):
        """Tell whether the catalog's page is found whichever app stands first."""
        files = {"catalog": catalog or {}}
        one = which_template(asked, site=site or {}, orders=other, **files)
        two = which_template(asked, site=site or {}, **files, orders=other)
        return one == two == "ours"

    return {"`catalog/templates/list.html`": safe("list.html", catalog={"list.html": "ours"}),
            "`catalog/templates/catalog/list.html`": safe("catalog/list.html", catalog={"catalog/list.html": "ours"}),
            "`templates/list.html` in every": safe("list.html", catalog={"list.html": "ours"})}


@question("server-runs-debug-false")
def debug_is_on(choices):
    import os
    from unittest import mock

    def read():
        return bool(os.environ.get("DEBUG", ""))

    with mock.patch.dict(os.environ, {"DEBUG": "False"}):
        told = read()
    with mock.patch.dict(os.environ):
        os.environ.pop("DEBUG", None)
        default = read()
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["new.example"]):
        from django.conf import settings

        switched = settings.DEBUG
    with mock.patch.dict(os.environ, {"DEBUG": ""}):
        again = told != read()  # read anew, without waiting for a day
    return {"`\"False\"` counts as true": told is True, "default `\"\"` counts": default is True, "`ALLOWED_HOSTS`": switched is True, "once a day": not again}


@question("database-password")
def by_the_place(choices):
    import os
    from unittest import mock

    def differs(read):
        seen = set()
        for place in ("laptop", "server"):
            with mock.patch.dict(os.environ, {"DB_PASSWORD": place}):
                seen.add(read())
        return len(seen) == 2

    return {"environment variable": differs(lambda: os.environ["DB_PASSWORD"]), "as a comment": differs(lambda: eval("'' # secret")),
            "`apps.py`": differs(lambda: "secret")}


@claim("`manage.py` and `wsgi.py` set `DJANGO_SETTINGS_MODULE`", database="sqlite")
def set_by_both():
    import subprocess
    import sys

    from terminal import Project

    shop = Project("django-admin startproject config .")
    for name in ("manage.py", "config/wsgi.py"):
        assert "setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')" in (shop.home / name).read_text().replace('"', "'")
    import os

    bare = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    script = "from django.conf import settings; settings.DEBUG"
    said = subprocess.run([sys.executable, "-c", script], cwd=shop.home, env=bare, capture_output=True, text=True).stderr
    assert "ImproperlyConfigured" in said and "DJANGO_SETTINGS_MODULE" in said


def shown(debug):
    """Return the status and the page that a visitor sees of a view that fails."""
    from django.urls import path

    def view(request):
        secret_of_the_view = "pencil"
        raise ValueError(len(secret_of_the_view))

    class Urls:
        urlpatterns = [path("", view)]

    with override_settings(ROOT_URLCONF=Urls, DEBUG=debug):
        answer = Client(raise_request_exception=False).get("/")
    return answer.status_code, answer.content.decode()


@claim("`DEBUG = True` shows your code and settings")
def code_and_settings():
    (loud, page), (quiet, bare) = shown(debug=True), shown(debug=False)
    assert loud == quiet == 500 and "secret_of_the_view" in page and "ROOT_URLCONF" in page and "secret" not in bare


@claim("and the database password are committed", database="sqlite")
def from_the_environment():
    import os

    from django.core import signing

    settings = {}
    os.environ["SHOP_KEY"] = "one that is long enough to sign with"
    exec("import os\nSECRET_KEY = os.environ['SHOP_KEY']", settings)
    del os.environ["SHOP_KEY"]
    with override_settings(SECRET_KEY=settings["SECRET_KEY"]):
        forged = signing.dumps({"user": 1})  # whoever knows the key signs as the site does
        assert signing.loads(forged) == {"user": 1}
    from django.core.signing import BadSignature
    from grading import raises

    assert raises(BadSignature, lambda: signing.loads(forged))


@claim("is on for `DEBUG=False` too")
def a_text_is_true():
    for text, wrong, right in (("False", True, False), ("0", True, False), ("", False, False), ("1", True, True)):
        assert bool(text) is wrong and (text == "1") is right


@claim("Apps import each other's models in a circle", database="sqlite")
def a_circle():
    from terminal import Project

    shop = Project("django-admin startproject config .", "python manage.py startapp catalog", "python manage.py startapp orders")
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['catalog', 'orders']\n", to="a")
    model = "from django.db import models\n{}\nclass {}(models.Model):\n    other = models.ForeignKey({}, models.PROTECT, related_name='+', null=True)\n"
    shop.write("catalog/models.py", model.format("from orders.models import Order", "Book", "Order"))
    shop.write("orders/models.py", model.format("from catalog.models import Book", "Order", "Book"))
    assert "circular import" in shop("python manage.py check")
    shop.write("catalog/models.py", model.format("", "Book", "'orders.Order'"))
    assert "no issues" in shop("python manage.py check")


def stays_logged_in(before=None, **changed):
    """Log in under an old key, change settings, and tell whether the next request is still the customer's."""
    from bookshop.shelves import person
    from django.contrib.auth import get_user_model
    from django.http import HttpResponse
    from django.urls import path

    if not get_user_model().objects.filter(username="ada").exists():
        person("ada")

    class Urls:
        urlpatterns = [path("", lambda request: HttpResponse(str(request.user)))]

    old = "the old key is long enough to sign with, too"
    client = Client()
    with override_settings(SECRET_KEY=old, ROOT_URLCONF=Urls, **(before or {})):
        client.login(username="ada", password="pencil")
        client.get("/")
    with override_settings(ROOT_URLCONF=Urls, **{name: value(old) for name, value in changed.items()}):
        return client.get("/").content == b"ada"


NEW = {"SECRET_KEY": lambda old: "the new key is long enough to sign with"}


@claim("`SECRET_KEY_FALLBACKS` lists old keys")
def old_keys_still_verify():
    from django.core import signing

    assert stays_logged_in(**NEW, SECRET_KEY_FALLBACKS=lambda old: [old]) and not stays_logged_in(**NEW)
    with override_settings(SECRET_KEY="an old key that somebody has seen by now"):
        forged = signing.dumps("root")
    with override_settings(SECRET_KEY_FALLBACKS=["an old key that somebody has seen by now"]):
        assert signing.loads(forged) == "root"


@question("proj-key-fallbacks")
def a_planned_change(choices):
    from grading import raises

    def a_list():
        assert stays_logged_in(SECRET_KEY=lambda old: [NEW["SECRET_KEY"](old), old])

    return {"`SECRET_KEY_FALLBACKS": stays_logged_in(**NEW, SECRET_KEY_FALLBACKS=lambda old: [old]), "`SECRET_KEY = [": not raises(Exception, a_list),
            "Nothing has": stays_logged_in(**NEW), "`SESSION_SAVE": stays_logged_in({"SESSION_SAVE_EVERY_REQUEST": True}, **NEW)}
