"""Checks of the topic `rest-api-design`."""

from bookshop.api import BookSerializer, ReviewViewSet
from bookshop.catalog.models import Book
from bookshop.shelves import fill, person
from grading import claim, exercise, question, raises
from rest_framework import pagination, serializers, viewsets
from rest_framework.test import APIClient, APIRequestFactory


class Books(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer


def send(method, data, pk=None):
    request = getattr(APIRequestFactory(), method)("/", data, format="json")
    actions = {"post": "create", "put": "update", "patch": "partial_update"}
    return Books.as_view({method: actions[method]})(request, **({"pk": pk} if pk else {}))


@claim("`PUT` replaces the whole resource")
def put_and_patch():
    book = fill()["Emma"]
    assert send("put", {"price": 5}, book.pk).status_code == 400
    assert send("patch", {"price": 5}, book.pk).status_code == 200


@claim("201 for created")
def statuses():
    book = fill()["Emma"]
    data = {"title": "Kim", "slug": "kim", "price": 3, "author": book.author_id}
    assert send("post", data).status_code == 201 and send("post", {}).status_code == 400


@claim("come as a dict from the index to the errors")
def many():
    class Line(serializers.Serializer):
        n = serializers.IntegerField()

    lines = Line(data=[{"n": 1}, {"n": "x"}], many=True)
    lines.is_valid()
    assert list(lines.errors) == [1]


@question("client-wants-change")
def only_the_price(choices):
    book = fill()["Emma"]

    def works(method, data):
        answer = send(method, data, None if method == "post" else book.pk)
        book.refresh_from_db()
        return answer.status_code == 200 and book.price == 5 and book.title == "Emma"

    return {"`PUT": works("put", {"price": 5}), "`POST": works("post", {"id": book.pk, "price": 5}), "`PATCH": works("patch", {"price": 5}),
            "`GET /books": APIClient().get(f"/api/books/{book.pk}/set-price/", {"value": 5}).status_code == 200}


@question("rest-page-by-cursor")
def while_it_reads(choices):
    author = fill()["Emma"].author

    def seen(paginator_class, size):
        class Paged(pagination.CursorPagination if paginator_class == "cursor" else pagination.PageNumberPagination):
            page_size = size
            ordering = "-pk"

        class Newest(Books):
            queryset = Book.objects.order_by("-pk")
            pagination_class = Paged

        view, found, address, rounds = Newest.as_view({"get": "list"}), [], "/", 0
        while address:
            answer = view(APIRequestFactory().get(address)).data
            found += [row["id"] for row in answer["results"]]
            address, rounds = answer["next"], rounds + 1
            if rounds == 1:
                Book.objects.create(title="New", slug=f"new-{paginator_class}-{size}", price=1, author=author)
        return len(found) == len(set(found))

    twice = seen("number", 2)  # a lock on the rows that are there keeps no new ones out

    class Paged(pagination.PageNumberPagination):
        page_size = 2

    counted = type("Counted", (Books,), {"queryset": Book.objects.order_by("-pk"), "pagination_class": Paged}).as_view({"get": "list"})(APIRequestFactory().get("/")).data
    return {"by cursor": seen("cursor", 2), "Larger pages": seen("number", 3),
            "A total count": "count" in counted and twice, "A lock": twice}


@question("rest-validation-status")
def a_price_of_minus_five(choices):
    book = fill()["Emma"]

    class Priced(BookSerializer):
        def validate_price(self, price):
            if price <= 0:
                raise serializers.ValidationError("Too low.")
            return price

    class Strict(Books):
        serializer_class = Priced

    request = APIRequestFactory().patch("/", {"price": -5}, format="json")
    answer = Strict.as_view({"patch": "partial_update"})(request, pk=book.pk)
    return {"400": answer.status_code == 400 and "price" in answer.data, "200": answer.status_code == 200, "404": answer.status_code == 404, "500": answer.status_code == 500}


@question("rest-put-twice")
def twice(choices):
    book = fill()["Emma"]
    data = {"title": "Emma", "slug": "emma", "price": "5.00", "author": book.author_id, "stock": 1}
    answers = [send("put", data, book.pk) for _ in range(2)]
    same = answers[0].data == answers[1].data and Book.objects.count() == 4
    assert APIClient and ReviewViewSet and person
    return {"None:": same, "two books": Book.objects.count() == 5, "is refused": answers[1].status_code != 200, "undoes": answers[1].data["price"] != "5.00"}


def address_is_known(address):
    """Tell whether the bookshop's API has this address, and one thing stands there."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(f"/api{address}").kwargs == {"pk": "7"}
    except Resolver404:
        return False


@claim("URLs name things, methods say what to do")
def nouns_and_methods():
    book = fill()["Emma"]
    request = APIRequestFactory().delete("/")
    assert Books.as_view({"delete": "destroy"})(request, pk=book.pk).status_code == 204 and not Book.objects.filter(pk=book.pk).exists()
    assert address_is_known("/orders/7/") and not address_is_known("/deleteBook")


@question("url-name-restful-api")
def a_thing(choices):
    from grading import code

    return {choice: address_is_known(code(choice)) for choice in choices}


def talk():
    """Ask for the orders of Ada by token, from two servers that share nothing but the database."""
    from rest_framework.authtoken.models import Token

    ada = person("ada")
    Token.objects.create(user=ada, key="k" * 40)

    class Own(viewsets.ReadOnlyModelViewSet):
        from rest_framework.authentication import TokenAuthentication
        from rest_framework.permissions import IsAuthenticated

        authentication_classes, permission_classes = [TokenAuthentication], [IsAuthenticated]
        serializer_class = BookSerializer

        def get_queryset(self):
            return Book.objects.order_by("pk")

    def server(**headers):
        """Be a server of its own, started for this request."""
        answer = Own.as_view({"get": "list"})(APIRequestFactory().get("/", headers=headers))
        return answer.status_code, [row["title"] for row in answer.data] if answer.status_code == 200 else None

    return server


@claim("Statelessness: the server needs no memory")
def no_memory():
    fill()
    server, token = talk(), {"Authorization": f"Token {'k' * 40}"}
    assert server(**token) == server(**token) and server()[0] == 401


@question("mean-rest-stateless")
def each_request_alone(choices):
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.views.decorators.http import etag

    fill()
    server, token = talk(), {"Authorization": f"Token {'k' * 40}"}
    first = server(**token)
    alone = first[0] == 200 and server()[0] == 401
    stores = Book.objects.count() == 4
    Book.objects.filter(title="Emma").update(title="Persuasion")
    same = server(**token) == first
    view = etag(lambda request: '"1"')(lambda request: HttpResponse("books"))
    kept_by_client = view(RequestFactory().get("/", headers={"If-None-Match": '"1"'})).status_code == 304
    return {"Each request brings": alone, "must not store any data": not stores, "the same as before": same, "The client must not": not kept_by_client}


def page_of(size):
    class Paged(pagination.PageNumberPagination):
        page_size, page_size_query_param, max_page_size = 2, "size", 3

    view = type("Listed", (Books,), {"queryset": Book.objects.order_by("pk"), "pagination_class": Paged}).as_view({"get": "list"})
    return len(view(APIRequestFactory().get("/", {"size": size} if size else {})).data["results"])


@claim("Lists are paged, and the size of a page")
def an_upper_limit():
    fill()
    assert [page_of(size) for size in (None, 3, 1000)] == [2, 3, 3]


@claim("`GET /orders/` returns all rows")
def all_rows():
    fill()
    unpaged = Books.as_view({"get": "list"})(APIRequestFactory().get("/")).data
    assert len(unpaged) == Book.objects.count() == 4 and page_of(4) == 3


def old_app(row):
    """Read a book as an app does that is two versions old."""
    return f"{row['title']} by {row['author'].upper()}"


@claim("New optional fields are compatible")
def compatible():
    row = {"title": "Emma", "author": "Austen"}
    assert old_app({**row, "pages": 400}) == "Emma by AUSTEN"
    assert raises(KeyError, lambda: old_app({"title": "Emma", "writer": "Austen"}))
    assert raises(AttributeError, lambda: old_app({"title": "Emma", "author": {"name": "Austen"}}))


@claim("A field is renamed in place")
def renamed_in_place():
    class Both(serializers.Serializer):
        title = serializers.CharField()
        author = serializers.CharField(source="author.name")
        writer = serializers.CharField(source="author.name")

    row = Both(fill()["Emma"]).data
    assert old_app(row) == "Emma by AUSTEN" and row["writer"] == "Austen"
    del row["author"]
    assert raises(KeyError, lambda: old_app(row))


@question("want-author-object")
def old_apps_go_on(choices):
    as_object = {"id": 7, "name": "Austen"}
    address = "203.0.113.7"  # an old and a new app, behind one router

    def runs(answer):
        """Tell whether the old app and a new one both read what they get."""
        new = answer(address)
        name = (new.get("author_detail") or new["author"])["name"]
        return name == "Austen" and old_app(answer(address)) == "Emma by AUSTEN"

    plain = {"title": "Emma", "author": "Austen"}
    ways = {"Change the field": lambda sender: {**plain, "author": as_object}, "Send the object to new": lambda sender: {**plain, "author": as_object} if sender == address else plain,
            "Add a new field": lambda sender: {**plain, "author_detail": as_object}}
    return {part: not raises((TypeError, KeyError, AttributeError), lambda: runs(way)) for part, way in ways.items()}


@claim("RFC 9457 defines a standard JSON body")
def problem_details():
    """Hold an error to the members that the RFC names, as a client of any API would read them."""
    from rest_framework.views import APIView

    class Problem(APIView):
        def get(self, request):
            from rest_framework.exceptions import NotFound

            raise NotFound("no book 9")

        def handle_exception(self, error):
            answer = super().handle_exception(error)
            answer.data = {"type": "about:blank", "title": "Not Found", "status": answer.status_code, "detail": str(error.detail)}
            answer.content_type = "application/problem+json"
            return answer

    answer = Problem.as_view()(APIRequestFactory().get("/"))
    assert answer.render()["Content-Type"] == "application/problem+json" and set(answer.data) == {"type", "title", "status", "detail"}


def paid(cure=""):
    """Let a client pay 5 over a line that loses the first answer, and repeat until one arrives; return what was charged."""
    charged, results, lost = [], {}, [True]

    def server(key):
        if cure == "key" and key in results:
            return results[key]
        charged.append(5)
        results[key] = 409 if cure == "409" else 201
        return results[key]

    for _ in range(3):
        status = server("one-payment")
        if lost and cure != "none lost":
            lost.pop()  # however long both of them wait: this answer never comes
            continue
        if status == 201:
            return sum(charged)
    return sum(charged)


@claim("Clients retry a `POST /payments/`")
def paid_twice():
    assert (paid(), paid("key"), paid("none lost")) == (10, 5, 5)


@question("timeout-app-sends-post")
def paid_once(choices):
    return {"An idempotency key": paid("key") == 5, "A longer timeout": paid("timeout") == 5, "A status code 409": paid("409") == 5}


@question("monitoring-shows-errors")
def what_monitors_count(choices):
    from django.http import HttpResponse, JsonResponse

    alarms = lambda answer: answer.status_code >= 400  # what access logs, caches and load balancers go by
    return {"The status code": alarms(JsonResponse({"detail": "refused"}, status=409)) and not alarms(JsonResponse({"success": False})),
            "plain text": alarms(HttpResponse("refused", content_type="text/plain")), "called `error`": alarms(JsonResponse({"error": True}))}


@claim("Verbs in URLs")
def cancelling():
    from bookshop.orders.models import Order

    order = Order.objects.create(customer=person("bob"))

    class Status(serializers.ModelSerializer):
        class Meta:
            model = Order
            fields = ["status"]

    class Orders(viewsets.ModelViewSet):
        queryset, serializer_class = Order.objects.all(), Status

    answer = Orders.as_view({"patch": "partial_update"})(APIRequestFactory().patch("/", {"status": "sent"}, format="json"), pk=order.pk)
    order.refresh_from_db()
    assert answer.status_code == 200 and order.status == "sent"


VERBS = ("create", "get", "list", "add", "delete", "remove", "update", "return", "give", "borrow", "lend", "cancel", "search")
GOOD = """GET /books/?page=2 -> 200
POST /books/ -> 201
DELETE /books/7/ -> 204
GET /books/7/copies/?page=1 -> 200
POST /loans/ -> 201
GET /loans/?page=1 -> 200
PATCH /loans/12/ -> 200
GET /loans/99/ -> 404"""


@exercise(
    "Design the URLs and methods for a library", GOOD.replace("PATCH /loans/12/", "POST /loans/12/return/"), GOOD.replace("/books/?page=2", "/books/"),
    GOOD.replace("PATCH /loans/12/ -> 200", "GET /members/?page=1 -> 200"), GOOD.replace("DELETE /books/7/", "POST /deleteBook/7/"), "\n".join(GOOD.splitlines()[:7]),
)
def a_library(answer):
    import re

    lines = [re.fullmatch(r"(GET|POST|PUT|PATCH|DELETE) (/[^ ?]+/)(\?\S+)? -> (\d{3})", line) for line in answer.strip().splitlines()]
    if len(lines) < 8 or not all(lines):
        return False
    parts = [part.lower() for line in lines for part in line[2].split("/")]
    verbs = [part for part in parts if any(re.match(rf"{verb}([_-]|$|[a-z]*book|[a-z]*loan)", part) for verb in VERBS)]
    lists = [line[3] or "" for line in lines if line[1] == "GET" and not re.search(r"/\d+/$", line[2])]
    back = [line for line in lines if line[1] in ("PATCH", "PUT", "DELETE", "POST") and re.match(r"/loans/\d+/", line[2])]
    return not verbs and all("page=" in query for query in lists) and bool(back)
