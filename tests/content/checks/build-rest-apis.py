"""Checks of the topic `build-rest-apis`."""

import warnings
from unittest import mock

from bookshop.catalog.models import Book, Review
from bookshop.orders.models import Order
from bookshop.shelves import fill, person
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models
from django.test import override_settings
from django.views.decorators.cache import cache_page
from grading import claim, queries, question, raises
from rest_framework import serializers
from rest_framework.settings import api_settings
from rest_framework.pagination import PageNumberPagination
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.throttling import UserRateThrottle
from rest_framework.validators import UniqueValidator
from bookshop.api import BookViewSet, OrderSerializer, OrderViewSet


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "price"]


class ReviewSerializer(serializers.ModelSerializer):
    class Meta:
        model = Review
        fields = ["book", "writer", "stars"]


class Todo(models.Model):
    title = models.CharField(max_length=9)
    priority = models.IntegerField(db_default=3)

    class Meta:
        app_label = "todos"


class TodoSerializer(serializers.ModelSerializer):
    class Meta:
        model = Todo
        fields = ["title", "priority"]


def client_of(user=None):
    """Return a client of the bookshop's API."""
    client = APIClient()
    client.force_authenticate(user)
    return client


def three_books():
    """Return the errors of three books of which the second has no title."""
    rows = [{"title": "Emma", "price": 8}, {"title": "", "price": 8}, {"title": "Dune", "price": 12}]
    serializer = BookSerializer(data=rows, many=True)
    assert not serializer.is_valid()
    return serializer.errors


@claim("strangers get a 404")
def a_stranger_gets_404():
    ada, bob = person("ada"), person("bob")
    order = Order.objects.create(customer=ada)
    address = f"/api/orders/{order.pk}/"
    assert [client_of(user).get(address).status_code for user in (ada, bob)] == [200, 404]
    assert client_of(bob).get("/api/orders/").json() == []


@claim("never read from the request body")
def the_owner_is_set_on_the_server():
    ada, bob = person("ada"), person("bob")
    emma = fill()["Emma"]
    answer = client_of(ada).post("/api/reviews/", {"book": emma.pk, "stars": 5, "writer": bob.pk})
    assert answer.status_code == 201
    assert Review.objects.get().writer == ada


@claim("A test for each endpoint asks as anonymous")
def anonymous_owner_stranger():
    ada, bob = person("ada"), person("bob")
    review = Review.objects.create(book=fill()["Emma"], writer=ada, stars=5)
    address = f"/api/reviews/{review.pk}/"
    asked = [client_of(user).patch(address, {"stars": 4}).status_code for user in (None, ada, bob)]
    assert asked in ([401, 200, 403], [403, 200, 403])


@claim("is required in `POST`, so it breaks them too")
def a_new_field_with_db_default():
    serializer = TodoSerializer(data={"title": "x"})
    assert not serializer.is_valid()
    assert list(serializer.errors) == ["priority"]


@claim("Errors of `many=True` are a dict")
def errors_of_many():
    assert list(three_books()) == [1]
    assert api_settings.LIST_SERIALIZER_ERRORS_AS_DICT is True
    with override_settings(REST_FRAMEWORK={"LIST_SERIALIZER_ERRORS_AS_DICT": False}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the list is deprecated until DRF 3.20
        assert [bool(each) for each in three_books()] == [False, True, False]


@claim("sets the scope of a function view")
def a_scope_of_a_function():
    from rest_framework.decorators import api_view, throttle_scope  # noqa: PLC0415

    @api_view(["GET"])
    @throttle_scope("login")
    def view(request):
        """Do nothing."""

    assert view.cls.throttle_scope == "login"


@claim("still call such a field required")
def db_default_is_no_default():
    field = TodoSerializer().fields["priority"]
    assert field.required
    loose = type("Loose", (TodoSerializer,), {"Meta": _loose()})(data={"title": "x"})
    assert loose.is_valid()


@claim("Object permissions are not applied to lists")
def lists_know_no_object_permission():
    fill()
    asked = []

    class Nobody:
        def has_permission(self, request, view):
            return True

        def has_object_permission(self, request, view, obj):
            asked.append(obj)
            return False

    from bookshop.api import BookViewSet  # noqa: PLC0415
    from rest_framework.test import APIRequestFactory  # noqa: PLC0415

    listing = BookViewSet.as_view({"get": "list"}, permission_classes=[Nobody])
    assert len(listing(APIRequestFactory().get("/")).data) == 4
    assert asked == []


@claim("Each column that you add later is public and writable")
def all_fields():
    everything = type("Everything", (serializers.ModelSerializer,), {"Meta": _all(Review)})
    assert not everything().fields["writer"].read_only
    assert everything().fields["id"].read_only


@claim("A `CheckConstraint` is not known to `is_valid()`")
def a_check_constraint():
    data = {"book": fill()["Emma"].pk, "writer": person().pk, "stars": 9}
    serializer = ReviewSerializer(data=data)
    assert serializer.is_valid()
    assert raises(IntegrityError, serializer.save)
    assert raises(ValidationError, Review(**serializer.validated_data).full_clean)


@question("Where do you make sure that users see only their own objects")
def where_the_rule_stands(choices):
    ada, bob = person("ada"), person("bob")
    Order.objects.create(customer=ada)
    review = Review.objects.create(book=fill()["Emma"], writer=ada, stars=5)
    return {
        "In `get_queryset`": client_of(bob).get("/api/orders/").json() == [],
        "In `has_object_permission`": review.pk not in [each["id"] for each in client_of(bob).get("/api/reviews/").json()],
        "In `validate`": client_of(bob).get("/api/reviews/").json() == [],
        "In the `urlpatterns`": client_of(bob).get(f"/api/reviews/{review.pk}/").status_code == 404,
    }


@question("new-task-get-owner")
def who_owns_it(choices):
    ada, bob = person("ada"), person("bob")
    emma = fill()["Emma"]
    client_of(ada).post("/api/reviews/", {"book": emma.pk, "stars": 5, "writer": bob.pk})
    writer = Review.objects.get().writer
    return {"`request.user`": writer == ada, "a hidden field": writer == bob,
            "`id` in the URL": client_of(ada).post(f"/api/reviews/{bob.pk}/", {"book": emma.pk, "stars": 5}).status_code == 201, "a `default` of the model": Review._meta.get_field("writer").has_default()}


@question("A test shows that a user can take over")
def taking_over(choices):
    everything = type("Everything", (serializers.ModelSerializer,), {"Meta": _all(Review)})
    fields = everything().fields
    everything.Meta.permission_classes = ["IsAuthenticated"]  # a serializer does not ask for them
    return {"`id` can be chosen": not fields["id"].read_only, "`owner` can be set": not fields["writer"].read_only,
            "lacks `permission_classes`": everything.Meta.permission_classes is None or fields["writer"].read_only}


@question("get-tasks-without-login")
def anonymous_in_a_filter(choices):
    refused = raises(TypeError, lambda: Order.objects.filter(customer=AnonymousUser()).exists())
    cured = not raises(TypeError, lambda: Order.objects.filter(customer__pk=AnonymousUser()).exists())
    return {"`AnonymousUser` cannot be used": refused, "needs `owner__pk`": cured,
            "no `queryset` attribute": "queryset" in vars(OrderViewSet) or client_of(person("eve")).get("/api/orders/").status_code == 500, "asks for a request": raises(Exception, lambda: OrderSerializer(Order(pk=1)).data)}


@question("api-check-constraint")
def nine_stars(choices):
    data = {"book": fill()["Emma"].pk, "writer": person().pk, "stars": 9}

    def refuses(**meta):
        """Tell whether `is_valid()` refuses nine stars, with these things in the serializer's Meta."""
        options = type("Meta", (), {"model": Review, "fields": ["book", "writer", "stars"], **meta})
        return not type("Reviews", (serializers.ModelSerializer,), {"Meta": options})(data=data).is_valid()

    validators = [MinValueValidator(1), MaxValueValidator(5)]
    constraint = models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="coded", violation_error_code="400")
    with mock.patch.object(Review._meta, "constraints", [*Review._meta.constraints, constraint]):
        coded = refuses()
    loud = raises(serializers.ValidationError, lambda: ReviewSerializer(data=data).is_valid(raise_exception=True))
    with mock.patch.object(Review._meta.get_field("stars"), "_validators", validators):
        Review._meta.get_field("stars").__dict__.pop("validators", None)
        cured = refuses()
    Review._meta.get_field("stars").__dict__.pop("validators", None)
    return {"`MinValueValidator`": cured and not refuses(), "`violation_error_code": coded,
            "`raise_exception=True`": loud, "`choices=range(1, 6)`": refuses(choices=range(1, 6))}


@question("api-cors-who")
def who_protects(choices):
    seen, answer = _cross_origin("https://evil.test")
    return {
        "It answers 403": answer.status_code == 403,
        "the browser withholds": seen == ["POST"] and "Access-Control-Allow-Origin" not in answer.headers,
        "It redirects": answer.status_code in (301, 302),
        "waits for a preflight": seen == ["OPTIONS"],
    }


def _cross_origin(origin):
    """Return what reached the view, and the answer, of a POST from another origin."""
    from corsheaders.middleware import CorsMiddleware  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    seen = []

    def view(request):
        seen.append(request.method)
        return HttpResponse("done")

    with override_settings(CORS_ALLOWED_ORIGINS=["https://shop.test"]):
        return seen, CorsMiddleware(view)(RequestFactory().post("/", headers={"Origin": origin}))


def _all(model):
    return type("Meta", (), {"model": model, "fields": "__all__"})


def _loose():
    return type(
        "Meta", (), {"model": Todo, "fields": ["title", "priority"], "extra_kwargs": {"priority": {"required": False}}}
    )


class Coupon(models.Model):
    code = models.CharField(max_length=9, unique=True, blank=True)

    class Meta:
        app_label = "todos"


@question("api-errors-as-dict")
def the_old_list(choices):
    def is_a_list(**changed):
        with override_settings(REST_FRAMEWORK=changed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return isinstance(three_books(), list)

    as_text = BookSerializer(data=[{"title": ""}], many="list")
    assert not as_text.is_valid()
    return {
        "`NON_FIELD_ERRORS_KEY": is_a_list(NON_FIELD_ERRORS_KEY="errors"),
        "as_list()": hasattr(three_books(), "as_list"),
        "`LIST_SERIALIZER_ERRORS_AS_DICT": is_a_list(LIST_SERIALIZER_ERRORS_AS_DICT=False),
        "`many=": isinstance(as_text.errors, list),
    }


@question("api-unique-blank")
def an_empty_code(choices):
    field = type("Codes", (serializers.ModelSerializer,), {"Meta": _all(Coupon)})().fields["code"]
    has_validator = any(isinstance(each, UniqueValidator) for each in field.validators)
    skipped = field.run_validation("") == ""  # a query would fail: the model has no table
    return {
        "skips validators": has_validator and skipped,
        "takes the `UniqueValidator` off": not has_validator,
        "counts the empty text": not skipped,
        "in `full_clean()`": raises(IntegrityError, lambda: Coupon(code="").clean_fields()),
    }


@claim("Pagination changes the shape of the answer")
def pages_are_a_dict():
    from rest_framework.pagination import PageNumberPagination  # noqa: PLC0415
    from rest_framework.test import APIRequestFactory  # noqa: PLC0415

    from bookshop.api import BookViewSet  # noqa: PLC0415

    fill()
    pages = type("Pages", (PageNumberPagination,), {"page_size": 2})
    request = APIRequestFactory().get("/")
    plain = BookViewSet.as_view({"get": "list"})(request).data
    paged = BookViewSet.as_view({"get": "list"}, pagination_class=pages)(request).data
    assert [type(plain).__name__, sorted(paged)] == ["ReturnList", ["count", "next", "previous", "results"]]


@claim("a list of 50 runs 101 queries")
def nested_objects_cost_queries():
    class Nested(serializers.ModelSerializer):
        author = serializers.CharField(source="author.name")
        genres = serializers.StringRelatedField(many=True)

        class Meta:
            model = Book
            fields = ["title", "author", "genres"]

    fill()
    books = Book.objects.all()
    assert len(queries(lambda: Nested(books.all(), many=True).data)) == 9
    fetched = books.select_related("author").prefetch_related("genres")
    assert len(queries(lambda: Nested(fetched, many=True).data)) == 2


@question("change-breaks-existing")
def what_a_client_misses(choices):
    fill()

    def still_works(**names):
        """Tell whether a client that reads title and price of each book can go on."""
        class Changed(serializers.ModelSerializer):
            name = serializers.CharField(source="title")

            class Meta:
                model = Book
                fields = names["fields"]

        seen = Changed(Book.objects.all(), many=True).data
        return all({"title", "price"} <= set(book) for book in seen)

    api = client_of().get("/api/books/")
    assert {"title", "price"} <= set(api.json()[0])
    return {"Renaming a field": not still_works(fields=["name", "price"]), "Adding a field": not still_works(fields=["name", "title", "price"]),
            "a new filter": client_of().get("/api/books/?by=title").json() != api.json()}


@question("mobile-app-shows-20")
def what_bounds_the_answer(choices):
    author = fill()["Emma"].author
    Book.objects.bulk_create(Book(title=f"Book {n}", slug=f"book-{n}", price=1, author=author) for n in range(200))

    def bounded(base=BookViewSet, path="/", **changed):
        view = type("View", (base,), changed).as_view({"get": "list"})
        data = view(APIRequestFactory().get(path)).data
        return len(data["results"] if isinstance(data, dict) else data) <= 100

    class Pages(PageNumberPagination):
        page_size, page_size_query_param, max_page_size = 20, "size", 100

    class Throttle(UserRateThrottle):
        rate = "9/min"

    class All(serializers.ModelSerializer):
        class Meta:
            model = Book
            fields = "__all__"

    cached = cache_page(3600)(BookViewSet.as_view({"get": "list"}))
    answer = cached(APIRequestFactory().get("/"))
    return {"Pages, with a maximum": bounded(pagination_class=Pages) and bounded(pagination_class=Pages, path="/?size=999"),
            "A throttle": bounded(throttle_classes=[Throttle]), "`__all__`": bounded(serializer_class=All), "A cache": len(answer.data) <= 100}
