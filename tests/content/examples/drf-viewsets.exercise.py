"""The endpoint gives the books that are sold out, and nothing else than GET."""

from rest_framework.test import APIClient

BookViewSet.sold_out = sold_out
router = DefaultRouter()
router.register("books", BookViewSet)
urlpatterns = router.urls
for stock in (3, 0, 0):
    Book.objects.create(title="A book", stock=stock)

answer = APIClient().get("/books/sold_out/")
assert (answer.status_code, len(answer.json())) == (200, 2)
assert APIClient().post("/books/sold_out/").status_code == 405
