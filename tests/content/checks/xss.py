"""Checks of the topic `xss`."""

import warnings

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings
from django.utils.html import format_html, urlize
from django.utils.safestring import mark_safe
from grading import claim, code, question, raises, value, warned
from bookshop.catalog.models import Book

EVIL = "<script>alert(1)</script>"
JAVASCRIPT = "javascript:alert(1)"


def render(source, **names):
    """Render a template."""
    return Template(source).render(Context(names))


class Address(forms.Form):
    website = forms.URLField(assume_scheme="https")


class Shop(models.Model):
    website = models.URLField()

    class Meta:
        app_label = "shops_with_a_website"


def header(view):
    """Return the policy that a page of `view` carries, with a nonce in script-src allowed."""
    from django.middleware.csp import ContentSecurityPolicyMiddleware  # noqa: PLC0415 - new in 6.0
    from django.utils.csp import CSP  # noqa: PLC0415

    with override_settings(SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]}):
        response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    return response.headers.get("Content-Security-Policy")


def with_script(request):
    """Answer with a page whose script carries the nonce."""
    from django.middleware.csp import get_nonce  # noqa: PLC0415 - new in 6.0

    return HttpResponse(render('<script nonce="{{ nonce }}"></script>', nonce=get_nonce(request)))


def without_script(request):
    """Answer with a page that asks for no nonce."""
    return HttpResponse("<p>")


@claim("Django templates escape")
def five_signs():
    assert render("{{ x }}", x="<>&'\"") == "&lt;&gt;&amp;&#x27;&quot;"


@claim("they state that it already is")
def safe_states_it():
    assert render("{{ x|safe }}", x=EVIL) == mark_safe(EVIL) == EVIL


@claim("`format_html` escapes its arguments")
def format_html_escapes():
    assert format_html("<b>{}</b>", "<i>") == "<b>&lt;i&gt;</b>"
    assert mark_safe(f"<b>{EVIL}</b>") == f"<b>{EVIL}</b>"


@claim("and it cannot break out")
def json_script():
    assert "</script><" not in render('{{ x|json_script:"x" }}', x="</script><script>")


@claim("`objects.create()` stores them")
def only_validation_stops_javascript():
    assert render('<a href="{{ x }}">', x=JAVASCRIPT) == f'<a href="{JAVASCRIPT}">'
    assert not Address({"website": JAVASCRIPT}).is_valid()
    assert raises(ValidationError, Shop(website=JAVASCRIPT).clean_fields)
    assert Shop._meta.get_field("website").get_prep_value(JAVASCRIPT) == JAVASCRIPT


@claim("CSP is built in since Django 6.0", django=(6, 0))
def csp_is_built_in():
    assert header(without_script) == "script-src 'self'"


@claim("the header carries a nonce on those pages", django=(6, 0))
def the_nonce_is_made_when_asked_for():
    assert "nonce-" in header(with_script)
    assert "nonce-" not in header(without_script)


@claim("`{% csp_nonce_attr %}` writes the nonce", django=(6, 1))
def a_tag_for_the_nonce():
    assert render("<script {% csp_nonce_attr %}>", csp_nonce="abc") == '<script nonce="abc">'


@claim("without arguments is a `TypeError`", django=(6, 0))
def format_html_wants_arguments():
    assert raises(TypeError, lambda: format_html("<b>x</b>"))


@claim("`urlize` will assume https", django=(6, 0))
def urlize_warns():
    assert warned(lambda: urlize("www.example.com"), PendingDeprecationWarning) or warned(
        lambda: urlize("www.example.com"), DeprecationWarning
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert 'href="http://www.example.com"' in urlize("www.example.com")
        with override_settings(URLIZE_ASSUME_HTTPS=True):
            assert 'href="https://www.example.com"' in urlize("www.example.com")


@claim("in an admin method or a template tag")
def mark_safe_in_the_admin():
    assert EVIL in mark_safe(f"<b>{EVIL}</b>")
    assert EVIL not in format_html("<b>{}</b>", EVIL)


@claim("HTML escaping is made for HTML, not for JavaScript")
def escaping_is_for_html():
    assert render('<script>n = "{{ x }}"</script>', x="a\\") == '<script>n = "a\\"</script>'


@question("What does Django's autoescaping do?")
def autoescaping(choices):
    seen = render("{{ x }}", x=EVIL)
    return {
        "harmless on output": seen == "&lt;script&gt;alert(1)&lt;/script&gt;",
        "removes script tags": "script" not in seen,
        "removes attributes": "onclick" not in render("{{ x }}", x="<a onclick=1>"),
        "from other sites": '<script src="https://evil.test/x.js">' not in render('<script src="https://evil.test/x.js"></script>'),
    }


@question("What does `mark_safe(text)` do")
def what_mark_safe_does(choices):
    with override_settings(SECURE_CSP={"script-src": ["'none'"]}):
        seen = render("{{ x }}", x=mark_safe(EVIL))
    return {
        "removes all tags": "<" not in seen,
        "escapes it once": "&lt;" in seen,
        "nothing is escaped": seen == EVIL,
        "against the policy": seen != EVIL,
    }


@question("An admin column shows a user's name in bold")
def a_bold_name(choices):
    names = {"mark_safe": mark_safe, "format_html": format_html, "obj": type("User", (), {"name": EVIL})}

    def right(source):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made = value(source, **names)
        except TypeError:
            return False
        return made == "<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>"

    return {choice: right(code(choice)) for choice in choices}


@question("JavaScript on a page needs a dict from the view")
def a_dict_for_javascript(choices):
    def usable(source):
        try:
            made = render(source, data={"x": "</script>"})
        except TemplateSyntaxError:
            return False
        return "\\u003C/script" in made

    return {choice: usable(code(choice)) for choice in choices}


@question("a click on the link runs an attacker's code")
def a_link(choices):
    def breaks_out(website):
        made = render('<a href="{{ x }}">', x=website)
        return 'href="javascript:' in made or made.count('"') > 2

    return {"begins with `javascript:`": breaks_out(JAVASCRIPT), "holds a quote": breaks_out('" onclick="x'),
            "`href` is never escaped": "&lt;" not in render('<a href="{{ x }}">', x="<"), "longer than 255": breaks_out("https://a.test/" + "x" * 300)}


@question("Where does this view let a script in?")
def an_f_string(choices):
    return {
        "In the f-string": EVIL in HttpResponse(f"<p>Nothing for {EVIL}</p>").content.decode(),
        "In `render()`": EVIL in render("{{ x }}", x=EVIL),
        "In the `filter`": "%s" not in str(Book.objects.filter(title__contains=EVIL).query.sql_with_params()[0]),
        "In `GET.get`": EVIL not in HttpResponse(f"<p>Nothing for {RequestFactory().post('/', {'q': EVIL}).POST['q']}</p>").content.decode(),
    }


@question("xss-urlfield-create")
def an_address_is_stored(choices):
    field = Shop._meta.get_field("website")
    stored = field.get_db_prep_save(JAVASCRIPT, connection=_connection())
    return {"`ValidationError`": stored is None, "an empty address": stored == "", "as it is": stored == JAVASCRIPT,
            "`IntegrityError`": "CHECK" in (field.db_check(_connection()) or "")}


@question("xss-format-html-empty", django=(6, 0))
def which_line(choices):
    names = {"mark_safe": mark_safe, "format_html": format_html, "name": "Ada"}
    return {choice: raises(TypeError, lambda choice=choice: value(code(choice), **names)) for choice in choices}


def _connection():
    from django.db import connection  # noqa: PLC0415

    return connection


@question("xss-csp-override", django=(6, 0))
def a_policy_of_one_view(choices):
    from django.utils.csp import CSP  # noqa: PLC0415 - new in 6.0
    from django.views.decorators.csp import csp_override  # noqa: PLC0415

    seen = header(csp_override({"default-src": [CSP.SELF]})(without_script))
    return {
        "with `default-src` added": "script-src" in (seen or ""),
        "instead of the site": seen == "default-src 'self'",
        "None, as": seen is None,
        "two headers": (seen or "").count("default-src") > 1 or "," in (seen or ""),
    }


@claim("That lets an attacker's inline script run as well", django=(6, 0))
def unsafe_inline():
    from django.middleware.csp import ContentSecurityPolicyMiddleware  # noqa: PLC0415 - new in 6.0
    from django.utils.csp import CSP  # noqa: PLC0415

    with override_settings(SECURE_CSP_REPORT_ONLY={"script-src": [CSP.SELF]}):
        response = ContentSecurityPolicyMiddleware(without_script)(RequestFactory().get("/"))
    assert response.headers["Content-Security-Policy-Report-Only"] == "script-src 'self'"
    assert "Content-Security-Policy" not in response.headers


@claim("keeps the session cookie from being read by a script")
def the_session_cookie_is_http_only():
    from django.conf import settings  # noqa: PLC0415

    assert settings.SESSION_COOKIE_HTTPONLY


@claim("the body has the first visitor's nonce", django=(6, 0))
def a_cached_nonce():
    from django.core.cache import cache
    from django.middleware.csp import ContentSecurityPolicyMiddleware
    from django.utils.csp import CSP
    from django.views.decorators.cache import cache_page

    cache.clear()
    with override_settings(SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]}):
        visits = [ContentSecurityPolicyMiddleware(cache_page(60)(with_script))(RequestFactory().get("/")) for _ in range(2)]
    first, second = visits
    assert first.content == second.content
    assert "'nonce-" in first["Content-Security-Policy"] and "'nonce-" not in second["Content-Security-Policy"]
