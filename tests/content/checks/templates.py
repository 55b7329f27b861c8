"""Checks of the topic `templates`."""

from django import forms
from django.template import Context, Engine, RequestContext, Template, TemplateSyntaxError
from django.conf import settings
from django.test import RequestFactory, override_settings
from django.utils import translation
import builtins
import sys
import types
from grading import claim, exercise, judged, question, raises, since


def draw(text, **context):
    return Template(text).render(Context(context))


@claim("Variables are HTML-escaped unless")
def escaped():
    assert draw("{{ a }}{{ a|safe }}", a="<") == "&lt;<"


@claim("An unknown variable gives an empty string")
def unknown():
    assert draw("[{{ nothing.at.all }}]") == "[]"


@claim("`{% extends %}` must be the first tag")
def extends_first():
    assert raises(TemplateSyntaxError, lambda: Template("{% load i18n %}{% extends 'base.html' %}"))


@claim("A dot looks up a dict key")
def dots():
    assert draw("{{ a.items }}", a={"items": 1}) == "1"
    assert draw("{{ a.upper }}{{ b.1 }}", a="x", b=[1, 2]) == "X2"


@claim("`{% empty %}` covers the empty list")
def empty():
    assert draw("{% for a in b %}{{ forloop.counter }}{% empty %}-{% endfor %}", b=[]) == "-"


def engine():
    return Engine(loaders=[("django.template.loaders.locmem.Loader", {
        "list.html": "{% block a %}{% endblock %}{% partialdef row %}<li>{% endpartialdef %}{% partial row %}",
        "sale.html": "{% extends 'list.html' %}{% block a %}{% partial row %}{% endblock %}",
        "other.html": "{% include 'list.html#row' %}",
    })])


@claim("names a piece, `{% partial row %}` draws it", django=(6, 0))
def partials():
    assert engine().get_template("list.html").render(Context()) == "<li>"
    assert engine().get_template("list.html#row").render(Context()) == "<li>"


@claim("is the number of rounds", django=(6, 0))
def length():
    assert draw("{% for a in b %}{{ forloop.length }}{% endfor %}", b=[1, 2]) == "22"


@claim("changes one parameter of the address")
def querystring():
    seen = RequestFactory().get("/?genre=sf&page=1")
    tag = lambda request, text: Template(text).render(RequestContext(request))
    assert tag(seen, "{% querystring page=2 %}") == "?genre=sf&amp;page=2"
    assert tag(RequestFactory().get("/"), "{% querystring %}") == ("?" if since(6, 0) else "")


@question("name-name-script")
def a_script(choices):
    seen = draw("{{ name }}", name="<script>")
    return {"in the way it came": seen == "<script>", "TemplateSyntaxError": False, "&lt;script&gt;": seen == "&lt;script&gt;", "left out": seen == ""}


@question("print-list-want-books")
def no_books(choices):
    def works(text):
        tag = text.split("`")[1]
        source = "{% for b in books %}{{ b }}" + tag + "No books{% endfor %}" if "within" in text else "{% for b in books %}{{ b }}{% endfor %}" + tag
        return draw(source, books=[]) == "No books" and draw(source, books=[1]) == "1"

    def safe(text):
        try:
            return works(text)
        except TemplateSyntaxError:
            return False

    return {choice: safe(choice) for choice in choices}


@question("page-shows-frame-base")
def outside_of_blocks(choices):
    loader = Engine(loaders=[("django.template.loaders.locmem.Loader", {"base.html": "<b>{% block c %}{% endblock %}</b>",
                    "r.html": "{% extends 'base.html' %}{% include 'base.html' %}<p>Hi</p>", "p.html": "{% extends 'base.html' %}<p>Hi {{ x }}</p>", "q.html": "{% extends 'base.html' %}{% block c %}<p>Hi</p>{% endblock %}"})])
    show = lambda name: loader.get_template(name).render(Context({"x": 1}))
    return {"not inside a block": show("p.html") == "<b></b>" and "Hi" in show("q.html"), "no variable": "Hi" in show("p.html"),
            "a full path": "Hi" not in show("q.html"), "must be included": "Hi" in show("r.html")}


@question("book-price-tax-0-2")
def arguments(choices):
    bad = lambda text: raises(TemplateSyntaxError, lambda: Template(text))
    return {"Calls with arguments": bad("{{ a.b 0.2 }}") and not bad("{{ a.b }}"), "double quotes": not bad('{{ a.b "0.2" }}'),
            "parentheses": not bad("{{ a.b(0.2) }}"), "underscore": bad("{{ a.b_c }}")}


@question("tpl-partial-child", django=(6, 0))
def partial_in_a_child(choices):
    failed = raises(TemplateSyntaxError, lambda: engine().get_template("sale.html").render(Context()))
    assert engine().get_template("other.html").render(Context()) == "<li>"
    return {"not inherited": failed, "as blocks are inherited": not failed, "An empty text": not failed,
            "unless `sale.html` defines": not failed}


@question("tpl-querystring")
def page_two(choices):
    request = RequestFactory().get("/books/?genre=sf&page=1")

    def works(code):
        drawn = Template(code).render(RequestContext(request))
        return "genre=sf" in drawn and "page=2" in drawn

    return judged(choices, works)


@question("tpl-form-errors")
def a_field(choices):
    class F(forms.Form):
        title = forms.CharField(help_text="short")

    def works(code):
        drawn = Template(code).render(Context({"form": F({})}))
        return all(part in drawn for part in ("<label", "short", "errorlist", "<input"))

    return judged(choices, works)


def page_in(files, page, /, **context):
    """Draw a template among others, with a fresh engine."""
    loaders = [("django.template.loaders.locmem.Loader", files)]
    libraries = {"i18n": "django.templatetags.i18n"}
    return Engine(loaders=loaders, libraries=libraries).get_template(page).render(Context(context))


BASE = "{% load i18n %}<main>{% block content %}{% endblock %}</main>"


@claim("`{% load %}` is not inherited")
def load_is_for_one_file():
    child = "{% extends 'base.html' %}{% block content %}{% translate 'Yes' %}{% endblock %}"
    with_load = child.replace(" %}{% block", " %}{% load i18n %}{% block", 1)
    assert raises(TemplateSyntaxError, lambda: page_in({"base.html": BASE, "a.html": child}, "a.html"))
    assert page_in({"base.html": BASE, "a.html": with_load}, "a.html") == "<main>Yes</main>"


@claim("lets each language choose its form")
def plurals():
    text = "{% load i18n %}{% blocktranslate count n=total %}{{ n }} minute{% plural %}{{ n }} minutes{% endblocktranslate %}"
    shown = {}
    for language in ("en", "pl"):
        with translation.override(language):
            shown[language] = [draw(text, total=n) for n in (1, 2, 5)]
    assert shown["en"] == ["1 minute", "2 minutes", "5 minutes"]


@question("tpl-load-i18n")
def what_makes_the_tag_known(choices):
    def works(child, **settings):
        with override_settings(**settings):
            return not raises(TemplateSyntaxError, lambda: page_in({"base.html": BASE, "a.html": child}, "a.html"))

    inside = "{% extends 'base.html' %}{% block content %}<h1>{% translate 'Basket' %}</h1>{% endblock %}"
    above = "{% extends 'base.html' %}<h1>{% translate 'Basket' %}</h1>{% block content %}{% endblock %}"
    chooses = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    return {"`USE_I18N = True`": works(inside, USE_I18N=True), "`LocaleMiddleware`": works(inside, MIDDLEWARE=chooses),
            "above the block": works(above), "in this file, too": works(inside.replace("{% block", "{% load i18n %}{% block", 1))}


HELLO = '{% extends "base.html" %}{% block content %}Hello {{ name }}{% endblock %}'
FRAME = "<title>{% block title %}Site{% endblock %}</title><main>{% block content %}{% endblock %}</main>"


@exercise(
    "Write `base.html` with a block `title`",
    f"<!-- base.html -->\n{FRAME}\n<!-- hello.html -->\n" + HELLO.replace("{{ name }}", "{{ name|safe }}"),
    f"<!-- base.html -->\n{FRAME}\n<!-- hello.html -->\n" + '{% extends "base.html" %}<p>Hello {{ name }}</p>',
)
def greets(answer):
    base, _, hello = answer.partition("<!-- hello.html -->")
    page = page_in({"base.html": base, "hello.html": hello.strip()}, "hello.html", name="<b>Ada</b>")
    return "Hello &lt;b&gt;Ada&lt;/b&gt;" in page and "<main>" in page and "<title>Site</title>" in page


@question("must-extends-base-html")
def where_extends_stands(choices):
    def works(source):
        try:
            return page_in({"base.html": "<i>{% block content %}{% endblock %}</i>", "a.html": source}, "a.html") == "<i>x</i>"
        except TemplateSyntaxError:
            return False

    block, extends = "{% block content %}x{% endblock %}", "{% extends 'base.html' %}"
    inside = "{% block content %}{% extends 'base.html' %}x{% endblock %}"
    return {"Inside of the block": works(inside), "First of all tags": works(extends + block), "Last of all tags": works(block + extends),
            "Anywhere": works(block + extends + block)}


@question("every-page-needs-number")
def on_every_page(choices):
    def counts(*, context=None, processor=None):
        options = settings.TEMPLATES[0]["OPTIONS"]
        engine = {**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False, "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"base.html": "{{ unread }}"})],
                  "context_processors": [*options["context_processors"], *([processor] if processor else [])]}}
        with override_settings(TEMPLATES=[engine]):
            from django.template.loader import render_to_string

            return render_to_string("base.html", context or {}, request=RequestFactory().get("/"))

    unread = lambda request: {"unread": 3}
    module = sys.modules.setdefault("layers_of_templates", types.ModuleType("layers_of_templates"))
    module.unread = unread
    with_global = builtins.__dict__.setdefault("unread", 3) and counts()
    del builtins.__dict__["unread"]
    return {"A context processor": counts(processor="layers_of_templates.unread") == "3", "A global variable": with_global == "3",
            "A query in `base.html`": not raises(TemplateSyntaxError, lambda: Template("{{ messages.filter(read=False).count }}"))}


@claim("`{{ }}` prints a value, `{% %}` runs a tag")
def three_signs():
    assert draw("{{ a }}{% if a %}yes{% endif %}{# {{ a }} #}", a=1) == "1yes"


@claim("Each `{% for %}` over a relation may run queries")
def queries_in_a_loop():
    from bookshop.catalog.models import Author
    from bookshop.shelves import fill
    from grading import queries

    fill()
    text = "{% for author in authors %}{% for book in author.books.all %}{{ book }}{% endfor %}{% endfor %}"
    assert len(queries(lambda: draw(text, authors=Author.objects.all()))) == 4
    assert len(queries(lambda: draw(text, authors=Author.objects.prefetch_related("books")))) == 2


@claim("writes the nonce into a `<script>` tag", django=(6, 1))
def nonce():
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path
    from django.utils.csp import CSP

    def answer(text):
        def view(request):
            return HttpResponse(Template(text).render(RequestContext(request)))

        class Urls:
            urlpatterns = [path("", view)]

        processors = [{**settings.TEMPLATES[0], "OPTIONS": {"context_processors": ["django.template.context_processors.csp"]}}]
        with override_settings(ROOT_URLCONF=Urls, TEMPLATES=processors, MIDDLEWARE=["django.middleware.csp.ContentSecurityPolicyMiddleware"],
                               SECURE_CSP={"script-src": [CSP.SELF, CSP.NONCE]}):
            got = Client().get("/")
        return got.headers["Content-Security-Policy"], got.content.decode()

    policy, page = answer("<script {% csp_nonce_attr %}>1</script>")
    assert 'nonce="' in page and page.split('nonce="')[1].split('"')[0] in policy
    assert "nonce" not in answer("<p>no script")[0]


@claim("prints what a visitor wrote")
def what_a_visitor_wrote():
    comment = "<script>alert(1)</script>"
    assert draw("{{ c|safe }}", c=comment) == comment and "<script" not in draw("{{ c }}", c=comment)


@claim("prints nothing, and nobody notices")
def a_typo():
    assert draw("[{{ book.tilte }}]", book={"title": "Emma"}) == "[]"
    loud = Engine(string_if_invalid="NOT THERE: %s").from_string("[{{ book.tilte }}]")
    assert loud.render(Context({"book": {"title": "Emma"}})) == "[NOT THERE: book.tilte]"
