"""Checks of the topic `url-routing`."""

from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, Resolver404, include, path, resolve, reverse
from grading import claim, judged, question, raises, value


def page(request, **kwargs):
    return HttpResponse()


class Patterns:
    urlpatterns = [
        path("books/", page, name="books"),
        path("books/new/", page, name="new"),
        path("books/<int:pk>/", page, name="book"),
        path("books/<slug:slug>/", page, name="slug"),
        path("files/<path:name>", page, name="file"),
        path("shop/", include(([path("<int:pk>/", page, name="detail")], "catalog"))),
    ]


@claim("The first matching pattern wins")
def first():
    assert resolve("/books/new/", Patterns).url_name == "new"


@claim("passes an `int` to the view")
def an_int():
    assert resolve("/books/7/", Patterns).kwargs == {"pk": 7}


@claim("raises `NoReverseMatch`")
def no_match():
    assert raises(NoReverseMatch, lambda: reverse("nothing", Patterns))


@claim("`APPEND_SLASH` redirects")
def slash():
    with override_settings(ROOT_URLCONF=Patterns):
        answer = Client().get("/books")
    assert (answer.status_code, answer.url) == (301, "/books/")


@claim("Query strings and HTTP methods do not take part")
def methods():
    with override_settings(ROOT_URLCONF=Patterns):
        assert Client().get("/books/?x=1").status_code == Client().delete("/books/").status_code == 200


@claim("builds the query string and the fragment as well")
def query():
    assert reverse("books", Patterns, query={"page": 2}, fragment="list") == "/books/?page=2#list"


@question("view-get-int-pk-path")
def what_it_gets(choices):
    seen = resolve("/books/7/", Patterns).kwargs["pk"]
    return {"text": seen == "7", "int 7": seen == 7 and isinstance(seen, int), "The dict": isinstance(seen, dict),
            "The book with": hasattr(seen, "_meta")}


@question("two-patterns-match-same")
def which(choices):
    two = [path("<str:a>/", page, name="first"), path("<slug:longer_name>/", page, name="longest"), path("<path:a>", page, name="last")]
    seen = resolve("/x/", tuple(two)).url_name
    return {"stands first": seen == "first", "is longest": seen == "longest", "stands last": seen == "last", "raises an error": False}


@question("pattern-fits-files-docs")
def the_path(choices):
    def works(code):
        return resolve("/files/docs/2026/plan.pdf", (path(code, page),)).kwargs["name"] == "docs/2026/plan.pdf"

    return judged(choices, works)


@question("template-link-book")
def a_link(choices):
    from django.template import Context, Template

    def works(code):
        with override_settings(ROOT_URLCONF=Patterns):
            return Template(code).render(Context({"book": type("B", (), {"pk": 3})})) == "/shop/3/"

    return judged(choices, works)


@question("template-url-detail-3")
def namespaced(choices):
    fits = lambda name, **kwargs: not raises(NoReverseMatch, lambda: reverse(name, Patterns, **kwargs))
    assert not fits("detail", args=[3])
    class Renamed:
        urlpatterns = [path("", include(([path("<int:detail>/", lambda request: None, name="detail")], "catalog")))]
    return {"catalog:detail": fits("catalog:detail", args=[3]), "in quotes": fits("detail", kwargs={"pk": 3}), "views.detail": fits("views.detail", args=[3]),
            "`<int:detail>`": not raises(NoReverseMatch, lambda: reverse("detail", Renamed, args=[3]))}


@question("url-reverse-query")
def quoted(choices):
    make = lambda name, **kwargs: reverse(name, Patterns, **kwargs)
    return judged(choices, lambda code: value(code, reverse=make) == "/books/?q=C%26A")


@question("url-slash-post")
def a_post(choices):
    with override_settings(ROOT_URLCONF=Patterns, DEBUG=True):
        loud = raises(RuntimeError, lambda: Client().post("/books/new", {"a": 1}))
        get = Client().get("/books/new").status_code
        fits = Client().post("/books/new/").status_code
    with override_settings(ROOT_URLCONF=Patterns):
        quiet = Client().post("/books/new", {"a": 1}, follow=True).request["REQUEST_METHOD"]
    class Unnamed:
        urlpatterns = [path("books/new/", lambda request: HttpResponse())]

    with override_settings(ROOT_URLCONF=Unnamed):
        unnamed = Client().get("/books/new").status_code
    return {"lose the data": loud and quiet == "GET", "just for the first pattern": get != 301, "never fits a `POST`": fits != 200,
            "has to be named": unnamed != 301}


@question("books-new-answers-such")
def the_special_path(choices):
    def found(*patterns):
        return resolve("/books/new/", type("Urls", (), {"urlpatterns": list(patterns)})).func.__name__

    def detail(request, slug): ...
    def create(request): ...

    general, special = path("books/<slug:slug>/", detail), path("books/new/", create)
    assert found(general, special) == "detail"
    named = path("books/<slug:slug>/", detail, name="detail"), path("books/new/", create, name="create")
    slash = lambda: found(path("/books/<slug:slug>/", detail), path("/books/new/", create)) == "create"
    return {"must stand above": found(special, general) == "create", "a leading slash": not raises(Resolver404, slash) and slash(),
            "need a `name`": found(*named) == "create", "a reserved word": raises(Resolver404, lambda: found(general))}


@claim("Patterns begin without a slash")
def no_slash_in_front():
    assert resolve("/books/", Patterns).url_name == "books"


@claim("`include()` cuts off what has matched")
def passes_the_rest_on():
    inner = include(([path("<int:pk>/", page, name="detail")], "catalog"))

    class Urls:
        urlpatterns = [path("shop/", inner)]

    found = resolve("/shop/3/", Urls)
    assert found.kwargs == {"pk": 3} and found.route == "shop/<int:pk>/" and raises(Resolver404, lambda: resolve("/3/", Urls))


@claim('shows the page of a book called "new"')
def fixed_paths_first():
    slug, new = path("books/<slug:slug>/", page, name="slug"), path("books/new/", page, name="new")
    first = lambda *patterns: resolve("/books/new/", type("Urls", (), {"urlpatterns": patterns})).url_name
    assert (first(slug, new), first(new, slug)) == ("slug", "new")


@claim("The pattern starts with a slash")
def cut_off_already():
    from django.core.checks import run_checks

    def problems(route):
        class Urls:
            urlpatterns = [path(route, page, name="books")]

        with override_settings(ROOT_URLCONF=Urls):
            return [problem.id for problem in run_checks()], Client().get("/books/").status_code

    assert problems("/books/") == (["urls.W002"], 404) and problems("books/") == ([], 200)


@claim("with parentheses fails at start-up")
def called_at_once():
    from django.views import View

    def index(request):
        return HttpResponse("all")

    assert raises(TypeError, lambda: path("books/", index()))
    assert raises(TypeError, lambda: path("books/", HttpResponse("all")))
    assert path("books/", index) and path("books/", View.as_view())


@claim("Links are written by hand")
def links_that_move():
    from django.template import Context, Template

    text = Template("<a href=\"/books/3/\">{% url 'catalog:detail' 3 %}")
    for prefix in ("shop/", "store/"):
        class Urls:
            urlpatterns = [path(prefix, include(([path("<int:pk>/", page, name="detail")], "catalog")))]

        with override_settings(ROOT_URLCONF=Urls):
            drawn = text.render(Context())
            assert Client().get(drawn.split(">")[1]).status_code == 200 and Client().get("/books/3/").status_code == 404
