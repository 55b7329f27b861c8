"""Checks of the topic `drf-viewsets`."""

from bookshop.api import BookSerializer, OrderViewSet
from bookshop.catalog.models import Book
from bookshop.orders.models import Order
from bookshop.shelves import fill, person
from django.core.paginator import UnorderedObjectListWarning, Paginator
from django.db import models
from django.http import Http404
from django.test import Client, override_settings
from grading import claim, judged, queries, question, raises, value, warned
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.parsers import FileUploadParser, JSONParser, MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter, SimpleRouter
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework import serializers
from bookshop.api import BookViewSet


@claim("`ModelViewSet` has six actions")
def six():
    for name in ("list", "create", "retrieve", "update", "partial_update", "destroy"):
        assert hasattr(viewsets.ModelViewSet, name)


@claim("names them `book-list` and `book-detail`")
def names():
    router = SimpleRouter()
    router.register("books", type("V", (viewsets.ModelViewSet,), {"queryset": Book.objects.all()}))
    assert [url.name for url in router.urls] == ["book-list", "book-detail"]


@claim("answers 404 if the row is not in `get_queryset()`")
def foreign_rows():
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=bob)
    client = APIClient()
    client.force_authenticate(ada)
    assert client.get(f"/api/orders/{order.pk}/").status_code == 404


@claim("needs `basename` if the viewset has no `queryset` attribute")
def basename():
    assert raises(AssertionError, lambda: SimpleRouter().register("orders", OrderViewSet) or SimpleRouter().urls)


@claim("`DefaultRouter` adds an API root page")
def root_page():
    assert Client().get("/api/").status_code == 200
    assert len(DefaultRouter().urls) > len(SimpleRouter().urls)


@claim("a viewset is closed by its permission classes")
def exempt():
    assert viewsets.ModelViewSet.as_view({"get": "list"}).login_required is False


@claim("loads a foreign key that a serializer reads", django=(6, 1))
def peers():
    fill()
    books = Book.objects.fetch_mode(models.FETCH_PEERS)
    assert len(queries(lambda: [book.author.name for book in books])) == 2


@question("action-modelviewset")
def patch(choices):
    router = SimpleRouter()
    router.register("books", type("V", (viewsets.ModelViewSet,), {"queryset": Book.objects.all()}))
    bound = router.urls[1].callback.actions["patch"]
    return {choice: choice.strip("`") == bound for choice in choices}


@question("need-post-books-3-finish")
def finish(choices):
    book = fill()["Emma"]

    def works(code):
        class Books(viewsets.ModelViewSet):
            queryset = Book.objects.all()

            @value(code.lstrip("@"), action=action)
            def withdraw(self, request, pk=None):
                return Response(pk)

        router = SimpleRouter()
        router.register("books", Books)
        urls = type("U", (), {"urlpatterns": router.urls})
        with override_settings(ROOT_URLCONF=urls):
            return Client().post(f"/books/{book.pk}/withdraw/").status_code == 200

    return judged(choices, works)


@question("any-logged-user-read")
def foreign_orders(choices):
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=bob)
    request = APIRequestFactory().get("/")
    request.user = ada
    from rest_framework.test import force_authenticate

    def reads(view):
        force_authenticate(request, ada)
        return view.as_view({"get": "retrieve"})(request, pk=order.pk).status_code == 200

    from bookshop.api import OrderSerializer

    class Open(viewsets.ReadOnlyModelViewSet):
        queryset = Order.objects.all()
        serializer_class = OrderSerializer

    class Without(OrderSerializer):
        class Meta(OrderSerializer.Meta):
            fields = ["status"]

    class Hidden(Open):
        serializer_class = Without

    class Named(Open):
        basename = "mine"
    return {"Filter by": not reads(OrderViewSet), "ReadOnlyModelViewSet": not reads(Open),
            "Hide the field": not reads(Hidden), "its own `basename`": not reads(Named)}


@question("router-register-raises")
def no_basename(choices):
    def fails(**kwargs):
        kind = type("V", (OrderViewSet,), {"lookup_field": kwargs.pop("lookup", "pk")})
        return raises(AssertionError, lambda: SimpleRouter().register("notes", kind, **kwargs))

    assert fails()
    class AllOfThem(OrderViewSet):
        def get_queryset(self):
            return super().get_queryset().all()
    return {"basename": not fails(basename="note"), "lookup_field": not fails(lookup="id"),
            "`.as_view()` after": not raises((AssertionError, TypeError, AttributeError), lambda: SimpleRouter().register("notes", OrderViewSet.as_view({"get": "list"}))), "`.all()` after": not raises(AssertionError, lambda: SimpleRouter().register("notes", AllOfThem))}


@question("vs-upload-parser")
def uploads(choices):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def status(**attributes):
        class Covers(viewsets.ViewSet):
            parser_classes = attributes.pop("parser_classes", [JSONParser])

            def create(self, request):
                return Response(len(request.FILES))

        for name, given in attributes.items():
            setattr(Covers, name, given)
        request = APIRequestFactory().post("/", {"cover": SimpleUploadedFile("a.png", b"x")}, format="multipart")
        answer = Covers.as_view({"post": "create"})(request)
        return answer.status_code if answer.status_code != 200 else answer.data

    assert status() == 415 and FileUploadParser
    return {"MultiPartParser": status(parser_classes=[JSONParser, MultiPartParser]) == 1,
            "renderer_classes": status(renderer_classes=[JSONRenderer]) == 1,
            "http_method_names": status(http_method_names=["post", "put"]) == 1,
            "`FileField` to": not raises(Exception, lambda: status(permission_classes=[serializers.FileField])) and status(permission_classes=[serializers.FileField]) == 1}


@question("vs-page-order")
def no_order(choices):
    fill()
    pages = [str(Paginator(Book.objects.order_by("pk"), 2).page(n).object_list.query) for n in (1, 2)]
    loud = warned(lambda: Paginator(Book.objects.order_by(), 2), UnorderedObjectListWarning) or warned(
        lambda: Paginator(Book.objects.order_by(), 2).page(1), UnorderedObjectListWarning)
    rest = [len(Paginator(Book.objects.order_by("pk"), 3).page(n)) for n in (1, 2)]
    first = [book.pk for n in (1, 2) for book in Paginator(Book.objects.order_by("pk"), 2).page(n)]
    asked = len(queries(lambda: [list(Paginator(Book.objects.order_by("pk"), 2).page(1)) for _ in range(2)])) // 2
    return {"query of its own": pages[0] != pages[1] and bool(loud), "has to divide": rest != [3, 1], "counts from 1": len(set(first)) != 4,
            "kept in the cache": asked != 2}


@question("vs-cors-header")
def cors(choices):
    from django.conf import settings

    fill()
    where = {"origin": "https://shop.example"}
    plain = Client().get("/api/books/", headers=where)
    with override_settings(ALLOWED_HOSTS=["testserver", "shop.example"]):
        hosts = Client().get("/api/books/", headers=where)
    with override_settings(MIDDLEWARE=["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE], CORS_ALLOWED_ORIGINS=["https://shop.example"]):
        allowed = Client().get("/api/books/", headers=where)
    name = "Access-Control-Allow-Origin"
    routes = DefaultRouter()
    routes.register("shop.example/books", BookViewSet)

    class Urls:
        urlpatterns = routes.urls

    with override_settings(ROOT_URLCONF=Urls):
        prefixed = Client().get("/shop.example/books/", headers=where)
        assert prefixed.status_code == 200
    return {"Access-Control-Allow-Origin": name not in plain and allowed[name] == "https://shop.example", "ALLOWED_HOSTS": name in hosts,
            "`Authorization`, sent": name in Client().get("/api/books/", headers=where | {"authorization": "Token x"}), "as its prefix": name in prefixed}


@question("vs-fetch-peers", django=(6, 1))
def two_queries(choices):
    fill()

    def works(code):
        books = value(code, Book=Book, models=models)
        return len(queries(lambda: [book.author.name for book in books])) == 2

    return judged(choices, works)


class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.order_by("pk")
    serializer_class = type("S", (serializers.ModelSerializer,), {"Meta": type("Meta", (), {"model": Order, "fields": ["id", "status"]})})


def routes(router_class, viewset=Orders):
    router = router_class()
    router.register("orders", viewset, basename="order")
    return router, [str(url.pattern) for url in router.urls]


@question("defaultrouter")
def what_the_default_brings(choices):
    (default, long), (simple, short) = routes(DefaultRouter), routes(SimpleRouter)
    assert set(short) < set(long)
    extra = [pattern for pattern in long if pattern not in short]
    root = any("api-root" == url.name for url in default.urls)
    view = lambda router: next(url.callback.cls for url in router.urls if url.name == "order-list")
    return {"an API root page": root and any("format" in pattern for pattern in extra), "It adds pagination": view(default).pagination_class != view(simple).pagination_class,
            "It adds permissions": view(default).permission_classes != view(simple).permission_classes, "It adds a login": any("login" in pattern for pattern in extra)}


@claim("adds an endpoint for one object")
def one_and_all():
    class Acting(Orders):
        @action(detail=True)
        def invoice(self, request, pk=None): ...

        @action(detail=False)
        def recent(self, request): ...

    assert {"^orders/(?P<pk>[^/.]+)/invoice/$", "^orders/recent/$"} <= set(routes(SimpleRouter, Acting)[1])


def shop_of(viewset, user, method="get", action_name="list", data=None, **kwargs):
    request = getattr(APIRequestFactory(), method)("/", data, format="json") if data is not None else getattr(APIRequestFactory(), method)("/")
    from rest_framework.test import force_authenticate

    force_authenticate(request, user)
    return viewset.as_view({method: action_name})(request, **kwargs)


class Own(Orders):
    def get_queryset(self):
        return Order.objects.filter(customer=self.request.user)


@claim("`queryset = Order.objects.all()` in a shop")
def by_counting_up():
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=bob)
    assert shop_of(Orders, ada, action_name="retrieve", pk=order.pk).status_code == 200
    assert shop_of(Own, ada, action_name="retrieve", pk=order.pk).status_code == 404 and shop_of(Own, ada).data == []


@question("new-note-must-belong")
def whose_it_is(choices):
    """Send an order that names somebody else as its owner; look whose it is, and whether others get it."""
    ada, bob = person("ada"), person("bob")

    def belongs(**methods):
        Order.objects.all().delete()
        kind = type("Sent", (Orders,), methods)
        made = shop_of(kind, ada, "post", "create", {"status": "open", "customer": bob.pk})
        return made.status_code == 201 and list(Order.objects.values_list("customer", flat=True)) == [ada.pk]

    def perform_create(self, serializer):
        serializer.save(customer=self.request.user)

    def get_queryset(self):
        return Order.objects.filter(customer=self.request.user)

    def list_(self, request):
        return Response({"owner": request.user.pk})

    def get_object(self):
        self.owner = self.request.user
        return super(Orders, self).get_object()

    def works(methods):
        seen = []
        return not raises(Exception, lambda: seen.append(belongs(**methods))) and seen[0]

    return {"`perform_create`": works({"perform_create": perform_create}), "`get_queryset`": works({"get_queryset": get_queryset}),
            "`list`": works({"list": list_}), "`get_object`": works({"get_object": get_object})}


@claim("An action reads `self.queryset`, and shows old rows")
def an_old_result():
    fill()

    class Shelf(viewsets.ModelViewSet):
        queryset = Book.objects.all()
        serializer_class = BookSerializer

        @action(detail=False)
        def stale(self, request):
            return Response([book.title for book in self.queryset])

        @action(detail=False)
        def fresh(self, request):
            return Response([book.title for book in self.get_queryset()])

    ask = lambda name: len(shop_of(Shelf, None, action_name=name).data)
    before = ask("stale"), ask("fresh")
    Book.objects.filter(title="Emma").delete()
    assert (before, ask("stale"), ask("fresh")) == ((4, 4), 4, 3)


@claim("A `ModelViewSet` is used although nobody may delete")
def the_parts_you_need():
    from rest_framework import mixins

    class Parts(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet):
        queryset, serializer_class = Orders.queryset, Orders.serializer_class

    def methods(viewset):
        router = SimpleRouter()
        router.register("orders", viewset, basename="order")
        return {method for url in router.urls for method in url.callback.actions}

    assert "delete" in methods(Orders) and methods(Parts) == {"get", "post"}
    order = Order.objects.create(customer=person("ada"))
    few = type("Few", (Orders,), {"http_method_names": ["get", "post"]})
    assert few.as_view({"delete": "destroy"})(APIRequestFactory().delete("/"), pk=order.pk).status_code == 405


@claim("A list without pagination is fast with ten rows")
def on_the_first_day():
    from rest_framework.pagination import PageNumberPagination

    fill()
    paged = type("Paged", (BookViewSet,), {"pagination_class": type("P", (PageNumberPagination,), {"page_size": 2})})
    sizes = [queries(lambda: list(kind.as_view({"get": "list"})(APIRequestFactory().get("/")).data))[-1] for kind in (BookViewSet, paged)]
    assert "LIMIT" not in sizes[0] and "LIMIT 2" in sizes[1]
