"""Checks of the topic `web-servers`: what of it is Django's part. The files for nginx are read by a parser."""

from io import BytesIO

from django.conf import settings
from django.conf.urls.static import static
from django.core.handlers.asgi import ASGIRequest
from django.test import Client, RequestFactory, override_settings
from grading import claim, question

HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
FROM_PROXY = {"X-Forwarded-Proto": "https"}


def is_secure(**changed):
    """Tell whether Django takes a request from the proxy for HTTPS, with these settings."""
    with override_settings(**changed):
        return RequestFactory().get("/", headers=FROM_PROXY).is_secure()


@claim("With `DEBUG = False` Django serves no static files")
def no_static_files():
    assert settings.DEBUG is False
    assert static("/static/", document_root="/") == []
    assert Client().get("/static/admin/css/base.css").status_code == 404


@claim("is safe only if the proxy always sets or strips that header")
def anybody_can_send_the_header():
    assert is_secure(SECURE_PROXY_SSL_HEADER=HEADER)
    assert not is_secure(SECURE_PROXY_SSL_HEADER=None)


@claim("The site redirects to HTTPS without end")
def a_redirect_without_end():
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert Client().get("/", headers=FROM_PROXY).status_code == 301
        with override_settings(SECURE_PROXY_SSL_HEADER=HEADER):
            assert Client().get("/", headers=FROM_PROXY).status_code == 200


@claim("headers with an underscore in their name are ignored", django=(6, 0, 4))
def underscores_are_ignored():
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    sent = [(b"x_forwarded_proto", b"https"), (b"x-real-ip", b"10.0.0.1")]
    meta = ASGIRequest({**scope, "headers": sent}, BytesIO()).META
    assert [meta.get("HTTP_X_FORWARDED_PROTO"), meta["HTTP_X_REAL_IP"]] == [None, "10.0.0.1"]


@question("Behind Nginx, `request.is_secure()` is always `False`")
def what_is_missing(choices):
    return {
        "`SECURE_SSL_REDIRECT": is_secure(SECURE_SSL_REDIRECT=True),
        "`ALLOWED_HOSTS`": is_secure(ALLOWED_HOSTS=["testserver", "127.0.0.1"]),
        "`SECURE_PROXY_SSL_HEADER`": is_secure(SECURE_PROXY_SSL_HEADER=HEADER),
        "`USE_X_FORWARDED_HOST`": is_secure(USE_X_FORWARDED_HOST=True),
    }


@question("`DEBUG = False`, and every page has lost its CSS")
def what_serves_files(choices):
    def has_css(**changed):
        with override_settings(**changed):
            return Client().get("/static/admin/css/base.css").status_code == 200

    from django.contrib.staticfiles import finders  # noqa: PLC0415

    return {
        "`collectstatic`, and something": bool(finders.find("admin/css/base.css")) and not has_css(),
        "`ALLOWED_HOSTS`": has_css(ALLOWED_HOSTS=["*"]),
        "`STATICFILES_DIRS`": has_css(STATICFILES_DIRS=[settings.BASE_DIR]),
    }
