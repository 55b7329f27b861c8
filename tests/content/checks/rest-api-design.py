"""Checks of the topic `rest-api-design`."""

from bookshop.api import BookSerializer, ReviewViewSet
from bookshop.catalog.models import Book
from bookshop.shelves import fill, person
from grading import claim, question
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
