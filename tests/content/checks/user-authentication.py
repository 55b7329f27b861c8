"""Checks of the topic `user-authentication`."""

from bookshop.shelves import fill, person
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory, override_settings
from grading import claim, judged, question, raises, since
from django.core.management import call_command

CLOSED = "django.contrib.auth.middleware.LoginRequiredMiddleware"
PBKDF2 = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def closed():
    from django.conf import settings

    return override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, CLOSED])


@claim("refuses users with `is_active=False`")
def inactive_users_are_refused():
    user = person("ada")
    assert authenticate(username="ada", password="pencil") == user
    user.is_active = False
    user.save()
    assert authenticate(username="ada", password="pencil") is None


@claim("`authenticate()` only checks; `login()` starts the session")
def authenticate_only_checks():
    person("ada")
    client = Client()
    assert authenticate(username="ada", password="pencil")
    assert "_auth_user_id" not in client.session
    client.login(username="ada", password="pencil")
    assert "_auth_user_id" in client.session


@claim("`User(password=...)` does not")
def only_create_user_hashes():
    User = get_user_model()
    assert User(username="eve", password="pencil").password == "pencil"
    assert person("ada").check_password("pencil")


@claim("A session lasts two weeks by default")
def two_weeks():
    from django.conf import settings

    assert settings.SESSION_COOKIE_AGE == 14 * 24 * 60 * 60


@claim("`request.user` is a lazy object")
def visitors_are_anonymous():
    seen = []
    client = Client()
    from django.contrib.auth import get_user

    request = RequestFactory().get("/")
    request.session = client.session
    seen = get_user(request)
    assert isinstance(seen, AnonymousUser) and not seen.is_authenticated


@claim("`if request.user:` is true for visitors too")
def a_visitor_is_true():
    assert bool(AnonymousUser()) is True


@claim("gets 405 since Django 5.0")
def logout_wants_post():
    assert Client().get("/accounts/logout/").status_code == 405
    assert Client().post("/accounts/logout/").status_code in (200, 302)


@claim("PBKDF2 takes 1,500,000 rounds")
def rounds():
    assert PBKDF2PasswordHasher.iterations == (1_500_000 if since(6, 1) else 1_000_000)


@claim("such as that of the password reset, is set up by `MAILERS`", django=(6, 1))
def mail_settings_warn():
    import subprocess
    import sys

    code = (
        "from django.conf import settings; settings.configure(EMAIL_BACKEND='django.core.mail.backends.dummy.EmailBackend');"
        "import django; django.setup(); from django.core.mail import send_mail; send_mail('a', 'b', 'a@x.org', ['b@x.org'])"
    )
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True, text=True)
    assert "RemovedInDjango2028Warning" in done.stderr and done.returncode == 0, done.stderr


@claim("DRF's views are exempt from `LoginRequiredMiddleware`")
def drf_is_exempt():
    with closed():
        assert Client().get("/").status_code == 302
        assert Client().get("/api/books/").status_code == 200


@question("authenticate-password")
def a_wrong_password(choices):
    person("ada")
    seen = authenticate(username="ada", password="wrong")
    return {"`False`": seen is False, "raises": False, "visitor": hasattr(seen, "is_anonymous"), "`None`": seen is None}


@question("auth-drf-stays-open")
def drf_stays_open(choices):
    with closed():
        json = Client().get("/", headers={"accept": "application/json"}).status_code
        assert Client().get("/api/books/").status_code == 200
    with override_settings(REST_FRAMEWORK={"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}):
        from bookshop.api import BookViewSet
        from rest_framework.permissions import IsAuthenticated

        BookViewSet.permission_classes = [IsAuthenticated]
        try:
            shut = Client().get("/api/books/").status_code in (401, 403)
        finally:
            del BookViewSet.permission_classes
    from django.contrib.auth.decorators import login_required

    with closed():
        pages = Client().get("/").status_code  # the same middleware, in the same place
    return {"never redirected": json == 200, "DRF exempts": shut,
            "below the authentication": pages == 200, "`@login_required` on its class": not raises((TypeError, AttributeError), lambda: login_required(BookViewSet).as_view({"get": "list"}))}


@question("auth-login-by-email")
def login_by_email(choices):
    User = get_user_model()
    person("ada")

    def works(code):
        name, _, text = code.partition(" = ")
        before = getattr(User, name, None)
        setattr(User, name, eval(text))
        try:
            return authenticate(username="ada@example.com", password="pencil")
        finally:
            setattr(User, name, before)

    return judged(choices, works)


@question("auth-reset-unknown")
def an_unknown_address(choices):
    person("ada")
    mail.outbox.clear()
    known, unknown = (
        Client().post("/accounts/password_reset/", {"email": f"{name}@example.com"}) for name in ("ada", "bob")
    )
    sent = [message.to for message in mail.outbox]
    same = (known.status_code, known.url) == (unknown.status_code, unknown.url)
    return {
        "form says": unknown.status_code == 200,
        "404": unknown.status_code == 404,
        "offers to sign up": ["bob@example.com"] in sent,
        "The usual page": same and sent == [["ada@example.com"]],
    }


@question("auth-old-hash")
def an_old_hash(choices):
    user = person("ada")
    with override_settings(PASSWORD_HASHERS=PBKDF2):
        hasher = PBKDF2PasswordHasher()
        user.password = old = hasher.encode("pencil", "salt" * 6, iterations=1000)
        user.save()
        accepted = authenticate(username="ada", password="pencil") is not None
    user.refresh_from_db()
    rounds = int(user.password.split("$")[1])
    with override_settings(PASSWORD_HASHERS=PBKDF2):
        call_command("migrate", verbosity=0)
        untouched = get_user_model().objects.create(username="eve", password=old)
        call_command("migrate", verbosity=0)
        untouched.refresh_from_db()
        untouched = untouched.password
    return {
        "checked with its own": accepted and rounds == PBKDF2PasswordHasher.iterations,
        "refused": not accepted,
        "stays as it is": user.password == old,
        "made anew by `migrate`": untouched != old,
    }


@question("user-never-log")
def an_unhashed_password(choices):
    User = get_user_model()
    User(username="ada", password="pencil").save()
    fails = authenticate(username="ada", password="pencil") is None
    User(username="bob", password="pencil", email="bob@example.com", is_staff=True).save()
    still = authenticate(username="bob", password="pencil") is None
    return {"not hashed": fails and person("cyd").check_password("pencil"), "`email`": not still, "`is_staff`": not still,
            "was not authenticated": RequestFactory().get("/") and authenticate(username="bob", password="pencil") is not None}


@question("almost-all-pages-site")
def which_way_closes(choices):
    fill()
    with closed():
        shut = [Client().get(path).status_code for path in ("/", "/books/emma/")] == [302, 302]
    with override_settings(SESSION_COOKIE_AGE=1):
        open_still = Client().get("/").status_code == 200
    from django.contrib.auth.decorators import login_required
    from django.http import HttpResponse

    views = [login_required(lambda request: HttpResponse()), lambda request: HttpResponse()]  # the second was forgotten
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    forgotten = views[1](request)
    return {"LoginRequiredMiddleware": shut, "SESSION_COOKIE_AGE": not open_still,
            "Put `@login_required`": forgotten.status_code == 302, "`request.user` in templates": b"Emma" not in Client().get("/").content}


@question("browser-keep-session")
def what_the_browser_keeps(choices):
    ada = person("ada")
    client = Client()
    client.post("/accounts/login/", {"username": "ada", "password": "pencil"})
    kept = client.cookies["sessionid"].value
    return {"The id of the user": kept == str(ada.pk), "The key of the session": kept == client.session.session_key,
            "The hash of the password": kept == ada.password, "The data, encrypted": "_auth_user_id" in kept}


@question("model-gets-foreign-key")
def the_target(choices):
    from django.conf import settings
    from django.db import models

    def points_at_ours(target):
        field = models.ForeignKey(target, models.CASCADE)
        return field.remote_field.model in ("accounts.User", get_user_model())

    targets = {"`django.contrib.auth.User`": lambda: "django.contrib.auth.User", "`request.user.__class__`": lambda: request.user.__class__,
               "`settings.AUTH_USER_MODEL`": lambda: settings.AUTH_USER_MODEL, "`settings.DEFAULT_USER`": lambda: settings.DEFAULT_USER}
    return {name: not raises((NameError, AttributeError, ValueError), lambda target=target: target()) and points_at_ours(target()) for name, target in targets.items()}


@question("visitors-without-account")
def a_visitor_is_an_object(choices):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    from django.shortcuts import redirect

    return {"is an object, and true": bool(request.user) and not request.user.is_authenticated, "the last visitor": request.user.pk is not None,
            "needs a URL, not a name": raises(Exception, lambda: redirect("login"))}


@claim("The session's data is kept on the server")
def on_the_server():
    from django.contrib.sessions.models import Session

    ada, client = person("ada"), Client()
    client.login(username="ada", password="pencil")
    key = client.cookies["sessionid"].value
    assert Session.objects.get(pk=key).get_decoded()["_auth_user_id"] == str(ada.pk) and str(ada.pk) != key and len(key) == 32


@claim("Refer to the model by `get_user_model()`")
def by_name():
    from bookshop.accounts.models import User
    from bookshop.catalog.models import Review
    from django.contrib.auth.models import User as BuiltIn

    assert get_user_model() is User is Review._meta.get_field("writer").related_model
    assert raises(AttributeError, lambda: BuiltIn.objects.count())  # swapped for the shop's own


@claim("the text lands in the database and the login fails")
def unhashed():
    User = get_user_model()
    eve = User.objects.create(username="eve", password="pencil")
    assert User.objects.get(pk=eve.pk).password == "pencil" and authenticate(username="eve", password="pencil") is None
    eve.set_password("pencil")
    eve.save()
    assert authenticate(username="eve", password="pencil") == eve


@claim("The project starts with the built-in `User`", database="sqlite")
def own_user_first():
    from terminal import Project

    shop = Project("django-admin startproject config .", "python manage.py startapp accounts")
    shop.write("config/settings.py", "\nINSTALLED_APPS += ['accounts']\n", to="a")
    early = Project()
    import shutil

    shutil.copytree(shop.home, early.home, dirs_exist_ok=True)
    shop("python manage.py migrate")
    user = """from django.contrib.auth.models import AbstractUser
from django.db import models
class User(AbstractUser):
    email = models.EmailField(unique=True)
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]
"""
    for project in (shop, early):
        project.write("config/settings.py", "AUTH_USER_MODEL = 'accounts.User'\n", to="a")
        project.write("accounts/models.py", user)
        project("python manage.py makemigrations")
    assert "InconsistentMigrationHistory" in shop("python manage.py migrate")
    assert "Error" not in early("python manage.py migrate")
    early.write("try_it.py", "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\ndjango.setup()\nfrom django.contrib.auth import authenticate, get_user_model\n"
                "get_user_model().objects.create_user('ada', 'ada@example.com', 'pencil')\nprint(authenticate(username='ada@example.com', password='pencil'))\n")
    assert early("try_it.py").strip() == "ada@example.com"
