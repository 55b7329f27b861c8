"""Checks of the topic `web-servers`: what is Django's part, and what a real nginx does where one is installed."""

import re
import tempfile
import threading
from io import BytesIO

from django.conf import settings
from django.conf.urls.static import static
from django.core.handlers.asgi import ASGIRequest
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from grading import claim, exercise, observed, question
from servers import APACHE_MODULES, apache, application, ask_at, nginx

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


ONCE = {"database": "sqlite", "program": "nginx"}
SHOP = """
server {
    listen unix:s; server_name shop.example.com;
    location /static/ { alias FOLDER/files/; }
    location /kept/ { root FOLDER/files; }
    location / { proxy_pass http://127.0.0.1:PORT; BEHIND }
}
"""


def shop(port=1, behind=""):
    """Return the configuration of a shop whose application listens on `port` (on 1 nobody does)."""
    return SHOP.replace("FOLDER/", "").replace("PORT", str(port)).replace("BEHIND", behind)


def web(configuration):
    """Run nginx with two files below `files`."""
    return nginx(configuration, files__app_js="app", files__kept__a_js="kept", files__static__app_js="inner")


@claim("`alias` replaces the matched part of the URL", **ONCE)
def alias_and_root():
    with web(shop()) as server:
        assert [server.ask(path).text for path in ("/static/app.js", "/kept/a.js")] == ["app", "kept"]


@claim("Nginx sends `Host $proxy_host` by default", **ONCE)
def host():
    with application() as port:
        for behind, name in (("", f"127.0.0.1:{port}"), ("proxy_set_header Host $host;", "shop.example.com")):
            with web(shop(port, behind)) as server:
                assert server.ask().text.endswith(f"/ {name}")


@claim("`client_max_body_size` is 1 MB by default", **ONCE)
def one_megabyte():
    with application() as port, web(shop(port)) as server:
        assert [server.ask(body=b"x" * size).status for size in (900_000, 1_100_000)] == [200, 413]


@claim("A host name that no `server_name` matches", **ONCE)
def the_default_server():
    both = "server { listen unix:s MARK; server_name b.test; return 402; } "
    for mark, status in (("", 401), ("default_server", 402)):
        with web("server { listen unix:s; server_name a.test; return 401; } " + both.replace("MARK", mark)) as server:
            assert server.ask(host="c.test").status == status


@claim("without the slash after `/static`", **ONCE)
def out_of_the_folder():
    open_ = "server { listen unix:s; location /static { alias files/inner/; } }"
    closed = open_.replace("/static {", "/static/ {")
    for configuration, status in ((open_, 200), (closed, 404)):
        with nginx(configuration, files__inner__a_css="a", files__key_py="secret") as server:
            assert server.ask("/static../key.py").status == status


@claim("502 Bad Gateway, and the search begins", **ONCE)
def nobody_listens():
    with web(shop()) as server:
        assert [server.ask().status, server.ask("/static/app.js").status] == [502, 200]
        assert "Connection refused" in server.said("connect() failed")[0]


@question("location-static-alias", **ONCE)
def which_file(choices):
    configuration = "server { listen unix:s; location /static/ { alias srv/files/; } }"
    with nginx(configuration, srv__files__static__app_js="/srv/files/static/app.js", static__srv__files__app_js="/static/srv/files/app.js",
               srv__app_js="/srv/app.js", srv__files__app_js="/srv/files/app.js") as server:
        return observed(choices, server.ask("/static/app.js").text)


@question("5-mb-upload-fails-413", **ONCE)
def which_limit(choices):
    upload = b"x" * 5_000_000
    with application() as port:
        with web(shop(port)) as server:
            assert server.ask(body=upload).status == 413
        with web(shop(port, "client_max_body_size 10m;")) as server:
            raised = server.ask(body=upload).status == 200
        with web(shop(port, "proxy_read_timeout 300;")) as server:
            waits = server.ask(body=upload).status == 200
        with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=10_000_000), web(shop(port)) as server:
            memory = server.ask(body=upload).status == 200
    return {"`FILE_UPLOAD_MAX_MEMORY_SIZE`": memory, "`client_max_body_size`": raised, "`timeout` of the Gunicorn": waits}


@question("deployment-nginx-answers", **ONCE)
def why_502(choices):
    def statuses(port):
        with web(shop(port)) as server:
            return [server.ask().status, server.ask("/static/app.js").status]

    with application() as port:
        with web(shop(port)) as server:
            uncollected = server.ask("/static/none.js").status
        certificate = "listen unix:s ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;"
        with web(shop(port).replace("listen unix:s;", certificate)) as server:
            mismatch = server.ask(host="other.test", tls=True).status
    refused = Client().get("/", headers={"Host": "unknown.test"}).status_code
    return {"Nothing listens": statuses(1) == [502, 200], "The TLS certificate": mismatch == 502,
            "`ALLOWED_HOSTS`": refused == 502, "`collectstatic`": uncollected == 502}


TWO_PORTS = """
server { listen unix:plain default_server; return 444; }
server { listen unix:s ssl; server_name shop.example.com; ssl_certificate cert.pem; ssl_certificate_key key.pem; return 200 shop; }
"""


@question("web-default-443", **ONCE)
def who_answers(choices):
    with nginx(TWO_PORTS) as server:
        unknown, known = server.ask(host="203.0.113.5", tls=True), server.ask(tls=True)
        plain = server.ask(host="203.0.113.5", to="plain")
    reject = "server { listen unix:s ssl default_server; ssl_reject_handshake on; }"
    with nginx(TWO_PORTS + reject) as server:
        closed = server.ask(host="203.0.113.5", tls=True), server.ask(tls=True)
    named = TWO_PORTS + TWO_PORTS.splitlines()[2].replace("shop.example.com", "other.test").replace("200 shop", "200 other")
    with nginx(named) as server:
        by_name = server.ask(host="other.test", tls=True).text
        last = server.ask(host="203.0.113.5", tls=True).text
    return {"no default of its own": (unknown.text, closed[0].status, closed[1].text) == ("shop", 0, "shop") and known.status == 200,
            "after the answer": plain.status != 0, "is not compared when TLS": by_name != "other", "by the last block": last == "other"}


@question("web-proxy-slash", **ONCE)
def which_path(choices):
    with application() as port:
        configuration = f"server {{ listen unix:s; location /api/ {{ proxy_pass http://127.0.0.1:{port}/; }} }}"
        with nginx(configuration) as server:
            return observed(choices, server.ask("/api/books/7").text.split()[1])


@question("web-504", **ONCE)
def why_504(choices):
    slow = threading.Event()
    with application(slow) as port, web(shop(port, "proxy_read_timeout 200ms;")) as server:
        late = server.ask("/report/").status
    with web(shop()) as server:
        nobody = server.ask("/report/").status
    with application() as port, web(shop(port)) as server:
        large = server.ask("/report/", body=b"x" * 2_000_000).status
    return {"too slow to answer": late == 504, "Nobody listens": nobody == 504, "larger than": large == 504}


@question("web-keepalive-default", **ONCE)
def what_is_the_default(choices):
    """On a newer nginx the default has changed; on an older one it is still HTTP/1.0."""
    with application() as port, web(shop(port)) as server:
        version, _, name = server.ask().text.split()
        newer = tuple(map(int, re.search(r"nginx/([\d.]+)", server.said("nginx/")[0])[1].split("."))) >= (1, 29, 7)
    assert version == ("HTTP/1.1" if newer else "HTTP/1.0")
    with application() as port, web(shop(port, 'proxy_http_version 1.1; proxy_set_header Connection "";')) as server:
        as_newer = server.ask().text.split()
    return {"HTTP/1.1 with reused": as_newer[0] == "HTTP/1.1", "HTTP/2 is used": as_newer[0].startswith("HTTP/2"),
            "`Host` are passed on": name == as_newer[2] == "shop.example.com"}


@question("web-server-stand-front", **ONCE)
def what_it_is_for(choices):
    with application() as port, web(shop(port)) as server:
        served = server.ask("/static/app.js").text == "app" and server.ask().status == 200
    together = Client().get("/").status_code == 200
    return {"It serves files": served, "Django refuses requests": not together}


@exercise(
    "requests with an **unknown host name**",
    "server { listen 80 default_server; return 444; }",
    "server { listen 80 default_server; listen 443 ssl default_server; ssl_certificate cert.pem; ssl_certificate_key key.pem; return 404; }",
    **ONCE,
)
def stops_unknown_hosts(answer):
    ports = answer.replace("listen 80", "listen unix:plain").replace("listen 443", "listen unix:s")
    known = TWO_PORTS.splitlines()[2] + "server { listen unix:plain; server_name shop.example.com; return 200 shop; }"
    with nginx(known + ports) as server:
        stopped = [server.ask(host="evil.test", tls=True).status, server.ask(host="evil.test", to="plain").status]
        shops = [server.ask(tls=True).text, server.ask(to="plain").text]
    return stopped == [0, 0] and shops == ["shop", "shop"]


APACHE = """
Alias /static/ /srv/shop/static/
WSGIDaemonProcess shop python-path=/srv/shop python-home=/srv/shop/venv
WSGIProcessGroup shop
WSGIScriptAlias / /srv/shop/config/wsgi.py
<Directory /srv/shop>
    Require all granted
</Directory>
"""
WSGI = """
import os, sys
from shop import text

def application(environ, start_response):
    start_response("200 OK", [])
    return [f"{text} {environ['mod_wsgi.process_group']} {os.path.basename(sys.prefix)}".encode()]
"""


@exercise(
    "Write the Apache configuration for the same site",
    APACHE.replace("Alias /static/ /srv/shop/static/", ""),
    APACHE.replace("WSGIProcessGroup shop", ""),
    APACHE.replace(" python-home=/srv/shop/venv", ""),
    APACHE.replace("/srv/shop>", "/srv/shop/static>"),
    database="sqlite", program="apache2",
)
def a_page_and_a_css_file(answer):
    assert (APACHE_MODULES / "mod_wsgi.so").exists(), "Apache is here without mod_wsgi"
    files = {"config__wsgi_py": WSGI, "shop_py": "text = 'hello from'", "static__shop_css": "body {}", "settings_py": "SECRET_KEY = 1"}
    with apache(answer.replace("/srv/shop", "FOLDER"), **files) as (_, port):
        page, css, source = (ask_at("127.0.0.1", port, path) for path in ("/", "/static/shop.css", "/settings.py"))
    return page.text == "hello from shop venv" and css.text == "body {}" and "SECRET_KEY" not in source.text


@claim("The web server terminates TLS", **ONCE)
def what_the_application_sees():
    certificate = "listen unix:s ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;"
    with application() as port, web(shop(port).replace("listen unix:s;", certificate)) as server:
        assert server.ask(tls=True).text.startswith("HTTP/1.")
        assert server.ask("/static/app.js", tls=True).text == "app"


@claim("The admin has no CSS as soon as `DEBUG` is `False`", **ONCE)
def collected_and_mapped():
    assert Client().get("/static/admin/css/base.css").status_code == 404
    with tempfile.TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        with nginx(f"server {{ listen unix:s; location /static/ {{ alias {folder}/; }} }}") as server:
            assert "body" in server.ask("/static/admin/css/base.css").text
