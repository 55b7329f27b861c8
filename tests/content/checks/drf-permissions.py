"""Checks of the topic `drf-permissions`."""

from bookshop.api import BookSerializer, BookViewSet, ReviewViewSet
from bookshop.catalog.models import Book, Review
from bookshop.shelves import fill, person
from django.core.cache import cache
from grading import claim, judged, question
from rest_framework import permissions, throttling, viewsets
from rest_framework.decorators import api_view, permission_classes, throttle_classes, throttle_scope
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory, force_authenticate
from django.shortcuts import get_object_or_404

FACTORY = APIRequestFactory()


class Three(throttling.UserRateThrottle):
    rate = "3/min"


def ask(view, user=None, method="get", **kwargs):
    request = getattr(FACTORY, method)("/x/", REMOTE_ADDR="10.0.0.1")
    force_authenticate(request, user)
    return view(request, **kwargs)


def books(**attributes):
    return type("Books", (viewsets.ModelViewSet,), {
        "queryset": Book.objects.all(), "serializer_class": BookSerializer, **attributes
    })


@claim("lets everybody in (`AllowAny`)")
def open_by_default():
    assert api_settings.DEFAULT_PERMISSION_CLASSES == [permissions.AllowAny]


@claim("joined by \"and\"")
def joined():
    owner = person("ada")
    both = books(permission_classes=[permissions.IsAuthenticated, permissions.IsAdminUser])
    either = books(permission_classes=[permissions.IsAuthenticated | permissions.IsAdminUser])
    assert ask(both.as_view({"get": "list"}), owner).status_code == 403
    assert ask(either.as_view({"get": "list"}), owner).status_code == 200
    assert not (~permissions.AllowAny)().has_object_permission(None, None, 1)


@claim("Object permissions do not filter lists")
def lists_are_not_filtered():
    class Nobody(permissions.BasePermission):
        def has_object_permission(self, request, view, obj):
            return False

    fill()
    view = books(permission_classes=[Nobody])
    assert len(ask(view.as_view({"get": "list"})).data) == 4
    assert ask(view.as_view({"get": "retrieve"}), pk=Book.objects.first().pk).status_code == 403


@claim("429 Too Many Requests, with `Retry-After`")
def too_many():
    view = books(throttle_classes=[Three]).as_view({"get": "list"})
    ada = person("ada")
    answers = [ask(view, ada) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


@claim("`IsAdminUser` is taken for")
def is_admin_is_staff():
    view = books(permission_classes=[permissions.IsAdminUser]).as_view({"get": "list"})
    assert ask(view, person("eve", is_staff=True)).status_code == 200
    assert ask(view, person("root", is_superuser=True)).status_code == 403


@claim("gives a function view (`@api_view`) the scope")
def scope_of_a_function():
    @api_view(["GET"])
    @throttle_classes([throttling.ScopedRateThrottle])
    @throttle_scope("uploads")
    def upload(request):
        return Response()

    assert upload.cls.throttle_scope == "uploads"


@claim("in the wrong place, above `@api_view`, are an error now")
def order_of_decorators():
    try:
        @permission_classes([permissions.IsAuthenticated])
        @api_view(["GET"])
        def page(request):
            return Response()
    except TypeError:
        return
    raise AssertionError("no error")


@question("permission-drf-view")
def by_default(choices):
    fill()
    plain, staff = person("ada"), person("eve", is_staff=True)
    gets = {name: ask(BookViewSet.as_view({"get": "list"}), user).status_code == 200
            for name, user in (("nobody", None), ("plain", plain), ("staff", staff))}
    return {"Logged-in": gets["plain"] and not gets["nobody"], "Staff": gets["staff"] and not gets["plain"],
            "Nobody": not any(gets.values()), "Everybody": all(gets.values())}


@question("client-get-asked-often")
def asked_too_often(choices):
    view, ada = books(throttle_classes=[Three]).as_view({"get": "list"}), person("ada")
    last = [ask(view, ada) for _ in range(4)][-1]
    return {choice: str(last.status_code) == choice[:3] and choice.split("`")[1] in last for choice in choices}


@question("editors-author-may")
def editors_or_author(choices):
    class IsEditor(permissions.BasePermission):
        def has_object_permission(self, request, view, obj):
            return request.user.is_staff

    class IsAuthor(permissions.BasePermission):
        def has_object_permission(self, request, view, obj):
            return obj.writer == request.user

    book = fill()["Emma"]
    ada, eve, bob = person("ada"), person("eve", is_staff=True), person("bob")
    review = Review.objects.create(book=book, writer=ada, stars=5)

    def works(code):
        view = type("V", (ReviewViewSet,), {"permission_classes": eval(code, {"IsEditor": IsEditor, "IsAuthor": IsAuthor})})
        seen = [ask(view.as_view({"delete": "destroy"}), who, "delete", pk=review.pk).status_code for who in (bob,)]
        may = [ask(view.as_view({"get": "retrieve"}), who, pk=review.pk).status_code for who in (ada, eve, bob)]
        return seen == [403] and may == [200, 200, 403]

    return judged(choices, works)


@question("permission-never-asked")
def never_asked(choices):
    from rest_framework.views import APIView

    class IsAuthor(permissions.BasePermission):
        def has_object_permission(self, request, view, obj):
            return False

    def detail(checks, classes):
        class Detail(APIView):
            permission_classes = classes

            def get(self, request):
                if checks:
                    self.check_object_permissions(request, "row")
                return Response()

        return ask(Detail.as_view()).status_code

    class Shortcut(APIView):
        permission_classes = [IsAuthor]

        def get(self, request):
            get_object_or_404(Book, pk=fill()["Emma"].pk)
            return Response()

    early = ask(Shortcut.as_view())
    return {
        "check_object_permissions": (detail(False, [IsAuthor]), detail(True, [IsAuthor])) == (200, 403),
        "needs a tuple": detail(False, (IsAuthor,)) == 403,
        "no permission classes": detail(True, [IsAuthor]) == 200,
        "ends the request early": early.status_code != 200,
    }


@question("drfp-not-closes-details")
def not_closes(choices):
    fill()
    ada, pk = person("ada"), Book.objects.first().pk
    root = person("root", is_superuser=True)

    def detail(rule, who=ada):
        return ask(books(permission_classes=[rule]).as_view({"get": "retrieve"}), who, pk=pk).status_code

    rule = permissions.IsAuthenticated & ~permissions.IsAdminUser
    assert ask(books(permission_classes=[rule]).as_view({"get": "list"}), ada).status_code == 200
    assert detail(rule) == 403
    plain = permissions.IsAuthenticated & permissions.AllowAny
    return {
        "also negates": detail(~permissions.IsAdminUser) == 403 and detail(permissions.IsAuthenticated) == 200,
        "each of the classes twice": detail(plain) == 403,
        "is_superuser": detail(permissions.IsAdminUser, root) == 200,
        "a permission of `django.contrib.auth`": detail(rule, person("eve", is_superuser=True)) == 200,
    }


@question("drfp-refused-not-counted")
def refused_is_not_counted(choices):
    view = books(permission_classes=[permissions.IsAdminUser], throttle_classes=[Three]).as_view({"post": "create"})
    ada = person("ada")
    last = [ask(view, ada, "post") for _ in range(6)][-1].status_code
    cache.clear()
    return {choice: choice.startswith(str(last)) for choice in choices}


@question("drfp-scope-function")
def scoped(choices):
    class Uploads(throttling.ScopedRateThrottle):
        THROTTLE_RATES = {"uploads": "2/min"}

    def works(text):
        cache.clear()
        name = {"throttle_scope": throttle_scope, "throttle_classes": throttle_classes, "api_view": api_view}
        first = eval(text.split("`")[1].lstrip("@"), name)

        def upload(request):
            return Response()

        make = throttle_classes([Uploads])
        if "below" in text:
            view = api_view(["GET"])(first(make(upload)) if "scope" in text else make(first(upload)))
        else:
            view = first(api_view(["GET"])(make(upload)))
        return [ask(view).status_code for _ in range(3)] == [200, 200, 429]

    def safe(text):
        try:
            return works(text)
        except Exception:
            return False

    return {choice: safe(choice) for choice in choices}


@claim("`has_object_permission` is called by `get_object()`")
def called_by_get_object():
    review, eve = a_review(), person("eve")
    assert ask(by_hand(check=False), eve, pk=review.pk).status_code == 200
    assert ask(by_hand(check=True), eve, pk=review.pk).status_code == 403
    assert ask(ReviewViewSet.as_view({"delete": "destroy"}), eve, "delete", pk=review.pk).status_code == 403


def a_review():
    return Review.objects.create(book=fill()["Emma"], writer=person("ada"), stars=4)


class WriterAlone(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.writer == request.user


class Mine(viewsets.ModelViewSet):
    queryset = Review.objects.order_by("pk")
    serializer_class = ReviewViewSet.serializer_class
    permission_classes = [permissions.IsAuthenticated]


def by_hand(check):
    """Return a view that fetches the row itself."""
    class View(Mine):
        permission_classes = [WriterAlone]

        def retrieve(self, request, pk):
            review = Review.objects.get(pk=pk)
            if check:
                self.check_object_permissions(request, review)
            return Response(review.stars)

    return View.as_view({"get": "retrieve"})


@claim("so the object permission never runs")
def never_runs():
    review, eve = a_review(), person("eve")
    own = type("Own", (Mine,), {"permission_classes": [WriterAlone]}).as_view({"get": "retrieve"})
    assert [ask(view, eve, pk=review.pk).status_code for view in (by_hand(check=False), own, by_hand(check=True))] == [200, 403, 403]


def keeps_apart(**changes):
    """Tell whether the writer alone sees a review, in the list as well as one by one."""
    Review.objects.all().delete()
    ada, eve = (person(f"{name}{Review.objects.count()}{len(SEEN)}") for name in ("ada", "eve"))
    SEEN.append(1)
    book = Book.objects.first() or fill()["Emma"]
    review = Review.objects.create(book=book, writer=ada, stars=4)
    kind = type("Kept", (Mine,), changes)
    lists = [ask(kind.as_view({"get": "list"}), user) for user in (ada, eve)]
    ones = [ask(kind.as_view({"get": "retrieve"}), user, pk=review.pk).status_code for user in (ada, eve)]
    return [len(answer.data) for answer in lists] == [1, 0] and ones[0] == 200 and ones[1] in (403, 404)


SEEN = []


def own_reviews(self):
    return Review.objects.filter(writer=self.request.user)


@claim("A permission class has only `has_object_permission`")
def the_list_stays_open():
    assert not keeps_apart(permission_classes=[permissions.IsAuthenticated, WriterAlone]) and keeps_apart(get_queryset=own_reviews)


@question("sender-may-read-message")
def where_the_rule_goes(choices):
    from rest_framework import serializers

    class Few(serializers.ModelSerializer):
        class Meta:
            model = Review
            fields = ["stars"]

    return {"In `get_queryset()`": keeps_apart(get_queryset=own_reviews), "In `has_object_permission()`": keeps_apart(permission_classes=[permissions.IsAuthenticated, WriterAlone]),
            "In `throttle_classes`": keeps_apart(throttle_classes=[Three]), "In `Meta.fields`": keeps_apart(serializer_class=Few)}


@claim("The order is authentication, permissions, throttles")
def order_of_three():
    from rest_framework.authentication import BaseAuthentication

    seen = []

    class Who(BaseAuthentication):
        def authenticate(self, request):
            seen.append("authentication")

    class May(permissions.BasePermission):
        def has_permission(self, request, view):
            seen.append("permission")
            return True

    class Often(throttling.BaseThrottle):
        def allow_request(self, request, view):
            seen.append("throttle")
            return True

    kind = books(authentication_classes=[Who], permission_classes=[May], throttle_classes=[Often], list=lambda self, request: seen.append("view") or Response())
    kind.as_view({"get": "list"})(FACTORY.get("/"))
    assert seen == ["authentication", "permission", "throttle", "view"]


def let_through(caches, requests=16):
    """Send requests to workers in turn, each with the cache that it sees; return how many get through."""
    class Limited(throttling.UserRateThrottle):
        rate = "4/hour"

    views = []
    for kept in caches:
        throttle = type("OfOneWorker", (Limited,), {"cache": kept})
        views.append(books(throttle_classes=[throttle]).as_view({"get": "list"}))
    ada = person(f"ada{len(SEEN)}")
    SEEN.append(1)
    return sum(ask(views[n % len(views)], ada).status_code == 200 for n in range(requests))


def memory(name):
    """Return a cache in the memory of a process of its own."""
    from django.core.cache.backends.locmem import LocMemCache

    return LocMemCache(f"worker-{name}-{len(SEEN)}", {})


@claim("Throttle counts live in the cache")
def each_for_itself():
    fill()
    assert let_through([memory(n) for n in range(4)]) == 16 and let_through([memory("common")] * 4) == 4


@question("userratethrottle-100")
def four_times_as_often(choices):
    fill()
    apart, together = let_through([memory(n) for n in range(4)]), let_through([memory("common")] * 4)

    class Failing(throttling.UserRateThrottle):
        rate = "1/hour"

    later = [0]

    class Quarter(throttling.UserRateThrottle):
        rate = "1/hour"
        timer = lambda self: 1_000_000 + later[0]

    kind, one = books(throttle_classes=[Quarter]).as_view({"get": "list"}), person("waits")
    first = ask(kind, one).status_code
    later[0] = 16 * 60
    after_a_quarter = (first, ask(kind, one).status_code)
    ada = person("counted")
    view = books(throttle_classes=[Failing]).as_view({"get": "list"})
    successes = [ask(view, ada).status_code for _ in range(2)]
    cache.clear()
    two_addresses = [books(throttle_classes=[Failing]).as_view({"get": "list"}) for _ in range(2)]
    by_address = [ask(view, ada).status_code for view in two_addresses]
    return {"Each process counts": (apart, together) == (16, 4), "Throttles count only failed": successes == [200, 200], "The rate counts for every URL": by_address == [200, 200],
            "every 15 minutes": after_a_quarter == (200, 200)}


@claim("Behind a proxy a client escapes the limit")
def an_invented_header():
    from django.test import override_settings

    class Anonymous(throttling.AnonRateThrottle):
        rate = "1/hour"

    def through(proxies):
        cache.clear()
        statuses = []
        for number in range(3):  # our own proxy adds the address that it has seen, 203.0.113.9
            request = FACTORY.get("/", headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")
            with override_settings(REST_FRAMEWORK={"NUM_PROXIES": proxies}):
                statuses.append(books(throttle_classes=[Anonymous]).as_view({"get": "list"})(request).status_code)
        return statuses

    fill()
    assert (through(None), through(1)) == ([200, 200, 200], [200, 429, 429])
