"""The endpoint gives the unread books, and nothing else than GET."""

from rest_framework.test import APIClient

BookViewSet.unread = unread
router = DefaultRouter()
router.register("books", BookViewSet)
urlpatterns = router.urls
for read in (True, False, False):
    Book.objects.create(title="A book", read=read)

answer = APIClient().get("/books/unread/")
assert (answer.status_code, len(answer.json())) == (200, 2)
assert APIClient().post("/books/unread/").status_code == 405
