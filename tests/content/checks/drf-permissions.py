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
