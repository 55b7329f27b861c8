"""Checks of the topic `blog-platform`."""

import re
import sys
import types
import warnings

from bookshop.catalog.models import Book
from bookshop.orders.models import Order
from bookshop.shelves import fill, person
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core import mail
from django.db import models
from django.http import Http404
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, include, path, reverse
from django.utils import translation
from django.utils.html import urlize
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import UpdateView
from grading import claim, code, exercise, queries, question, since, value

EVIL = "<script>alert(1)</script>"


class OrderUpdate(LoginRequiredMixin, UpdateView):
    fields = ["status"]
    success_url = "/"

    def get_queryset(self):
        return Order.objects.filter(customer=self.request.user)


class OpenUpdate(UpdateView, LoginRequiredMixin):
    model = Order
    fields = ["status"]
    success_url = "/"
    template_name = "base.html"


def visit(view, user, order):
    """Return the status of a GET by `user`; 404 where the view says so."""
    request = RequestFactory().get("/")
    request.user = user
    try:
        return view.as_view(template_name="base.html")(request, pk=order.pk).status_code
    except Http404:
        return 404


def link(query, arguments):
    """Return what `{% querystring … %}` writes for a page that was called with `query`."""
    request = RequestFactory().get(f"/{query}")
    return Template(f"{{% querystring {arguments} %}}").render(RequestContext(request))


@claim("answer 404 to everyone else")
def others_get_404():
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=ada)
    assert [visit(OrderUpdate, user, order) for user in (ada, bob)] == [200, 404]
    assert visit(OrderUpdate, AnonymousUser(), order) == 302


@claim("stand left of the view class")
def mixins_stand_on_the_left():
    order = Order.objects.create(customer=person())
    assert visit(OpenUpdate, AnonymousUser(), order) == 200


@claim("`allow_unicode=True` keeps them")
def slugs():
    assert [slugify("日本語"), slugify("日本語", allow_unicode=True)] == ["", "日本語"]


@claim("Comments are untrusted input")
def comments_are_escaped():
    assert EVIL not in Template("{{ x }}{{ x|linebreaks }}").render(Context({"x": EVIL}))
    assert EVIL in Template("{{ x|safe }}").render(Context({"x": EVIL}))


@claim("Roles are groups with permissions")
def roles():
    editor = person("editor")
    group = Group.objects.create(name="Editors")
    group.permissions.add(Permission.objects.get(codename="change_book"))
    editor.groups.add(group)
    assert editor.has_perm("catalog.change_book")
    assert not editor.has_perm("catalog.delete_book")


@claim("`urlize` warns about links", django=(6, 0))
def links_to_https():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert "http://www.example.com" in urlize("www.example.com")
        with override_settings(URLIZE_ASSUME_HTTPS=True):
            assert "https://www.example.com" in urlize("www.example.com")


@claim("gives any row now", django=(6, 1))
def any_row():
    (statement,) = queries(lambda: Book.objects.order_by().first())
    assert "ORDER BY" not in statement
    assert [Book.objects.order_by("title").totally_ordered, Book.objects.order_by("title", "pk").totally_ordered] == [
        False,
        True,
    ]


@claim("begins with `?` in all cases")
def an_empty_query():
    assert link("?page=2", "page=None") == "?"
    assert link("", "page=None") == ("?" if since(6, 0) else "")


@claim("keeps the rest of the query in links")
def the_rest_of_the_query():
    assert link("?tag=sf&page=3", "page=4") == "?tag=sf&amp;page=4"


@claim("The slug is computed in `save()`")
def a_slug_that_changes():
    assert slugify("Hello Wrold") != slugify("Hello World")


@claim("This is a stored XSS")
def urlize_escapes():
    made = Template("{{ x|urlize|linebreaks }}").render(Context({"x": f"{EVIL} https://a.test"}))
    assert EVIL not in made
    assert 'href="https://a.test"' in made


@question("Authors may edit their own posts only")
def where_the_rule_stands(choices):
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=ada)
    class Late(LoginRequiredMixin, UpdateView):
        model = Order
        fields = ["status"]
        success_url = "/"

        def form_valid(self, form):
            answer = super().form_valid(form)
            if self.object.customer != self.request.user:
                raise Http404
            return answer

    request = RequestFactory().post("/", {"status": "paid"})
    request.user = bob
    try:
        Late.as_view()(request, pk=order.pk)
    except Http404:
        pass
    changed = Order.objects.get(pk=order.pk)
    return {
        "In `get_queryset`": [visit(OrderUpdate, user, order) for user in (ada, bob)] == [200, 404],
        "In the template": visit(OpenUpdate, bob, order) == 404,
        "In the URL": visit(OpenUpdate, bob, order) == 404,
        "once it has been saved": changed.status == "open",
    }


@question("Anonymous visitors can edit posts")
def the_order_of_bases(choices):
    order = Order.objects.create(customer=person())

    class Mended(LoginRequiredMixin, UpdateView):
        model = Order
        fields = OpenUpdate.fields

    class WithUrl(OpenUpdate):
        login_url = "/accounts/login/"

    class NoTitle(OpenUpdate):
        fields = ["customer"]

    class WithQueryset(OpenUpdate):
        model = None
        queryset = Order.objects.all()
    return {
        "has to stand on the left": visit(Mended, AnonymousUser(), order) == 302,
        "needs a `login_url`": visit(WithUrl, AnonymousUser(), order) == 302,
        "lets everyone edit": visit(NoTitle, AnonymousUser(), order) == 302,
        "must be a queryset": visit(WithQueryset, AnonymousUser(), order) == 302,
    }


@question("After a typo in a title was corrected")
def broken_links(choices):
    after = {title: slugify(title) for title in ("Hello Wrold", "Hello World")}  # wherever it is set, and whatever is passed on
    return {
        "changes with every new title": slugify("Hello Wrold") != slugify("Hello World"),
        "removes the capitals": slugify("Hello") != slugify("hello"),
        "before `super().save()`": after["Hello World"] == "hello-wrold",
        "must not be passed": after["Hello World"] == "hello-wrold",
    }


@question("blog-lazy-label")
def an_english_label(choices):
    with translation.override("en"):
        early, lazy = gettext("January"), gettext_lazy("January")
    with translation.override("de"):
        german = str(models.CharField(lazy, name="title").verbose_name)
        by_keyword = str(models.CharField(verbose_name=early, name="title").verbose_name)
    return {"use `gettext_lazy`": german == "Januar" != early, "given by its keyword": by_keyword == "Januar",
            "by the database": bool(queries(lambda: str(models.CharField(lazy, name="title").verbose_name))), "overwritten by the shell": early == ""}


@question("What is the difference between authentication and authorization?")
def who_and_what(choices):
    ada = person("ada")
    known, allowed = ada.is_authenticated, ada.has_perm("catalog.change_book")
    return {"Who you are, and what": (known, allowed) == (True, False), "What you may do, and who": (known, allowed) == (False, True),
            "how you log out": known == allowed, "login for staff": ada.is_staff == known}


@question("blog-reset-twice")
def a_second_click(choices):
    ada = person("ada")
    client = Client()
    client.post("/accounts/password_reset/", {"email": ada.email})
    link_in_mail = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link_in_mail, follow=True)
    password = {"new_password1": "xK9!longer", "new_password2": "xK9!longer"}
    assert client.post(form.redirect_chain[-1][0], password).status_code == 302
    again = client.get(link_in_mail)
    return {
        "shows the form again": again.status_code == 302,
        "logs the visitor in": again.wsgi_request.user.is_authenticated,
        "the link is invalid": again.status_code == 200 and again.context["validlink"] is False,
        "answers 404": again.status_code == 404,
    }


@question("blog-urlize-scheme", django=(6, 0))
def where_the_link_goes(choices):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        made = urlize("see www.example.com")
    return {
        "with a deprecation warning": 'href="http://www' in made and bool(told),
        "without a warning": 'href="https://www' in made,
        "in the scheme of the page": 'href="//www' in made,
        "needs its scheme": "href" not in made,
    }


@question("blog-totally-ordered", django=(6, 1))
def a_total_order(choices):
    def total(source):
        return value(source.replace("Post", "Book"), Book=Book).totally_ordered

    return {choice: total(code(choice)) for choice in choices}


@claim("keeps the rule for drafts in one place")
def one_rule_in_a_queryset():
    class Shelf(models.QuerySet):
        def in_stock(self):
            return self.filter(stock__gt=0)

    fill(stock=0)
    books = Shelf(Book)
    assert [books.in_stock().count(), books.all().count()] == [0, 4]
    assert books.filter(title="Emma").in_stock().order_by("title").count() == 0


@claim("Python looks from left to right")
def the_view_answers_first():
    order = Order.objects.create(customer=person())
    assert OpenUpdate.dispatch is not LoginRequiredMixin.dispatch
    assert visit(OpenUpdate, AnonymousUser(), order) == 200


@claim("The template hides the edit button from others")
def a_url_can_be_typed():
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=ada)
    assert visit(OpenUpdate, bob, order) == 200
    assert visit(OrderUpdate, bob, order) == 404


RESET = 'path("accounts/", include("django.contrib.auth.urls"))'


@exercise(
    "Give the blog a password reset",
    'path("accounts/reset/", auth_views.PasswordResetView.as_view(), name="password_reset")',
    'path("accounts/login/", auth_views.LoginView.as_view(), name="login")',
)
def a_password_reset(answer):
    names = {"__name__": "reset_urls", "admin": path("admin/", admin.site.urls), "path": path, "include": include, "auth_views": auth_views}
    module = types.ModuleType("reset_urls")
    module.urlpatterns = [names["admin"], value(answer, **names)]
    sys.modules["reset_urls"] = module
    ada = person("ada")
    with override_settings(ROOT_URLCONF="reset_urls"):
        try:
            return _resets(ada)
        except NoReverseMatch:
            return False
        finally:
            ada.delete()


def _resets(user):
    """Tell whether a stranger learns nothing, and the link in the mail works once."""
    client, before = Client(), len(mail.outbox)
    pages = [client.post(reverse("password_reset"), {"email": address}, follow=True) for address in ("nobody@example.com", user.email)]
    same = pages[0].status_code == 200 and pages[0].content == pages[1].content and len(mail.outbox) == before + 1
    link_in_mail = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link_in_mail, follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": "xK9!longer", "new_password2": "xK9!longer"})
    user.refresh_from_db()
    return same and user.check_password("xK9!longer") and not client.get(link_in_mail).context["validlink"]


@question("drafts-must-show-list")
def one_rule_for_four_pages(choices):
    """Books without stock stand for drafts; list, feed, search and sitemap each read them."""
    class Shelf(models.QuerySet):
        def published(self):
            return self.filter(stock__gt=0)

    draft = fill()["Eden"]
    Book.objects.filter(pk=draft.pk).update(stock=0)
    shelf = Shelf(Book)
    four = [shelf.published(), shelf.published().order_by("title"), shelf.published().filter(title__contains="e"), shelf.published()[:10]]
    plain = [shelf.published(), shelf.all(), shelf.filter(title__contains="e"), shelf.all()]
    by_template = Template("{% for book in books %}{% if book.stock %}{{ book }}{% endif %}{% endfor %}")
    shown = by_template.render(Context({"books": shelf.all()}))
    feed = [str(book) for book in shelf.all()]  # a feed has no template of the list
    return {"Write `published()` once": all(draft not in books for books in four),
            "link to it from the rest": all(draft not in books for books in plain),
            "in the template, by an `if`": "Eden" not in shown and "Eden" not in feed}


@claim("A slug is made once and stays")
def an_old_link():
    book = fill()["Emma"]
    book.title = "Emma, 2nd edition"
    book.save()
    assert Client().get("/books/emma/").status_code == 200
    Book.objects.filter(pk=book.pk).update(slug=slugify(book.title))
    assert Client().get("/books/emma/").status_code == 404
